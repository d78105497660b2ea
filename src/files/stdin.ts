import {exitCodes, UserError} from '../errors.ts';
/** Stands for stdin. */
export const stdinName = '-';

/** Source of words: the process's stdin. */
export type Stdin = AsyncIterable<Uint8Array> & {readonly isTTY?: boolean};

/** All of stdin. @throws UserError (65) when it is longer than `maxBytes` */
export async function readStdin(stdin: Stdin, maxBytes: number): Promise<Uint8Array> {
	const chunks: Uint8Array[] = [];
	let length = 0;
	for await (const chunk of stdin) {
		chunks.push(chunk);
		length += chunk.length;
		if (length > maxBytes) {
			throw new UserError(`More than ${maxBytes / 1e6} MB came from stdin.`, {hint: 'Pipe in less.', exitCode: exitCodes.badData});
		}
	}
	return Buffer.concat(chunks);
}
