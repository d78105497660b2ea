import {randomBytes} from 'node:crypto';

export type KeptFile = {readonly bytes: Uint8Array; readonly type: string};

/** Pictures that clients asked to fetch by an address: for an hour, and no more of them than fit. */
export type KeptFiles = {
	/** @returns a name that cannot be guessed */
	readonly keep: (file: KeptFile, extension: string) => string;
	readonly get: (name: string) => KeptFile | undefined;
};

const ageMs = 3_600_000;
const mostBytes = 64 * 2 ** 20;

export function createKeptFiles(now: () => number = Date.now): KeptFiles {
	const files = new Map<string, KeptFile & {readonly atMs: number}>();
	let total = 0;
	const drop = (name: string) => {
		total -= files.get(name)?.bytes.byteLength ?? 0;
		files.delete(name);
	};
	const sweep = () => {
		// The oldest first: in the order that they came.
		for (const [name, {atMs}] of files) if (now() - atMs > ageMs || (total > mostBytes && files.size > 1)) drop(name);
	};
	return {
		keep(file, extension) {
			const name = `${randomBytes(16).toString('hex')}${extension}`;
			files.set(name, {...file, atMs: now()});
			total += file.bytes.byteLength;
			sweep();
			return name;
		},
		get(name) {
			sweep();
			return files.get(name);
		},
	};
}
