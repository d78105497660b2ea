import {rm} from 'node:fs/promises';
import path from 'node:path';
import type {NetworkConfig} from '../checkpoint/config.ts';
import {modelDigest} from '../checkpoint/digest.ts';
import {unfinishedName} from '../checkpoint/replace-file.ts';
import type {Weights} from '../checkpoint/weights.ts';
import type {CalibrationBatch} from './calibration-batch.ts';
import {chooseKept} from './choose-kept.ts';
import {openJournal} from './journal.ts';
import {type LayerErrors, measureErrors} from './layer-errors.ts';
import {type Candidate, candidatesOf, planConversion, type VariantType} from './plan.ts';
import {writeWeights} from './write-weights.ts';

/** Findings of a conversion. */
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
	readonly batch: CalibrationBatch;
	readonly onProgress: (what: 'measured' | 'written', done: number, total: number) => void;
};

/**
Write `model.safetensors` of a variant into `folder`, tensor by tensor: first what rounding each weight does to the probe batch is
measured, then all are quantised except the most sensitive ones. Resumes an interrupted conversion.
*/
export async function convertWeights(weights: Weights, folder: string, options: ConvertOptions): Promise<Conversion> {
	const {type, config, batch, onProgress} = options;
	const journal = await openJournal(folder, type, await modelDigest(weights.folder, weights));
	const candidates = candidatesOf(weights, config, type);
	for await (const {name, error} of measureErrors(config, weights, candidates, batch, journal.now().errors)) {
		const errors = {...journal.now().errors, [name]: error};
		await journal.note({errors});
		onProgress('measured', Object.keys(errors).length, candidates.length);
	}
	const {errors, written} = journal.now();
	const kept = chooseKept(candidates, errors, type);
	const plan = planConversion(
		weights,
		type,
		candidates.filter(({source}) => !kept.has(source.name)),
	);
	await writeWeights(weights.folder, path.join(folder, 'model.safetensors'), plan, {
		written,
		async onWritten(digests) {
			await journal.note({written: digests});
			onProgress('written', digests.length, plan.length);
		},
	});
	for (const file of [journal.file, unfinishedName(journal.file)]) await rm(file, {force: true});
	return {candidates, errors, kept};
}
