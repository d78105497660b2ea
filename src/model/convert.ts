import {type FileHandle, open, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import {bytesPerElement, type StoredTensor, type StoredType} from '../graph/stored-tensor.ts';
import {headerOf, type PlannedWork, planConversion, type VariantType} from './convert-plan.ts';
import {damaged} from './files.ts';
import {fromBfloat16, fromHalf, toHalf} from './half.ts';
import {quantizeInt4, quantizeInt8} from './quantize.ts';
import type {Weights} from './weights.ts';

/** Squared errors and squares of all weights of one kind (`q_proj`), for the report. */
export type KindError = {readonly error: number; readonly square: number};
export type ConversionErrors = Readonly<Record<string, KindError>>;

/** Copied at a time; a quantised tensor is held whole, which is 0.6 GB at most in an 8B model. */
const chunkBytes = 64_000_000;
const journalName = 'conversion.json';

/** What is done so far, so that an interrupted conversion goes on where it was. */
const journalSchema = z.object({
	type: z.string(),
	digest: z.string(),
	done: z.int().min(0),
	errors: z.record(z.string(), z.object({error: z.number(), square: z.number()})),
});

/**
Write `model.safetensors` of a variant into `folder`, tensor by tensor, going on with what an interrupted conversion left there.
@returns errors of the weights by kind of layer
*/
export async function convertWeights(
	weights: Weights,
	folder: string,
	{type, onProgress}: {readonly type: VariantType; readonly onProgress: (done: number, total: number) => void},
): Promise<ConversionErrors> {
	const plan = planConversion(weights, type);
	const header = headerOf(plan.flatMap(({results}) => results));
	const journalFile = path.join(folder, journalName);
	let {done, errors} = await readJournal(journalFile, type, weights.digest);
	const file = await open(path.join(folder, 'model.safetensors'), done > 0 ? 'r+' : 'w');
	try {
		await file.write(header, 0, header.length, 0);
		let offset = header.length;
		for (const [index, work] of plan.entries()) {
			const length = work.results.reduce((sum, result) => sum + result.length, 0);
			if (index >= done) {
				errors = add(errors, await convertOne(weights.folder, work, file, offset));
				await file.datasync();
				done = index + 1;
				await writeFile(journalFile, JSON.stringify({type, digest: weights.digest, done, errors}));
				onProgress(done, plan.length);
			}
			offset += length;
		}
		await file.truncate(offset);
	} finally {
		await file.close();
	}
	await rm(journalFile, {force: true});
	return errors;
}

type Journal = {readonly done: number; readonly errors: ConversionErrors};

async function readJournal(file: string, type: VariantType, digest: string): Promise<Journal> {
	const nothing = {done: 0, errors: {}};
	const text = await readFile(file, 'utf8').catch(() => '');
	if (text === '') return nothing;
	try {
		const journal = journalSchema.parse(JSON.parse(text));
		return journal.type === type && journal.digest === digest ? journal : nothing;
	} catch {
		return nothing; // Cut off while it was written: begin again.
	}
}

type Contribution = ConversionErrors;

async function convertOne(folder: string, {source, how, results}: PlannedWork, target: FileHandle, offset: number): Promise<Contribution> {
	const from = await open(path.join(folder, source.file));
	try {
		if (how === 'keep' || how === 'f16') return await copy(from, source, how, target, offset);
		const floats = widen(await read(from, source.offset, source.length), source.type);
		if (!floats.every(Number.isFinite))
			throw damaged(path.join(folder, source.file), `holds numbers in ${source.name} that are not finite`);
		const [outputs = 0, inputs = 0] = source.shape;
		const quantized = how === 'int8' ? quantizeInt8(floats, outputs, inputs) : quantizeInt4(floats, outputs, inputs);
		const values = bytesOf(quantized.values);
		await target.write(values, 0, values.length, offset);
		const scales = bytesOf(quantized.scales);
		await target.write(scales, 0, scales.length, offset + (results[0]?.length ?? 0));
		return {[kindOf(source.name)]: {error: quantized.error, square: squares(floats)}};
	} finally {
		await from.close();
	}
}

async function copy(from: FileHandle, source: StoredTensor, how: 'keep' | 'f16', target: FileHandle, start: number): Promise<Contribution> {
	let offset = start;
	let error = 0;
	let square = 0;
	for (let at = 0; at < source.length; at += chunkBytes) {
		const bytes = await read(from, source.offset + at, Math.min(chunkBytes, source.length - at));
		let written = bytes;
		if (how === 'f16' && source.type !== 'F16') {
			const floats = widen(bytes, source.type);
			const halves = toHalf(floats);
			fromHalf(halves).forEach((value, index) => {
				error += (value - floats[index]!) ** 2;
			});
			square += squares(floats);
			written = bytesOf(halves);
		}
		await target.write(written, 0, written.length, offset);
		offset += written.length;
	}
	return square > 0 ? {[kindOf(source.name)]: {error, square}} : {};
}

async function read(file: FileHandle, offset: number, length: number): Promise<Uint8Array> {
	const bytes = new Uint8Array(length);
	let filled = 0;
	while (filled < length) {
		const {bytesRead} = await file.read(bytes, filled, length - filled, offset + filled);
		if (bytesRead === 0) throw new RangeError('A file became shorter while it was read.');
		filled += bytesRead;
	}
	return bytes;
}

function widen(bytes: Uint8Array, type: StoredType): Float32Array {
	const count = bytes.length / bytesPerElement[type];
	if (type === 'F32') return new Float32Array(bytes.buffer, bytes.byteOffset, count);
	const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, count);
	return type === 'F16' ? fromHalf(halves) : fromBfloat16(halves);
}

const bytesOf = ({buffer, byteOffset, byteLength}: ArrayBufferView): Uint8Array => new Uint8Array(buffer, byteOffset, byteLength);
const squares = (values: Float32Array): number => values.reduce((sum, value) => sum + value * value, 0);

/** The layer's name without its number. */
const kindOf = (name: string): string => name.split('.').at(-2) ?? name;

const add = (all: ConversionErrors, more: Contribution): ConversionErrors => {
	const merged: Record<string, KindError> = {...all};
	for (const [kind, {error, square}] of Object.entries(more)) {
		const {error: before = 0, square: squareBefore = 0} = merged[kind] ?? {};
		merged[kind] = {error: before + error, square: squareBefore + square};
	}
	return merged;
};
