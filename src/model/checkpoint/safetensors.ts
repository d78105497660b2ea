import {type FileHandle, open} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import {exitCodes, UserError} from '../../errors.ts';
import {bytesPerElement, type StoredTensor, type StoredType} from '../../graph/stored-tensor.ts';
import {checkInside, damaged} from './json-file.ts';

const maxHeaderBytes = 100_000_000; // The limit of the reference implementation.
const bytesOf: Readonly<Record<string, number>> = {...bytesPerElement, F64: 8, I64: 8, I32: 4, I16: 2, I8: 1, U8: 1, BOOL: 1};

const offset = z.int().min(0);
const headerSchema = z.record(
	z.string(),
	z.object({dtype: z.string(), shape: z.array(offset).max(8), data_offsets: z.tuple([offset, offset])}),
);

/** What a safetensors file holds. */
export type SafetensorsFile = {
	/** Its tensors by name, those of a type that no graph reads left out. */
	readonly tensors: ReadonlyMap<string, StoredTensor>;
	/** The names of all its tensors. */
	readonly names: ReadonlySet<string>;
	/** As stored. */
	readonly header: Uint8Array;
};

/**
Read the header of `folder/file`; no weight is read. Everything it claims is checked against the size of the file.
Format: 8 bytes header length (little-endian), JSON header, data. @throws UserError (exit 65 or 66)
*/
export async function readSafetensors(folder: string, file: string): Promise<SafetensorsFile> {
	const fullPath = path.join(folder, file);
	await checkInside(folder, fullPath);
	const handle = await open(fullPath).catch((cause: unknown) => {
		throw new UserError(`Cannot read ${fullPath}.`, {hint: 'The model folder lacks its weights.', exitCode: exitCodes.noInput, cause});
	});
	try {
		return await parse(handle, file, fullPath);
	} finally {
		await handle.close();
	}
}

async function parse(handle: FileHandle, file: string, fullPath: string): Promise<SafetensorsFile> {
	const {size} = await handle.stat();
	const prefix = new Uint8Array(8);
	const {bytesRead} = await handle.read(prefix, 0, 8, 0);
	if (bytesRead < 8) throw damaged(fullPath, 'is too short for a safetensors file');
	const headerLength = Number(new DataView(prefix.buffer).getBigUint64(0, true));
	if (headerLength > Math.min(size - 8, maxHeaderBytes))
		throw damaged(fullPath, `claims a header of ${headerLength} bytes in a file of ${size}`);
	const header = new Uint8Array(headerLength);
	await handle.read(header, 0, headerLength, 8);

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
		if (start > end || dataStart + end > size)
			throw damaged(fullPath, `is cut off: tensor ${name} ends at byte ${dataStart + end} of ${size}`);
		const elementBytes = bytesOf[dtype];
		if (elementBytes === undefined) continue; // Whoever asks for it learns that it is missing.
		const length = shape.reduce((product, axis) => product * axis, elementBytes);
		if (end - start !== length)
			throw damaged(fullPath, `gives tensor ${name} ${end - start} bytes, and its shape [${shape.join(', ')}] needs ${length}`);
		if (isStoredType(dtype)) tensors.set(name, {name, type: dtype, shape, file, offset: dataStart + start, length});
	}
	return {tensors, names: new Set(entries.map(([name]) => name)), header};
}

const isStoredType = (dtype: string): dtype is StoredType => dtype in bytesPerElement;

function parseHeader(bytes: Uint8Array, fullPath: string) {
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
