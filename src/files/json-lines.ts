import {open, readFile} from 'node:fs/promises';

/** What a file of JSON lines holds. */
export type Lines = {
	/** Up to the first that is torn or damaged. */
	readonly values: readonly unknown[];
	/** Where the last whole line ends (bytes). */
	readonly bytes: number;
};

/** A file that is only ever added to. */
export type Appender = {
	/** A line, in one write. */
	readonly add: (value: unknown) => Promise<void>;
} & AsyncDisposable;

/** Read lines of JSON that a process wrote until it was killed: of the last one there may be a part only, which does not count. */
export async function readLines(file: string): Promise<Lines> {
	const bytes = await readFile(file);
	const values: unknown[] = [];
	let start = 0;
	for (let end = bytes.indexOf(newline); end !== -1; end = bytes.indexOf(newline, start)) {
		try {
			values.push(JSON.parse(bytes.toString('utf8', start, end)));
		} catch {
			break;
		}
		start = end + 1;
	}
	return {values, bytes: start};
}

const newline = 0x0a;

/** Add lines to a file that is new, or after the first `bytes` bytes of one that is there. */
export async function openLines(file: string, bytes?: number): Promise<Appender> {
	const handle = await open(file, bytes === undefined ? 'ax' : 'a', 0o600);
	if (bytes !== undefined && bytes < (await handle.stat()).size) await handle.truncate(bytes);
	return {
		add: async value => handle.appendFile(`${JSON.stringify(value)}\n`),
		[Symbol.asyncDispose]: async () => handle.close(),
	};
}
