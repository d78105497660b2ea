import {createHash} from 'node:crypto';
import type {FileHandle} from 'node:fs/promises';
import path from 'node:path';
import type {StoredTensor, StoredType} from '../../graph/stored-tensor.ts';
import {damaged, openInside} from './json-file.ts';
import type {Weights} from './weights.ts';

/** Read at a time. */
const chunkBytes = 8_000_000;

/** Tensors that no graph reads, in which minus infinity rules something out. */
const mayBeInfinite = /(^|\.)(attention_bias|causal_mask)(\.|$)/;

/** Mask of a number's exponent, in both halves of a word if numbers have 16 bits; and its lowest bit. */
const exponents: Partial<Readonly<Record<StoredType, readonly [mask: number, lowest: number]>>> = {
	F32: [0x7f800000, 0x00800000],
	BF16: [0x7f807f80, 0x00800080],
	F16: [0x7c007c00, 0x04000400],
};

/** Told after every piece. @param done - Bytes read of the folder's weights; `total`: all of them */
export type ScanProgress = (done: number, total: number) => void;

/**
Read all the weights of a folder once, from first byte to last: a gigabyte a second and more.
@returns the sha256 (hex) of each file by its name
@throws UserError (exit 65) for a number that is not finite
*/
export async function scanWeights(weights: Weights, onProgress: ScanProgress = () => {}): Promise<Map<string, string>> {
	const byFile = new Map<string, StoredTensor[]>(weights.files.map(file => [file, []]));
	for (const name of weights.names) {
		const tensor = weights.get(name);
		byFile.get(tensor.file)?.push(tensor);
	}
	const digests = new Map<string, string>();
	for (const [file, tensors] of byFile) digests.set(file, await scanFile(weights.folder, file, tensors, onProgress));
	return digests;
}

async function scanFile(folder: string, file: string, tensors: readonly StoredTensor[], onProgress: ScanProgress): Promise<string> {
	await using handle = await openInside(folder, path.join(folder, file));
	const {size} = await handle.stat();
	const hash = createHash('sha256');
	const buffer = new Uint8Array(chunkBytes);
	const read = async (start: number, end: number, check: (words: Uint8Array) => void) => {
		for (let at = start; at < end; at += chunkBytes) {
			const piece = await fill(handle, buffer.subarray(0, Math.min(chunkBytes, end - at)), at);
			if (!piece) throw damaged(path.join(folder, file), 'became shorter while it was read');
			hash.update(piece);
			check(piece);
			onProgress(at + piece.length, size);
		}
	};
	let end = 0;
	for (const tensor of tensors.toSorted((a, b) => a.offset - b.offset)) {
		// The header, and what is of a type that graphs do not read.
		await read(end, tensor.offset, () => {});
		end = tensor.offset + tensor.length;
		await read(tensor.offset, end, piece => {
			if (!mayBeInfinite.test(tensor.name) && !hasOnlyFinite(piece, tensor.type))
				throw damaged(path.join(folder, file), `holds numbers in ${tensor.name} that are not finite`);
		});
	}
	await read(end, size, () => {});
	return hash.digest('hex');
}

async function fill(handle: FileHandle, bytes: Uint8Array, position: number): Promise<Uint8Array | undefined> {
	let filled = 0;
	while (filled < bytes.length) {
		const {bytesRead} = await handle.read(bytes, filled, bytes.length - filled, position + filled);
		if (bytesRead === 0) return;
		filled += bytesRead;
	}
	return bytes;
}

/** Whether all numbers are finite. One that is not has an exponent of ones: adding to it carries into the sign's place. */
function hasOnlyFinite(bytes: Uint8Array, type: StoredType): boolean {
	const [mask, lowest] = exponents[type] ?? [0, 0];
	if (mask === 0) return true;
	const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
	let carried = 0;
	for (let index = 0; index < words.length; index++) carried |= ((words[index]! & mask) + lowest) | 0;
	// An odd number of 16-bit numbers leaves half a word.
	if (bytes.length % 4 !== 0) carried |= ((new Uint16Array(bytes.buffer, bytes.byteOffset + bytes.length - 2, 1)[0]! & mask) + lowest) | 0;
	return type === 'F32' ? carried >= 0 : (carried & 0x80008000) === 0;
}
