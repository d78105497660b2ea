import {crc32} from 'node:zlib';

type Random = () => number;

/** Values that sizes, offsets and counts in a file are hit with. */
const extremes = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

const below = (random: Random, end: number): number => Math.floor(random() * end);
const pick = <Item>(random: Random, items: readonly Item[]): Item => items[below(random, items.length)]!;

/** Ways to damage a file. Each changes `bytes` or gives others. */
const damages: Readonly<Record<string, (bytes: Buffer, random: Random, others: readonly Uint8Array[]) => Buffer>> = {
	'bits flipped': (bytes, random) => {
		for (let count = 1 + below(random, 16); count > 0; count--) bytes[below(random, bytes.length)]! ^= 1 << below(random, 8);
		return bytes;
	},
	'bits of the head flipped': (bytes, random) => {
		for (let count = 1 + below(random, 4); count > 0; count--) bytes[below(random, Math.min(64, bytes.length))]! ^= 1 << below(random, 8);
		return bytes;
	},
	'bytes written over': (bytes, random) => {
		const start = below(random, bytes.length);
		const end = Math.min(bytes.length, start + 1 + below(random, 64));
		for (let at = start; at < end; at++) bytes[at] = below(random, 256);
		return bytes;
	},
	'a number made extreme': (bytes, random) => {
		const size = pick(random, [1, 2, 4]);
		if (bytes.length < size) return bytes;
		const at = below(random, random() < 0.5 ? Math.min(128, bytes.length - size + 1) : bytes.length - size + 1);
		const value = pick(random, extremes) % 256 ** size;
		if (random() < 0.5) bytes.writeUIntBE(value, at, size);
		else bytes.writeUIntLE(value, at, size);
		return bytes;
	},
	'cut short': (bytes, random) => bytes.subarray(0, below(random, bytes.length)),
	'a piece cut out': (bytes, random) => {
		const start = below(random, bytes.length);
		return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + 1 + below(random, 256))]);
	},
	'a piece put in twice': (bytes, random) => {
		const start = below(random, bytes.length);
		return Buffer.concat([bytes.subarray(0, start + below(random, 512)), bytes.subarray(start)]);
	},
	'a piece of another file put in': (bytes, random, others) => {
		const other = pick(random, others);
		const at = below(random, bytes.length);
		const from = below(random, other.length);
		return Buffer.concat([bytes.subarray(0, at), other.subarray(from, from + 1 + below(random, 512)), bytes.subarray(at)]);
	},
	'zeros from some place on': (bytes, random) => bytes.fill(0, below(random, bytes.length)),
};

/** A file damaged in one to three ways; with every second PNG the checksums are put right again, so that the damage gets further in. */
export function mutate(file: Uint8Array, random: Random, others: readonly Uint8Array[]): {readonly bytes: Buffer; readonly damage: string} {
	let bytes: Buffer = Buffer.from(file);
	const names: string[] = [];
	for (let count = 1 + below(random, 3); count > 0 && bytes.length > 0; count--) {
		const name = pick(random, Object.keys(damages));
		names.push(name);
		bytes = damages[name]!(bytes, random, others);
	}
	if (random() < 0.5) mendChecksums(bytes);
	return {bytes, damage: names.join(', ')};
}

/** Put the checksums of a PNG's chunks right, as far as its lengths make sense. */
function mendChecksums(bytes: Buffer): void {
	if (bytes.length < 8 || bytes.toString('latin1', 1, 4) !== 'PNG') return;
	for (let at = 8; at + 12 <= bytes.length; ) {
		const end = at + 12 + bytes.readUInt32BE(at);
		if (end > bytes.length) return;
		bytes.writeUInt32BE(crc32(bytes.subarray(at + 4, end - 4)), end - 4);
		at = end;
	}
}
