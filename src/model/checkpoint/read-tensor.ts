import {type FileHandle, open} from 'node:fs/promises';
import path from 'node:path';
import {bytesPerElement, rowsOf, type StoredTensor, type StoredType} from '../../graph/stored-tensor.ts';
import {isAllFinite} from '../not-finite.ts';
import {fromBfloat16, fromHalf} from './float16.ts';
import {damaged} from './json-file.ts';

/** Rows of a weight as float32; all of them by default. @throws UserError (exit 65) when a number is not finite */
export async function readRows(folder: string, source: StoredTensor, start = 0, end = source.shape[0] ?? 0): Promise<Float32Array> {
	const rows = rowsOf(source, start, end);
	const file = await open(path.join(folder, source.file));
	try {
		const floats = widen(await readBytes(file, rows.offset, rows.length), rows.type);
		if (isAllFinite(floats)) return floats;
		throw damaged(path.join(folder, source.file), `holds numbers in ${source.name} that are not finite`);
	} finally {
		await file.close();
	}
}

/** Exactly these bytes of a file. */
export async function readBytes(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
	const bytes = new Uint8Array(length);
	let filled = 0;
	while (filled < length) {
		const {bytesRead} = await file.read(bytes, filled, length - filled, offset + filled);
		if (bytesRead === 0) throw new RangeError('A file became shorter while it was read.');
		filled += bytesRead;
	}
	return bytes;
}

/** Stored numbers as float32. */
export function widen(bytes: Uint8Array, type: StoredType): Float32Array {
	const count = bytes.length / bytesPerElement[type];
	if (type === 'F32') return new Float32Array(bytes.buffer, bytes.byteOffset, count);
	const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, count);
	return type === 'F16' ? fromHalf(halves) : fromBfloat16(halves);
}

/** The bytes of an array, little-endian. */
export const bytesOf = ({buffer, byteOffset, byteLength}: ArrayBufferView): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);
