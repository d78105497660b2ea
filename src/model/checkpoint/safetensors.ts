import type {FileHandle} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import {bytesPerElement, type StoredTensor, type StoredType} from '../../graph/stored-tensor.ts';
import {damaged, openInside} from './json-file.ts';
import {readBytes} from './read-tensor.ts';

/** Limit of the headers of all files of a model together: some 80 000 tensors, where the largest known models have 2000. The format allows 100 MB a file. */
export const maxHeaderBytes = 10_000_000;
/** Letters of a tensor's name. */
const longestName = 512;
const bytesOf: Readonly<Record<string, number>> = {...bytesPerElement, F64: 8, I64: 8, I32: 4, I16: 2, I8: 1, U8: 1, BOOL: 1};

const offset = z.int().min(0);
const headerSchema = z.record(
	z.string(),
	z.object({dtype: z.string(), shape: z.array(offset).max(8), data_offsets: z.tuple([offset, offset])}),
);
type Header = z.infer<typeof headerSchema>;

/** Content of a safetensors file. */
export type SafetensorsFile = {
	/** Its name in the folder. */
	readonly name: string;
	/** Its tensors by name, those of a type that no graph reads left out. */
	readonly tensors: ReadonlyMap<string, StoredTensor>;
	/** The names of all its tensors. */
	readonly names: ReadonlySet<string>;
	/** As stored. */
	readonly header: Uint8Array;
};

/**
Read the header of `folder/file`; no weight is read. Everything it claims is checked against the size of the file.
Format: 8 bytes header length (little-endian), JSON header, data: the tensors one behind the other, without gap or overlap, to the end.
@param most - Bytes that the header may have
@throws UserError (exit 65 or 66)
*/
export async function readSafetensors(folder: string, file: string, most = maxHeaderBytes): Promise<SafetensorsFile> {
	const fullPath = path.join(folder, file);
	await using handle = await openInside(folder, fullPath);
	return await parse(handle, {file, fullPath, most});
}

type Where = {readonly file: string; readonly fullPath: string; readonly most: number};

async function parse(handle: FileHandle, {file, fullPath, most}: Where): Promise<SafetensorsFile> {
	const {size} = await handle.stat();
	if (size < 8) throw damaged(fullPath, 'is too short for a safetensors file');
	const headerLength = Number(new DataView((await readBytes(handle, 0, 8)).buffer).getBigUint64(0, true));
	if (headerLength > size - 8) throw damaged(fullPath, `claims a header of ${headerLength} bytes in a file of ${size}`);
	if (headerLength > most) throw damaged(fullPath, `has a header of ${headerLength} bytes, more than any model needs`);
	const header = await readBytes(handle, 8, headerLength);

	const tensors = new Map<string, StoredTensor>();
	const entries = Object.entries(parseHeader(header, fullPath));
	const dataStart = 8 + headerLength;
	for (const [
		name,
		{
			dtype,
			shape,
			data_offsets: [start, end],
		},
	] of entries) {
		if (name.length > longestName) throw damaged(fullPath, `holds a tensor whose name has ${name.length} letters`);
		if (start > end || dataStart + end > size)
			throw damaged(fullPath, `is cut off: tensor ${name} ends at byte ${dataStart + end} of ${size}`);
		const elementBytes = Object.hasOwn(bytesOf, dtype) ? bytesOf[dtype] : undefined;
		if (elementBytes === undefined) continue; // `get` reports it as missing.
		const length = shape.reduce((product, axis) => product * axis, elementBytes);
		if (end - start !== length)
			throw damaged(fullPath, `gives tensor ${name} ${end - start} bytes, and its shape [${shape.join(', ')}] needs ${length}`);
		if (isStoredType(dtype)) tensors.set(name, {name, type: dtype, shape, file, offset: dataStart + start, length});
	}
	checkPlaces(entries, size - dataStart, fullPath);
	return {name: file, tensors, names: new Set(entries.map(([name]) => name)), header};
}

const isStoredType = (dtype: string): dtype is StoredType => Object.hasOwn(bytesPerElement, dtype);

/** Check that every byte of the data belongs to exactly one tensor: otherwise a tensor lacks bytes, or unknown data is there. */
function checkPlaces(entries: readonly (readonly [string, Header[string]])[], size: number, fullPath: string): void {
	let [end, before] = [0, ''];
	for (const [name, tensor] of entries.toSorted(
		([, a], [, b]) => a.data_offsets[0] - b.data_offsets[0] || a.data_offsets[1] - b.data_offsets[1],
	)) {
		const [start, next] = tensor.data_offsets;
		if (start < end) throw damaged(fullPath, `gives the same bytes to the tensors ${before} and ${name}`);
		if (start > end) throw damaged(fullPath, `holds ${start - end} bytes before the tensor ${name} that belong to none`);
		[end, before] = [next, name];
	}
	if (end < size) throw damaged(fullPath, `holds ${size - end} bytes behind its last tensor that belong to none`);
}

function parseHeader(bytes: Uint8Array, fullPath: string): Header {
	try {
		const {__metadata__, ...tensors} = z
			.looseObject({__metadata__: z.unknown()})
			.partial()
			.parse(JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes)));
		return headerSchema.parse(tensors);
	} catch (cause) {
		throw damaged(fullPath, 'has a header that is not safetensors', cause);
	}
}
