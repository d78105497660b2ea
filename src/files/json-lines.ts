import {type FileHandle, open} from 'node:fs/promises';
import {openPlain, openToAppend} from './plain-file.ts';

/** Content of a file of JSON lines. */
export type Lines = {
	/** Up to the first that is torn or damaged; or all but those. */
	readonly values: readonly unknown[];
	/** End of the last whole line (bytes). */
	readonly bytes: number;
	/** Whole lines that say nothing that can be read. */
	readonly damaged: number;
};

/** A file that is only ever added to. */
export type Appender = {
	/** A line, in one write. */
	readonly add: (value: unknown) => Promise<void>;
} & AsyncDisposable;

/** No line that this program writes is as long (bytes), or nested as deep. */
const maxLineBytes = 64_000_000;
const maxDepth = 64;

/**
Read lines of JSON that a process wrote until it was killed: of the last one there may be a part only, which does not count.
@param isEach - whether each line counts for itself, and one that is damaged is passed over; without it nothing after it counts
@throws UserError (65) where there is no plain file; and what the file system says
*/
export async function readLines(file: string, {isEach = false}: {readonly isEach?: boolean} = {}): Promise<Lines> {
	await using handle = await openPlain(file);
	const values: unknown[] = [];
	let [bytes, damaged] = [0, 0];
	for await (const line of linesOf(handle)) {
		const value = parseLine(line);
		if (value === undefined) {
			if (!isEach) break;
			damaged++;
		} else {
			values.push(value);
		}
		bytes += line.length + 1;
	}
	return {values, bytes, damaged};
}

const newline = 0x0a;

/** The whole lines of a file, without their ends. */
async function* linesOf(handle: FileHandle): AsyncGenerator<Buffer> {
	let pieces: Buffer[] = [];
	let length = 0;
	for await (const chunk of handle.createReadStream({autoClose: false, start: 0, highWaterMark: 1 << 20}) as AsyncIterable<Buffer>) {
		let start = 0;
		for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
			yield Buffer.concat([...pieces, chunk.subarray(start, end)]);
			[pieces, length, start] = [[], 0, end + 1];
		}
		pieces.push(chunk.subarray(start));
		length += chunk.length - start;
		if (length > maxLineBytes) return;
	}
}

function parseLine(line: Buffer): unknown {
	if (isDeep(line)) return undefined;
	try {
		return JSON.parse(line.toString('utf8')) as unknown;
	} catch {
		return undefined;
	}
}

const [quote, backslash, openBracket, openBrace, closeBracket, closeBrace] = [...'"\\[{]}'].map(letter => letter.charCodeAt(0));

/** Whether JSON is nested deeper than what reads it may be able to follow. */
function isDeep(line: Buffer): boolean {
	let [depth, isQuoted] = [0, false];
	for (let at = 0; at < line.length; at++) {
		const byte = line[at];
		if (byte === backslash && isQuoted) at++;
		else if (byte === quote) isQuoted = !isQuoted;
		else if (isQuoted) continue;
		else if (byte === openBracket || byte === openBrace) depth++;
		else if (byte === closeBracket || byte === closeBrace) depth--;
		if (depth > maxDepth) return true;
	}
	return false;
}

/** Add lines to a file that is new, or after the first `bytes` bytes of one that is there: a plain file, and no link. */
export async function openLines(file: string, bytes?: number): Promise<Appender> {
	const handle = await (bytes === undefined ? open(file, 'ax', 0o600) : openToAppend(file));
	const {size} = await handle.stat();
	if (bytes !== undefined && bytes < size) await handle.truncate(bytes);
	return {
		add: async value => handle.appendFile(`${JSON.stringify(value)}\n`),
		[Symbol.asyncDispose]: async () => handle.close(),
	};
}
