import {createHash, type Hash} from 'node:crypto';
import {type FileHandle, lstat, open, rm} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../../errors.ts';
import {bytesPerElement, type StoredTensor} from '../../graph/stored-tensor.ts';
import {fromHalf, toHalf} from '../checkpoint/float16.ts';
import {damaged, openInside} from '../checkpoint/json-file.ts';
import {bytesOf, readBytes, readRows, widen} from '../checkpoint/read-tensor.ts';
import {headerOf, type PlannedWork, type Rounding} from './plan.ts';
import {quantize} from './quantize.ts';

/** Copied at a time, and rounded where a tensor need not be held whole (bytes of the original). */
const chunkBytes = 64_000_000;

export type Writing = {
	/** sha256 (hex) of what an earlier call wrote for the first tensors of the plan. */
	readonly written: readonly (readonly string[])[];
	/** Called when one more tensor is on the disk, with the digests of all so far. */
	readonly onWritten: (written: string[][]) => Promise<void>;
};

/**
Write the tensors of a plan into a safetensors file: one that this call makes, or that an earlier one of it made. In the end all of it is read
again. @throws UserError (74) when the file does not hold what was written
*/
export async function writeWeights(
	folder: string,
	target: string,
	plan: readonly PlannedWork[],
	{written, onWritten}: Writing,
): Promise<void> {
	const results = plan.flatMap(work => work.results);
	const header = headerOf(results);
	const length = results.reduce((sum, result) => sum + result.length, header.length);
	const {file, isNew} = await openTarget(target, written.length > 0);
	try {
		const digests = isNew ? [] : written.map(each => [...each]);
		if (isNew) await writeAll(file, header, 0);
		let offset = header.length;
		for (const [index, work] of plan.entries()) {
			if (index >= digests.length) {
				digests.push(await convertOne(folder, work, file, offset));
				await file.datasync();
				await onWritten(digests);
			}
			offset += work.results.reduce((sum, result) => sum + result.length, 0);
		}
		await file.truncate(length);
		await file.sync();
		await checkWritten(file, target, {header, lengths: results.map(result => result.length), digests: digests.flat()});
	} finally {
		await file.close();
	}
}

/**
A file that has no other name: whatever else may go by this one is taken away first, since writing would go through to it.
@param isBegun - Whether there should be one to continue
*/
async function openTarget(target: string, isBegun: boolean): Promise<{file: FileHandle; isNew: boolean}> {
	const facts = isBegun ? await lstat(target).catch(() => undefined) : undefined;
	if (facts?.isFile() && facts.nlink === 1) return {file: await open(target, 'r+'), isNew: false};
	await rm(target, {force: true});
	return {file: await open(target, 'wx+'), isNew: true};
}

type Expected = {readonly header: Uint8Array; readonly lengths: readonly number[]; readonly digests: readonly string[]};

async function checkWritten(file: FileHandle, target: string, {header, lengths, digests}: Expected): Promise<void> {
	let offset = header.length;
	let isRight = Buffer.from(header).equals(await readBytes(file, 0, header.length)) && lengths.length === digests.length;
	for (const [index, length] of lengths.entries()) {
		const hash = createHash('sha256');
		for (let at = 0; at < length; at += chunkBytes) hash.update(await readBytes(file, offset + at, Math.min(chunkBytes, length - at)));
		isRight &&= hash.digest('hex') === digests[index];
		offset += length;
	}
	if (isRight) return;
	throw new UserError(`${target} does not hold what was written to it.`, {
		hint: 'Check the disk, and convert the model again.',
		exitCode: exitCodes.io,
	});
}

/** All of it: a disk that is nearly full takes a part and says so only at the next try. */
async function writeAll(file: FileHandle, bytes: Uint8Array, position: number, hash?: Hash): Promise<void> {
	let done = 0;
	while (done < bytes.length) done += (await file.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
	hash?.update(bytes);
}

/** @returns the sha256 (hex) of each result */
async function convertOne(folder: string, {source, how, results}: PlannedWork, target: FileHandle, offset: number): Promise<string[]> {
	if (how === 'keep' || how === 'f16' || how === 'f32') return copy(folder, source, how, target, offset);
	return round(folder, source, how, target, {values: offset, scales: offset + (results[0]?.length ?? 0)});
}

/** Write a weight in whole numbers: whole where they are turned on their side, else some rows at a time. */
async function round(
	folder: string,
	source: StoredTensor,
	how: Rounding,
	target: FileHandle,
	at: {readonly values: number; readonly scales: number},
): Promise<string[]> {
	const hashes = [createHash('sha256'), createHash('sha256')] as const;
	const [outputs = 0, inputs = 0] = source.shape;
	const step = how === 'int8' ? outputs : Math.max(1, Math.floor(chunkBytes / (inputs * bytesPerElement[source.type])));
	let {values: valuesAt, scales: scalesAt} = at;
	for (let start = 0; start < outputs; start += step) {
		const end = Math.min(outputs, start + step);
		const {values, scales} = quantize(await readRows(folder, source, start, end), end - start, inputs, how);
		await writeAll(target, bytesOf(values), valuesAt, hashes[0]);
		await writeAll(target, bytesOf(scales), scalesAt, hashes[1]);
		valuesAt += values.byteLength;
		scalesAt += scales.byteLength;
	}
	return hashes.map(hash => hash.digest('hex'));
}

async function copy(
	folder: string,
	source: StoredTensor,
	how: 'keep' | 'f16' | 'f32',
	target: FileHandle,
	start: number,
): Promise<string[]> {
	const hash = createHash('sha256');
	const from = await openInside(folder, path.join(folder, source.file));
	try {
		let offset = start;
		for (let at = 0; at < source.length; at += chunkBytes) {
			const bytes = await readBytes(from, source.offset + at, Math.min(chunkBytes, source.length - at));
			const written = convertBytes(bytes, how, folder, source);
			await writeAll(target, written, offset, hash);
			offset += written.length;
		}
	} finally {
		await from.close();
	}
	return [hash.digest('hex')];
}

function convertBytes(bytes: Uint8Array, how: 'keep' | 'f16' | 'f32', folder: string, source: StoredTensor): Uint8Array {
	if (how === 'keep' || (how === 'f16' && source.type === 'F16')) return bytes;
	const floats = widen(bytes, source.type);
	return bytesOf(how === 'f32' ? floats : halvesOf(floats, folder, source));
}

function halvesOf(floats: Float32Array, folder: string, {file, name}: StoredTensor): Uint16Array {
	const halves = toHalf(floats);
	if (fromHalf(halves).every(Number.isFinite)) return halves;
	throw damaged(path.join(folder, file), `holds numbers in ${name} that float16 cannot hold`);
}
