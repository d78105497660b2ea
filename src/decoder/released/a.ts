import {type CodeId, type TokenId, toCode} from '../ids.ts';
import {spreadSteps} from '../schedule.ts';
import type {Remasking} from '../state.ts';
import type {ReleasedNetwork, Sampling, WeightedPass} from './network.ts';
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
import {revealCountsA} from './schedule.ts';

export type SettingsA = {
	readonly textSteps: number;
	/** `timesteps`: unused by the schedule of app.py. */
	readonly imageSteps: number;
	readonly schedule: 'inference' | 'app';
	/** `cfg_scale`. */
	readonly guidanceText: number;
	/** `cfg_img`. */
	readonly guidanceImage: number;
	readonly temperature: number;
	readonly textTemperature: number;
	readonly remasking: Remasking;
};

/** The sequence of a run of family A and where its output stands. */
export type StartA = {
	readonly ids: readonly TokenId[];
	/** Indices into `ids`: text region, and image positions without the newlines. */
	readonly text: readonly number[];
	readonly image: readonly number[];
	/** Tokens laid over the start of the sequence for the unconditional passes, not aligned with it: a quirk. */
	readonly withoutText?: readonly TokenId[] | undefined;
	readonly withoutImage?: readonly TokenId[] | undefined;
	readonly maskToken: TokenId;
	readonly codeOffset: number;
	readonly codebookSize: number;
	/** Rows of the head: text may choose any of them, the mask included. */
	readonly vocabularySize: number;
};

/**
The released loop of family A, faults included: the image logits come from the pass before this step's text reveal and the guidance
passes from after it; the unconditional sequences are overlays; one code stays masked to the end and is then drawn blindly.
Source: `generate_ti2ti`, MMaDA-Parallel-A/generators/parallel_generator.py:102; the schedule `app` is MMaDA-Parallel-A/app.py's.
*/
export async function* decodeReleasedA<Pass>(
	network: ReleasedNetwork<Pass>,
	start: StartA,
	settings: SettingsA,
	draws: ReleasedDraws,
	from: ReleasedPlace = {step: 0, ids: start.ids},
): AsyncGenerator<ReleasedStep, ReleasedResult, undefined> {
	const counts = revealCountsA(start.text.filter(place => start.ids[place] === start.maskToken).length, settings.textSteps);
	const imageSteps = new Set(imageStepsA(settings));
	const ids = [...from.ids];
	const maskedText = () => start.text.filter(place => ids[place] === start.maskToken);

	for (let step = from.step; step < settings.textSteps; step++) {
		const isImageStep = imageSteps.has(step);
		const rows = maskedText();
		const asked = [...rows, ...(isImageStep ? start.image : [])];
		if (asked.length === 0) {
			yield {step, ids: [...ids]};
			continue;
		}
		const conditional = await network.pass(ids, asked);
		if (rows.length > 0) {
			const sampling = textSampling(
				settings,
				rows.map(place => start.text.indexOf(place)),
				draws,
				step,
			);
			const request = {passes: [{pass: conditional, scale: 1}], rows, start: 0, end: start.vocabularySize, sampling};
			const choices = await network.choose(request);
			const random = settings.remasking === 'random' ? draws.confidence(step) : undefined;
			const confidences = choices.map(({probability}, order) => random?.[start.text.indexOf(rows[order]!)] ?? probability);
			revealSurest(ids, rows, choices, confidences, counts[step]!);
		}
		const sampled = isImageStep ? await imageStep(network, ids, start, settings, draws, step, conditional) : undefined;
		yield {step, ids: [...ids], ...(sampled && {sampled})};
	}

	const left = start.image.filter(place => ids[place] === start.maskToken);
	const blind = draws.lastCodes(left.length);
	return {
		text: start.text.map(place => ids[place]!).filter(id => id !== start.maskToken),
		codes: start.image.map(place => (left.includes(place) ? blind[left.indexOf(place)]! : knownCode(ids[place]!, start))),
	};
}

/** Sample every code, keep those of the highest confidence, mask the others again. Changes `ids`; returns the samples. */
async function imageStep<Pass>(
	network: ReleasedNetwork<Pass>,
	ids: TokenId[],
	start: StartA,
	settings: SettingsA,
	draws: ReleasedDraws,
	step: number,
	conditional: Pass,
): Promise<CodeId[]> {
	const {image, maskToken, codeOffset, codebookSize} = start;
	const isUnknown = image.map(place => ids[place] === maskToken);
	const choices = await network.choose({
		passes: await guidedPasses(network, ids, start, settings, conditional),
		rows: image,
		start: codeOffset,
		end: codeOffset + codebookSize,
		sampling: settings.temperature === 0 ? {type: 'argmax'} : {type: 'inverse-cdf', uniforms: draws.sampling(step)},
	});
	const sampled = choices.map(({id}, position) =>
		isUnknown[position] ? toCode(id, codeOffset) : knownCode(ids[image[position]!]!, start),
	);

	const ratio = (step + 1) / settings.textSteps;
	const noise = draws.order(step);
	const confidences = choices.map(
		({probability}, position) =>
			Math.log((isUnknown[position] ? probability : knownProbability) + 1e-10) + settings.temperature * (1 - ratio) * noise[position]!,
	);
	const unknown = isUnknown.filter(Boolean).length;
	const length = Math.min(maskLength(unknown, image.length, ratio), image.length - 1);
	const lowest = image.map((_, position) => position).sort((a, b) => confidences[a]! - confidences[b]! || a - b);
	const masked = new Set(lowest.slice(0, length));
	writeCodes(ids, image, sampled, {stays: position => masked.has(position), maskToken, codeOffset});
	return sampled;
}

/**
cond + cfg_scale (cond - without text) + cfg_img (cond - without image). The passes run when a scale is above 0 and its sequence is
given; a scale below 0 alone makes none and then counts logits of 0.
*/
async function guidedPasses<Pass>(
	network: ReleasedNetwork<Pass>,
	ids: readonly TokenId[],
	{withoutText, withoutImage, image}: StartA,
	{guidanceText, guidanceImage}: SettingsA,
	conditional: Pass,
): Promise<WeightedPass<Pass>[]> {
	const passes = [{pass: conditional, scale: 1 + guidanceText + guidanceImage}];
	const isRun = (guidanceText > 0 && withoutText) || (guidanceImage > 0 && withoutImage);
	if (!isRun) return passes;
	for (const [prefix, scale] of [
		[withoutText ?? [], guidanceText],
		[withoutImage ?? [], guidanceImage],
	] as const) {
		// The released code also makes the pass that it then multiplies by 0.
		if (scale !== 0) passes.push({pass: await network.pass([...prefix, ...ids.slice(prefix.length)], image), scale: -scale});
	}
	return passes;
}

/** The steps that also decide the picture, ascending. */
export const imageStepsA = ({textSteps, imageSteps, schedule}: Pick<SettingsA, 'textSteps' | 'imageSteps' | 'schedule'>): number[] =>
	schedule === 'app'
		? spreadSteps(0, textSteps - 1, Math.trunc(textSteps * 0.3))
		: spreadSteps(Math.floor(textSteps / 4), textSteps - 1, imageSteps);

/** argmax(logits + T * Gumbel) over the whole vocabulary, in float32 with its guards against log 0. */
function textSampling({textTemperature}: SettingsA, positions: readonly number[], draws: ReleasedDraws, step: number): Sampling {
	if (textTemperature === 0) return {type: 'argmax'};
	const uniform = draws.textNoise(step);
	return {
		type: 'gumbel',
		temperature: textTemperature,
		uniform: (order, token) => uniform(positions[order]!, token),
		gumbel: u => -Math.log(Math.fround(-Math.log(Math.fround(u + 1e-10)) + 1e-10)),
	};
}

/** A known image token as a code; whatever is no code becomes the nearest one. */
const knownCode = (token: TokenId, {codeOffset, codebookSize}: StartA): CodeId =>
	toCode(Math.min(Math.max(token, codeOffset), codeOffset + codebookSize - 1) as TokenId, codeOffset);
