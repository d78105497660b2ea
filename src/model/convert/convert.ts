import {type FileHandle, open, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import {bytesPerElement, type StoredTensor} from '../../graph/stored-tensor.ts';
import type {NetworkConfig} from '../checkpoint/config.ts';
import {modelDigest} from '../checkpoint/digest.ts';
import {fromHalf, toHalf} from '../checkpoint/float16.ts';
import {damaged} from '../checkpoint/json-file.ts';
import {bytesOf, readBytes, readRows, widen} from '../checkpoint/read-tensor.ts';
import type {Weights} from '../checkpoint/weights.ts';
import type {ProbeBatch} from './calibration-batch.ts';
import {chooseKept} from './choose-kept.ts';
import {type LayerErrors, measureErrors} from './layer-errors.ts';
import {type Candidate, candidatesOf, headerOf, type PlannedWork, planConversion, type Rounding, type VariantType} from './plan.ts';
import {quantize} from './quantize.ts';

/** What a conversion found out. */
export type Conversion = {
	/** The weights that could become whole numbers. */
	readonly candidates: readonly Candidate[];
	readonly errors: LayerErrors;
	/** Names of those that stayed as they were. */
	readonly kept: ReadonlySet<string>;
};

export type ConvertOptions = {
	readonly type: VariantType;
	readonly config: NetworkConfig;
	readonly batch: ProbeBatch;
	readonly onProgress: (what: 'measured' | 'written', done: number, total: number) => void;
};

/** Copied at a time, and rounded where a tensor need not be held whole (bytes of the original). */
const chunkBytes = 64_000_000;
const journalName = 'conversion.json';

/** What is done so far, so that an interrupted conversion goes on where it was. */
const journalSchema = z.object({
	type: z.string(),
	digest: z.string(),
	/** Tensors written. */
	done: z.int().min(0),
	errors: z.record(z.string(), z.number()),
});
type Journal = z.infer<typeof journalSchema>;

/**
Write `model.safetensors` of a variant into `folder`, tensor by tensor: first what rounding each weight does to the probe batch is
measured, then all are rounded but those that are dear. Goes on with what an interrupted conversion left there.
*/
export async function convertWeights(weights: Weights, folder: string, options: ConvertOptions): Promise<Conversion> {
	const {type, config, batch, onProgress} = options;
	const journalFile = path.join(folder, journalName);
	let journal = await readJournal(journalFile, type, await modelDigest(weights.folder, weights));
	const note = async (news: Partial<Journal>) => {
		journal = {...journal, ...news};
		await writeFile(journalFile, JSON.stringify(journal));
	};

	const candidates = candidatesOf(weights, config, type);
	for await (const {name, error} of measureErrors(config, weights, candidates, batch, journal.errors)) {
		await note({errors: {...journal.errors, [name]: error}});
		onProgress('measured', Object.keys(journal.errors).length, candidates.length);
	}
	const kept = chooseKept(candidates, journal.errors, type);
	const plan = planConversion(
		weights,
		type,
		candidates.filter(({source}) => !kept.has(source.name)),
	);
	await writeWeights(weights.folder, path.join(folder, 'model.safetensors'), plan, journal.done, async done => {
		await note({done});
		onProgress('written', done, plan.length);
	});
	await rm(journalFile, {force: true});
	return {candidates, errors: journal.errors, kept};
}

async function writeWeights(
	folder: string,
	target: string,
	plan: readonly PlannedWork[],
	done: number,
	onDone: (done: number) => Promise<void>,
): Promise<void> {
	const header = headerOf(plan.flatMap(({results}) => results));
	const file = await open(target, done > 0 ? 'r+' : 'w');
	try {
		await file.write(header, 0, header.length, 0);
		let offset = header.length;
		for (const [index, work] of plan.entries()) {
			if (index >= done) {
				await convertOne(folder, work, file, offset);
				await file.datasync();
				await onDone(index + 1);
			}
			offset += work.results.reduce((sum, result) => sum + result.length, 0);
		}
		await file.truncate(offset);
	} finally {
		await file.close();
	}
}

async function readJournal(file: string, type: VariantType, digest: string): Promise<Journal> {
	const nothing = {type, digest, done: 0, errors: {}};
	const text = await readFile(file, 'utf8').catch(() => '');
	if (text === '') return nothing;
	try {
		const journal = journalSchema.parse(JSON.parse(text));
		return journal.type === type && journal.digest === digest ? journal : nothing;
	} catch {
		return nothing; // Cut off while it was written: begin again.
	}
}

async function convertOne(folder: string, {source, how, results}: PlannedWork, target: FileHandle, offset: number): Promise<void> {
	if (how === 'keep' || how === 'f16') await copy(folder, source, how, target, offset);
	else await round(folder, source, how, target, {values: offset, scales: offset + (results[0]?.length ?? 0)});
}

/** Write a weight in whole numbers: whole where they are turned on their side, else some rows at a time. */
async function round(
	folder: string,
	source: StoredTensor,
	how: Rounding,
	target: FileHandle,
	at: {readonly values: number; readonly scales: number},
): Promise<void> {
	const [outputs = 0, inputs = 0] = source.shape;
	const step = how === 'int8' ? outputs : Math.max(1, Math.floor(chunkBytes / (inputs * bytesPerElement[source.type])));
	let {values: valuesAt, scales: scalesAt} = at;
	for (let start = 0; start < outputs; start += step) {
		const end = Math.min(outputs, start + step);
		const {values, scales} = quantize(await readRows(folder, source, start, end), end - start, inputs, how);
		await target.write(bytesOf(values), 0, values.byteLength, valuesAt);
		await target.write(bytesOf(scales), 0, scales.byteLength, scalesAt);
		valuesAt += values.byteLength;
		scalesAt += scales.byteLength;
	}
}

async function copy(folder: string, source: StoredTensor, how: 'keep' | 'f16', target: FileHandle, start: number): Promise<void> {
	const from = await open(path.join(folder, source.file));
	try {
		let offset = start;
		for (let at = 0; at < source.length; at += chunkBytes) {
			const bytes = await readBytes(from, source.offset + at, Math.min(chunkBytes, source.length - at));
			const written = how === 'keep' || source.type === 'F16' ? bytes : bytesOf(halvesOf(widen(bytes, source.type), folder, source));
			await target.write(written, 0, written.length, offset);
			offset += written.length;
		}
	} finally {
		await from.close();
	}
}

function halvesOf(floats: Float32Array, folder: string, {file, name}: StoredTensor): Uint16Array {
	const halves = toHalf(floats);
	if (fromHalf(halves).every(Number.isFinite)) return halves;
	throw damaged(path.join(folder, file), `holds numbers in ${name} that float16 cannot hold`);
}
