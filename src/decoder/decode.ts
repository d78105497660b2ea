import {countSteps, imageStepOf, stepsAhead, stretchOf} from './acceleration.ts';
import type {Choice, Denoiser, RowRequest} from './denoiser.ts';
import type {TokenId} from './ids.ts';
import type {PlanStep} from './plan.ts';
import {gumbel, uniform} from './random.ts';
import {imageOrder, maskedRows, reveal, textCandidates, textOrder} from './reveal.ts';
import {type DecodeState, isComplete} from './state.ts';

/** What a step leaves behind. */
export type DecodeProgress = {
	readonly state: DecodeState;
	/**
	The whole picture as the network last saw it, shape (N,): known codes, and its latest sample where still masked. Absent before
	the first image step. For showing only; a resumed run does not need it.
	*/
	readonly guess?: readonly TokenId[];
};

/**
Fill in the masked tokens, a few per step, from any state on. Yields after every step; to cancel, stop asking. Text and image rows
of a step come from one pass over the same tokens.
*/
export async function* decode(denoiser: Denoiser, from: DecodeState): AsyncGenerator<DecodeProgress, void, undefined> {
	let progress: DecodeProgress = {state: from};
	while (!isComplete(progress.state)) {
		progress = {...progress, ...(await decodeStep(denoiser, progress.state))};
		yield progress;
	}
}

/** One pass of the network: one step of the plan, or more where shortcuts allow it. */
export async function decodeStep(denoiser: Denoiser, state: DecodeState): Promise<DecodeProgress> {
	const {output, maskToken, settings} = state;
	const {blockLength, shortcuts} = settings;
	const ahead = stepsAhead(state.plan, state.step, shortcuts);
	const most = ahead.reduce((sum, {text}) => sum + text, 0);
	const textRows = textCandidates(output.text, {maskToken, blockLength, count: most});
	const imageRows = imageStepOf(ahead) ? maskedRows(output.image, maskToken) : [];
	if (textRows.length === 0 && imageRows.length === 0) return {state: {...state, step: state.step + ahead.length}};

	const stretch = stretchOf(state.step, shortcuts);
	const choices = await denoiser.predict(output, {
		...(stretch !== undefined && {stretch}),
		...(textRows.length > 0 && {text: textRequest(state, textRows)}),
		...(imageRows.length > 0 && {image: imageRequest(state, imageRows)}),
	});
	checkChoices(choices.text, textRows, maskToken, 'text');
	checkChoices(choices.image, imageRows, maskToken, 'image');

	const orders = {
		text: textOrder(textRows, choices.text, {blockLength, ...(settings.remasking === 'random' && anyOrder(state))}),
		image: imageOrder(choices.image, orderNoise(state, ahead, imageRows)),
	};
	const inOrder = {text: orders.text.map(index => choices.text[index]!), image: orders.image.map(index => choices.image[index]!)};
	const done = ahead.slice(0, countSteps(ahead, inOrder, shortcuts));
	const count = done.reduce((sum, {text}) => sum + text, 0);
	const text = reveal(output.text, textRows, choices.text, orders.text.slice(0, count));
	const next = {...state, step: state.step + done.length};
	if (imageRows.length === 0) return {state: {...next, output: {...output, text}}};
	const guess = [...output.image];
	for (const [index, row] of imageRows.entries()) guess[row] = choices.image[index]!.id;
	const stay = imageStepOf(done)?.masked ?? imageRows.length;
	const image = reveal(output.image, imageRows, choices.image, orders.image.slice(0, Math.max(0, imageRows.length - stay)));
	return {state: {...next, output: {text, image}}, guess};
}

const textRequest = ({seed, step, settings}: DecodeState, rows: readonly number[]): RowRequest => ({
	rows,
	uniforms: rows.map(row => uniform(seed, step, 'textToken', row)),
	temperature: settings.textTemperature,
	// The paper guides the picture only: its text guidance is 0.
	guidanceText: 0,
	guidanceImage: 0,
});

function imageRequest({seed, step, plan, settings}: DecodeState, rows: readonly number[]): RowRequest {
	// Codes whose turn has not come are taken only where the network is sure of them by itself: no pass is made to guide them.
	const isGuided = plan[step]?.image !== undefined && step < (settings.shortcuts?.guidedShare ?? 1) * plan.length;
	return {
		rows,
		uniforms: rows.map(row => uniform(seed, step, 'imageToken', row)),
		temperature: settings.temperature,
		guidanceText: isGuided ? settings.guidanceText : 0,
		guidanceImage: isGuided ? settings.guidanceImage : 0,
	};
}

/** Sureness of a row that has nothing to do with the network. */
const anyOrder = ({seed, step}: DecodeState) => ({sureness: (row: number) => uniform(seed, step, 'textOrder', row)});

/** By the first of the steps that reveals codes: those of later ones come early, and are to be sure ones. */
function orderNoise({seed, step, settings}: DecodeState, ahead: readonly PlanStep[], rows: readonly number[]): number[] {
	const ratio = ahead.find(({image}) => image)?.image?.ratio ?? 1;
	const scale = settings.temperature * (1 - ratio);
	return rows.map(row => (scale === 0 ? 0 : scale * gumbel(uniform(seed, step, 'imageOrder', row))));
}

function checkChoices(choices: readonly Choice[], rows: readonly number[], maskToken: TokenId, modality: string): void {
	if (choices.length !== rows.length) {
		throw new TypeError(`The denoiser was asked for ${rows.length} ${modality} rows and answered ${choices.length}.`);
	}
	if (choices.some(({id}) => id === maskToken)) throw new TypeError(`The denoiser chose the mask token for a ${modality} row.`);
}
