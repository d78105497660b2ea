import type {Fixed} from './fixed.ts';
import type {TokenId} from './ids.ts';
import {countMasked, type DecodeState, type LastingChange, planFor} from './state.ts';

/**
Changes that a person, or a program, may make to a run between two of its steps; plain JSON. Rows count from 0 in the text's tokens, or
in the picture's codes.
*/
export type Intervention =
	/**
	Put words over whatever is there. They are fixed from then on. `isLasting`: what is decided later is to agree with them, too. `isForeseen`: they are what
	the run would come to by itself, stand only where words are masked, and are as free as others.
	*/
	| {
			readonly type: 'writeWords';
			readonly words: readonly {readonly row: number; readonly id: number}[];
			readonly isLasting?: boolean | undefined;
			readonly isForeseen?: boolean | undefined;
	  }
	/** Mask words again, except fixed ones. */
	| {readonly type: 'maskWords'; readonly rows: readonly number[]}
	/**
	Mask codes again, except fixed ones. `withoutInput`: the input picture of an edit is not to decide them any more; `withoutInstruction`: nor is the
	instruction.
	*/
	| {
			readonly type: 'maskCodes';
			readonly rows: readonly number[];
			readonly withoutInput?: boolean | undefined;
			readonly withoutInstruction?: boolean | undefined;
	  }
	/** Keep codes as they are: from then on they cannot be masked. */
	| {readonly type: 'fixCodes'; readonly rows: readonly number[]}
	/** Scales of classifier-free guidance from now on, 0 or more. */
	| {readonly type: 'guidance'; readonly guidanceText?: number | undefined; readonly guidanceImage?: number | undefined}
	/** Chance in the picture and in the words from now on, 0 or more. */
	| {readonly type: 'temperature'; readonly temperature?: number | undefined; readonly textTemperature?: number | undefined}
	/** Steps that are left, 1 to 4096. */
	| {readonly type: 'steps'; readonly steps: number}
	/** Another instruction from now on. The state has none: the caller lays out the sequences again. Decided tokens stay. */
	| {readonly type: 'instruction'; readonly instruction: string};

/**
The run after an intervention: the step stays, so that no draw is used twice, and the plan grows by what was masked. The same state and
intervention make the same state. @throws RangeError for the recipe `official`, and for what is not there
*/
export function steer(state: DecodeState, intervention: Intervention): DecodeState {
	if (state.settings.recipe === 'official') throw new RangeError('The released loops cannot be steered: they go by their own plan.');
	switch (intervention.type) {
		case 'writeWords':
			return intervention.isForeseen ? writeForeseen(state, intervention) : writeWords(state, intervention);
		case 'maskWords':
			return remask(state, {text: intervention.rows});
		case 'maskCodes':
			return remask(freed(state, intervention), {image: intervention.rows});
		case 'fixCodes':
			return fixCodes(state, intervention.rows);
		case 'guidance':
		case 'temperature': {
			const {type: _, ...scales} = intervention;
			return withScales(state, scales);
		}
		case 'steps':
			return withStepsLeft(state, intervention.steps);
		case 'instruction':
			return state;
	}
}

const none: Fixed = {text: [], image: []};

function writeWords(state: DecodeState, {words, isLasting = false}: Extract<Intervention, {type: 'writeWords'}>): DecodeState {
	const text = withWords(state, words);
	const lasting = lastingAfter(state, text, words, isLasting);
	// The plan stays: a step that finds fewer words to reveal reveals those.
	return {
		...{...state, output: {...state.output, text}, fixed: alsoFixed(state.fixed, {text: words.map(({row}) => row), image: []})},
		...((lasting.length > 0 || state.lasting) && {lasting}),
	};
}

function writeForeseen(state: DecodeState, {words}: Extract<Intervention, {type: 'writeWords'}>): DecodeState {
	const {output, maskToken} = state;
	const all = withWords(state, words);
	return {...state, output: {...output, text: output.text.map((id, row) => (id === maskToken ? all[row]! : id))}};
}

/** The text with words over those that stand there. */
function withWords({output, maskToken}: DecodeState, words: readonly {readonly row: number; readonly id: number}[]): TokenId[] {
	const text = [...output.text];
	for (const {row, id} of words) {
		if (id === maskToken) throw new RangeError('The mask is no word: mask the word instead.');
		// A word of the joint vocabulary, as text ids are: the brand is put back.
		setRow(text, row, id as TokenId, 'text');
	}
	return text;
}

/** The changes that last, with words written now: over those of an earlier one they take its place, or end it if they do not last. */
function lastingAfter(
	{lasting = [], output}: DecodeState,
	text: readonly TokenId[],
	words: readonly {readonly row: number}[],
	isLasting: boolean,
): readonly LastingChange[] {
	const rows = new Set(words.map(({row}) => row));
	const before = isLasting
		? lasting.map(change => change.map(word => ({...word, id: text[word.row]!})))
		: lasting.filter(change => !change.some(({row}) => rows.has(row)));
	const change = [...rows].flatMap(row => (output.text[row] === text[row] ? [] : [{row, id: text[row]!, was: output.text[row]!}]));
	return isLasting && change.length > 0 ? [...before, change] : before;
}

function remask(state: DecodeState, rows: Partial<Fixed>): DecodeState {
	const {fixed = none, maskToken} = state;
	const text = [...state.output.text];
	const image = [...state.output.image];
	for (const row of rows.text ?? []) if (!fixed.text.includes(row)) setRow(text, row, maskToken, 'text');
	for (const row of rows.image ?? []) if (!fixed.image.includes(row)) setRow(image, row, maskToken, 'image');
	const before = countMasked(state.output, maskToken);
	const after = countMasked({text, image}, maskToken);
	const share = Math.max((after.text - before.text) / Math.max(1, text.length), (after.image - before.image) / Math.max(1, image.length));
	if (share === 0) return state;
	// As many steps more as the forgotten share takes at the pace of the settings.
	return replan({...state, output: {text, image}}, state.plan.length - state.step + Math.ceil(share * state.settings.steps));
}

/** The same with more codes that are decided without the input picture, or without the instruction. */
function freed(state: DecodeState, {rows, withoutInput, withoutInstruction}: Extract<Intervention, {type: 'maskCodes'}>): DecodeState {
	const andRows = (others: readonly number[] = []) => [...new Set([...others, ...rows])].sort((a, b) => a - b);
	return {
		...state,
		...(withoutInput && {free: andRows(state.free)}),
		...(withoutInstruction && {unasked: andRows(state.unasked)}),
	};
}

function fixCodes(state: DecodeState, rows: readonly number[]): DecodeState {
	const {image} = state.output;
	for (const row of rows) {
		checkRow(image, row, 'image');
		if (image[row] === state.maskToken) throw new RangeError(`The code ${row} is not decided yet: there is nothing to keep.`);
	}
	return {...state, fixed: alsoFixed(state.fixed, {text: [], image: rows})};
}

function withScales(state: DecodeState, scales: Readonly<Record<string, number | undefined>>): DecodeState {
	const given = Object.entries(scales).filter(([, value]) => value !== undefined);
	for (const [name, value] of given) {
		if (!Number.isFinite(value) || Number(value) < 0) throw new RangeError(`\`${name}\` must be a number of at least 0, not ${value}.`);
	}
	return {...state, settings: {...state.settings, ...Object.fromEntries(given)}};
}

function withStepsLeft(state: DecodeState, steps: number): DecodeState {
	if (!Number.isInteger(steps) || steps < 1 || steps > mostSteps)
		throw new RangeError(`\`steps\` must be a whole number from 1 to ${mostSteps}, not ${steps}.`);
	return replan(state, steps);
}

const mostSteps = 4096;

/** The same state with so many steps to come, planned for what is masked now. */
function replan(state: DecodeState, steps: number): DecodeState {
	const {settings, step, output} = state;
	const imageSteps = Math.max(1, Math.round((settings.imageSteps * steps) / settings.steps));
	const rest = planFor({...settings, steps, imageSteps}, countMasked(output, state.maskToken));
	return {...state, plan: [...state.plan.slice(0, step), ...rest]};
}

const alsoFixed = ({text, image}: Fixed = none, more: Fixed): Fixed => ({
	text: [...new Set([...text, ...more.text])].sort((a, b) => a - b),
	image: [...new Set([...image, ...more.image])].sort((a, b) => a - b),
});

function setRow(tokens: TokenId[], row: number, token: TokenId, modality: string): void {
	checkRow(tokens, row, modality);
	tokens[row] = token;
}

function checkRow(tokens: readonly TokenId[], row: number, modality: string): void {
	if (Number.isInteger(row) && row >= 0 && row < tokens.length) return;
	throw new RangeError(`There is no ${modality} row ${row}; rows are 0 to ${tokens.length - 1}.`);
}
