import {cacheWindowOf, countSteps, imageStepOf, stepsAhead} from './acceleration.ts';
import type {Choice, Denoiser, RowRequest} from './denoiser.ts';
import type {TokenId} from './ids.ts';
import type {PlanStep} from './plan.ts';
import {gumbel, uniform} from './random.ts';
import {imageOrder, maskedRows, reveal, textCandidates, textOrder} from './reveal.ts';
import {type DecodeState, isComplete} from './state.ts';

/** Result of a step. */
export type DecodeProgress = {
	readonly state: DecodeState;
	/**
	The whole picture as the network last saw it, shape (N,): known codes, and its latest sample where still masked. Absent before
	the first image step. For showing only; a resumed run does not need it.
	*/
	readonly prediction?: readonly TokenId[];
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

/** One pass of the network: one step of the plan, or more where acceleration allows it. */
export async function decodeStep(denoiser: Denoiser, state: DecodeState): Promise<DecodeProgress> {
	const pass = planPass(state);
	if (pass.text.length === 0 && pass.image.length === 0) return {state: {...state, step: state.step + pass.ahead.length}};
	const choices = await predict(denoiser, state, pass);
	const ranked = rank(state, pass, choices);
	const done = pass.ahead.slice(0, countSteps(pass.ahead, ranked, state.settings.acceleration));
	return {state: revealed(state, pass, ranked, done), ...(pass.image.length > 0 && {prediction: predictedPicture(state, pass, choices)})};
}

/** Choices open to one pass: the planned steps `ahead`, and the rows of each modality that they may reveal. */
type Pass = {readonly ahead: readonly PlanStep[]; readonly text: readonly number[]; readonly image: readonly number[]};

function planPass({output, maskToken, settings, plan, step}: DecodeState): Pass {
	const ahead = stepsAhead(plan, step, settings.acceleration);
	const count = ahead.reduce((sum, {text}) => sum + text, 0);
	return {
		ahead,
		text: textCandidates(output.text, {maskToken, blockLength: settings.blockLength, count}),
		image: imageStepOf(ahead) ? maskedRows(output.image, maskToken) : [],
	};
}

/** The network's choice for every row of the pass, both modalities from one look at the same tokens. */
async function predict(denoiser: Denoiser, state: DecodeState, {text, image}: Pass): Promise<Choices> {
	const cacheWindow = cacheWindowOf(state.step, state.settings.acceleration);
	const {free: allFree = [], unasked: allUnasked = []} = state;
	const free = allFree.length === 0 ? [] : image.filter(row => allFree.includes(row));
	const unasked = allUnasked.length === 0 ? [] : image.filter(row => allUnasked.includes(row) && !allFree.includes(row));
	const isPlain = free.length + unasked.length === 0;
	const bound = isPlain ? image : image.filter(row => !allFree.includes(row) && !allUnasked.includes(row));
	const joint = await denoiser.predict(state.output, {
		...(cacheWindow !== undefined && {cacheWindow}),
		...(text.length > 0 && {text: textRequest(state, text)}),
		...(bound.length > 0 && {image: imageRequest(state, bound)}),
	});
	const apart = async (rows: readonly number[], scales: Pick<RowRequest, 'guidanceText' | 'guidanceImage'>): Promise<Part> => {
		if (rows.length === 0) return [rows, []];
		return [rows, (await denoiser.predict(state.output, {image: {...imageRequest(state, rows), ...scales}})).image];
	};
	const together = async () =>
		inOrder(image, [[bound, joint.image], await apart(free, withoutInput), await apart(unasked, withoutInstruction)]);
	const choices = {text: joint.text, image: isPlain ? joint.image : await together()};
	checkChoices(choices.text, text, state.maskToken, 'text');
	checkChoices(choices.image, image, state.maskToken, 'image');
	return choices;
}

/** Scales by which codes are decided without the input picture; of a run that has none, as usual. */
const withoutInput = {guidanceText: 0, guidanceImage: -1};
/** The same for the instruction. */
const withoutInstruction = {guidanceText: -1, guidanceImage: 0};

type Part = readonly [rows: readonly number[], choices: readonly Choice[]];

/** The choices of some parts in the order of all their rows. */
function inOrder(rows: readonly number[], parts: readonly Part[]): readonly Choice[] {
	const choices = new Map(parts.flatMap(([part, chosen]) => part.map((row, index) => [row, chosen[index]!] as const)));
	return rows.map(row => choices.get(row)!);
}

/** The choices with their rows, those first that are revealed first: text by block and confidence, codes by confidence and noise. */
function rank(state: DecodeState, pass: Pass, choices: Choices): Ranked {
	const {blockLength, remasking} = state.settings;
	const text = textOrder(pass.text, choices.text, {blockLength, ...(remasking === 'random' && anyOrder(state))});
	const image = imageOrder(choices.image, orderNoise(state, pass.ahead, pass.image));
	return {
		text: text.map(index => ({...choices.text[index]!, row: pass.text[index]!})),
		image: image.map(index => ({...choices.image[index]!, row: pass.image[index]!})),
	};
}

/** The state after the steps that are done: their tokens are known, all others are masked again. */
function revealed(state: DecodeState, pass: Pass, {text, image}: Ranked, done: readonly PlanStep[]): DecodeState {
	const words = done.reduce((sum, step) => sum + step.text, 0);
	const codes = Math.max(0, pass.image.length - (imageStepOf(done)?.masked ?? pass.image.length));
	const output = {text: reveal(state.output.text, text.slice(0, words)), image: reveal(state.output.image, image.slice(0, codes))};
	return {...state, step: state.step + done.length, output};
}

/** The whole picture as the network has just seen it. */
const predictedPicture = ({output}: DecodeState, {image}: Pass, choices: Choices): TokenId[] =>
	reveal(
		output.image,
		choices.image.map(({id}, index) => ({id, row: image[index]!})),
	);

type Choices = {readonly text: readonly Choice[]; readonly image: readonly Choice[]};
type RankedChoice = Choice & {readonly row: number};
type Ranked = {readonly text: readonly RankedChoice[]; readonly image: readonly RankedChoice[]};

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
	const isGuided = plan[step]?.image !== undefined && step < (settings.acceleration?.guidedShare ?? 1) * plan.length;
	return {
		rows,
		uniforms: rows.map(row => uniform(seed, step, 'imageToken', row)),
		temperature: settings.temperature,
		guidanceText: isGuided ? settings.guidanceText : 0,
		guidanceImage: isGuided ? settings.guidanceImage : 0,
	};
}

/** Random confidence, for `remasking: 'random'`. */
const anyOrder = ({seed, step}: DecodeState) => ({confidence: (row: number) => uniform(seed, step, 'textOrder', row)});

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
