import {type CodeId, type TokenId, toCode} from '../ids.ts';
import {spreadSteps} from '../schedule.ts';
import type {Remasking} from '../state.ts';
import type {ReleasedNetwork, Sampling} from './network.ts';
import {
	knownProbability,
	maskLength,
	type ReleasedDraws,
	type ReleasedPlace,
	type ReleasedResult,
	type ReleasedStep,
	revealSurest,
	writeCodes,
} from './reveal.ts';
import {revealCountsM} from './schedule.ts';

export type SettingsM = {
	readonly textSteps: number;
	readonly imageSteps: number;
	/** `text_cfg`: moves the text AWAY from the instruction, as its sign is wrong in the released code. */
	readonly guidanceText: number;
	/** `image_cfg`. */
	readonly guidanceImage: number;
	/** Temperature of the noise on confidences; image codes are always sampled at 1. */
	readonly imageTemperature: number;
	readonly textTemperature: number;
	readonly remasking: Remasking;
	/** The released code samples; its golden vectors without chance take the most probable code. */
	readonly imageSampling: 'inverse_cdf' | 'argmax';
};

/** The sequences of a run of family M and where their output stands: at the same places in both. */
export type StartM = {
	readonly ids: readonly TokenId[];
	/** As long as `ids`, with the same output part. */
	readonly unconditional: readonly TokenId[];
	/** Indices into `ids`: the text region, whose first token is BOS and known. */
	readonly text: readonly number[];
	readonly image: readonly number[];
	readonly maskToken: TokenId;
	readonly codeOffset: number;
	readonly codebookSize: number;
	/** Rows of the head: text may choose any of them, the mask included. */
	readonly vocabularySize: number;
};

/**
The released loop of family M, faults included: text guidance with the wrong sign, one code masked in the sequence to the end. The
picture that it returns is the last sample, complete.
Source: `interleave_generate`, MMaDA-Parallel-M/models/modeling_mmada.py:118.
*/
export async function* decodeReleasedM<Pass>(
	network: ReleasedNetwork<Pass>,
	start: StartM,
	settings: SettingsM,
	draws: ReleasedDraws,
	from: ReleasedPlace = {step: 0, ids: start.ids},
): AsyncGenerator<ReleasedStep, ReleasedResult, undefined> {
	const {guidanceText, guidanceImage, textSteps} = settings;
	if (guidanceText === 0 && guidanceImage === 0) throw new RangeError('Family M cannot decode with both guidance scales at 0.');
	const counts = revealCountsM(start.text.filter(place => start.ids[place] === start.maskToken).length, textSteps);
	const imageSteps = new Set(imageStepsM(settings));
	const ids = [...from.ids];
	const maskedText = () => start.text.filter(place => ids[place] === start.maskToken);
	const output = [...start.text, ...start.image];
	let sampled: CodeId[] = [];

	for (let step = from.step; step < textSteps; step++) {
		const isImageStep = imageSteps.has(step);
		const rows = maskedText();
		const asked = [...rows, ...(isImageStep ? start.image : [])];
		// Drawn whether or not they are read, since they come from a stream in the released code.
		const sampling = textSampling(
			settings,
			rows.map(place => start.text.indexOf(place)),
			draws,
			step,
		);
		const random = settings.remasking === 'random' ? draws.confidence(step) : undefined;
		if (asked.length > 0) {
			const unconditional = [...start.unconditional];
			for (const place of output) unconditional[place] = ids[place]!;
			const conditional = await network.pass(ids, asked);
			const without = await network.pass(unconditional, asked);
			const guided = (scale: number) => [
				{pass: conditional, scale: 1 + scale},
				{pass: without, scale: -scale},
			];
			if (rows.length > 0) {
				const choices = await network.choose({passes: guided(-guidanceText), rows, start: 0, end: start.vocabularySize, sampling});
				const confidences = choices.map(({probability}, order) => random?.[start.text.indexOf(rows[order]!)] ?? probability);
				revealSurest(ids, rows, choices, confidences, counts[step]!);
			}
			if (isImageStep) sampled = await imageStep(network, ids, start, settings, draws, step, guided(guidanceImage));
		}
		yield {step, ids: [...ids], ...(isImageStep && {sampled})};
	}
	return {text: start.text.map(place => ids[place]!), codes: sampled};
}

/** The steps that also decide the picture, ascending. */
export const imageStepsM = ({textSteps, imageSteps}: Pick<SettingsM, 'textSteps' | 'imageSteps'>): number[] =>
	spreadSteps(Math.floor(textSteps / 4), textSteps - 1, imageSteps);

/** Sample every code, keep those of the highest confidence, mask the others again. Changes `ids`; returns the samples. */
async function imageStep<Pass>(
	network: ReleasedNetwork<Pass>,
	ids: TokenId[],
	{image, maskToken, codeOffset, codebookSize}: StartM,
	{textSteps, imageTemperature, imageSampling}: SettingsM,
	draws: ReleasedDraws,
	step: number,
	passes: Parameters<ReleasedNetwork<Pass>['choose']>[0]['passes'],
): Promise<CodeId[]> {
	const isUnknown = image.map(place => ids[place] === maskToken);
	const choices = await network.choose({
		passes,
		rows: image,
		start: codeOffset,
		end: codeOffset + codebookSize,
		sampling: imageSampling === 'argmax' ? {type: 'argmax'} : {type: 'inverse-cdf', uniforms: draws.sampling(step)},
	});
	const sampled = choices.map(({id}, position) => toCode(isUnknown[position] ? id : ids[image[position]!]!, codeOffset));

	const ratio = (step + 1) / textSteps;
	const noise = draws.order(step);
	const confidences = choices.map(
		({probability}, position) =>
			guardedLog(isUnknown[position] ? probability : knownProbability) + imageTemperature * (1 - ratio) * gumbel(noise[position]!),
	);
	const length = maskLength(isUnknown.filter(Boolean).length, image.length, ratio);
	const cutOff = confidences.toSorted((a, b) => a - b)[length] ?? Number.POSITIVE_INFINITY;
	writeCodes(ids, image, sampled, {stays: position => confidences[position]! < cutOff, maskToken, codeOffset});
	return sampled;
}

const guardedLog = (value: number): number => Math.log(Math.max(value, 1e-20));
const gumbel = (u: number): number => -guardedLog(-guardedLog(u));

/** argmax(exp(logits) / (-log u)^T) over the whole vocabulary, by its logarithm. */
function textSampling({textTemperature}: SettingsM, positions: readonly number[], draws: ReleasedDraws, step: number): Sampling {
	if (textTemperature === 0) return {type: 'argmax'};
	const uniform = draws.textNoise(step);
	return {
		type: 'gumbel',
		temperature: textTemperature,
		uniform: (order, token) => uniform(positions[order]!, token),
		gumbel: u => -Math.log(-Math.log(u)),
	};
}
