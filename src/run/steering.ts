import {type AgreedChange, type Agreement, agreedChanges, agreement} from '../decoder/agreement.ts';
import type {Denoiser} from '../decoder/denoiser.ts';
import type {TokenId} from '../decoder/ids.ts';
import {instructionAgreement} from '../decoder/instruction-agreement.ts';
import type {DecodeState} from '../decoder/state.ts';
import {type Intervention, steer} from '../decoder/steer.ts';
import {stoodBefore} from '../decoder/stood-before.ts';
import {exitCodes, UserError} from '../errors.ts';
import type {EngineModel} from './engine-model.ts';
import type {SteerRequest} from './job.ts';
import {rephrasings} from './rephrasings.ts';

/** A change in tokens, and the run after it. */
export type Steered = {readonly state: DecodeState; readonly intervention: Intervention};

/**
The changes that a request comes to, in order: several where it goes with all that says the same. @throws UserError (exit 2) for an impossible one
*/
export async function interventionsFor(model: EngineModel, state: DecodeState, request: SteerRequest, asking: Asking): Promise<Steered[]> {
	const asked = toIntervention(model, state, request);
	const isAgreed = 'isAgreed' in request && request.isAgreed === true && canAgree(asked) && state.settings.recipe !== 'official';
	const interventions = isAgreed ? agreedChanges(await agreementNow(model, asking, state, asked)) : [asked];
	const made: Steered[] = [];
	for (const intervention of interventions) {
		const last = made.at(-1)?.state ?? state;
		made.push({state: possible(() => steer(last, intervention)), intervention});
	}
	return made;
}

/** The network that answers questions about a run, for its instruction or another one; and whether it edits a picture. */
export type Asking = () => {
	readonly instruction: string;
	readonly denoiser: (instruction?: string) => Denoiser;
	readonly hasInput: boolean;
};

export async function agreementNow(model: EngineModel, asking: Asking, state: DecodeState, change: AgreedChange): Promise<Agreement> {
	const {instruction, denoiser, hasInput} = asking();
	if (change.type === 'instruction')
		return instructionAgreement({was: denoiser(), is: denoiser(change.instruction)}, state, change.instruction, {hasInput});
	const by = denoiser();
	const {state: stood, foreseen, passes} = await stoodBefore(by, state, change);
	const rephrased = rephrasings(model, stood, change, instruction).flatMap(({instruction: other, isSaid}) => {
		try {
			return [{instruction: other, isSaid, denoiser: denoiser(other)}];
		} catch (error) {
			// It is too long by the new word.
			if (error instanceof UserError) return [];
			throw error;
		}
	});
	const found = await agreement(by, stood, change, {hasInput, rephrased});
	// Words that are left to the run are masked as they are, and are not to be written before they come.
	const stands = (row: number) => state.output.text[row] !== state.maskToken || foreseen.some(word => word.row === row);
	return {
		...{...found, words: found.words.filter(({row}) => stands(row)), passes: found.passes + passes},
		...(foreseen.length > 0 && {foreseen}),
	};
}

/** Whether a change is one that others may agree with: of words, or of the instruction. */
export const canAgree = (change: Intervention): change is AgreedChange =>
	change.type === 'writeWords' || change.type === 'maskWords' || change.type === 'instruction';

/** A change that the decoder can make. @throws UserError (exit 2) for what is not */
export function possible<Value>(make: () => Value): Value {
	try {
		return make();
	} catch (error) {
		if (error instanceof RangeError) throw refuse(error.message.replace(/\.$/, ''), 'Change what the run is steered by.');
		throw error;
	}
}

/** A request in the tokens of a run. */
export function toIntervention(model: EngineModel, state: DecodeState, request: SteerRequest): Intervention {
	switch (request.type) {
		case 'replace':
			return {type: 'writeWords', words: replaced(model, state, request)};
		case 'forget':
			return {type: 'maskWords', rows: found(model, state, request.words).flatMap(({row, length}) => range(row, row + length))};
		case 'forgetRegion':
			return {type: 'maskCodes', rows: codesIn(model, request)};
		case 'write':
			return {type: 'writeWords', words: encode(model, request.text, request.row > 0).map((id, index) => ({row: request.row + index, id}))};
		case 'think':
			return {type: 'writeWords', words: thought(model, state, request)};
		case 'instruction':
			return {type: 'instruction', instruction: request.instruction};
		default:
			return request;
	}
}

type Words = {readonly row: number; readonly id: number}[];

function replaced(model: EngineModel, state: DecodeState, {from, to}: {readonly from: string; readonly to: string}): Words {
	return found(model, state, from).flatMap(({row, length, isInner}) => {
		const ids = encode(model, to, isInner);
		if (ids.length !== length) {
			throw refuse(
				`"${to}" has ${ids.length} tokens, and "${from}", in whose place it would stand, has ${length}`,
				'Take words of the same length, or have them masked again.',
			);
		}
		return ids.map((id, index) => ({row: row + index, id}));
	});
}

/** Wherever some words stand in the text. A tokenizer may write a word at the start of a text and within it in two ways. */
function found(model: EngineModel, {output: {text}, maskToken}: DecodeState, words: string) {
	const end = text.indexOf(model.tokens.end);
	const shown = end === -1 ? text : text.slice(0, end);
	const spellings = [false, true].map(isInner => ({ids: encode(model, words, isInner), isInner}));
	const places = new Map<number, {readonly row: number; readonly length: number; readonly isInner: boolean}>();
	for (const {ids, isInner} of spellings) {
		for (const row of shown.keys())
			if (!places.has(row) && ids.every((id, index) => shown[row + index] === id && id !== maskToken))
				places.set(row, {row, length: ids.length, isInner});
	}
	if (places.size > 0) return [...places.values()].sort((a, b) => a.row - b.row);
	throw refuse(
		`There is no "${words}" in the thought`,
		`It reads: ${model.tokenizer.decodeWithMasks(shown.map(id => (id === maskToken ? null : id)))}`,
	);
}

function encode({tokenizer, tokens, unknownWords}: EngineModel, words: string, isInner: boolean): readonly TokenId[] {
	const said = words.trim();
	const ids = tokenizer.encode(isInner ? ` ${said}` : said);
	if (said === '' || ids.length === 0) throw refuse('There are no words', 'Name those that are meant.');
	const [unknown] = unknownWords(said);
	if (unknown) {
		const nearest = unknown.nearest.length > 0 ? `The nearest words that it knows: ${unknown.nearest.join(', ')}.` : 'Take other words.';
		throw refuse(`The model does not know "${unknown.word}"`, nearest);
	}
	if (ids.includes(tokens.mask)) throw refuse(`"${said}" holds the mask`, 'Take other words.');
	return ids;
}

/** A thought to begin with: a word that is left open takes one token. */
function thought(
	model: EngineModel,
	{output: {text}}: DecodeState,
	{text: said, isWhole = false}: Extract<SteerRequest, {type: 'think'}>,
): Words {
	const words: Words = [];
	let row = 0;
	for (const [part] of said.matchAll(/░|[^░]+/g)) {
		if (part === '░') row++;
		else if (part.trim() !== '') {
			for (const id of encode(model, part, part.startsWith(' ') && row > 0)) words.push({row: row++, id});
		}
	}
	if (words.length === 0)
		throw refuse('There is no word in the thought', 'Give some of its words, and ░ for each that the model is to find.');
	if (row > text.length) throw refuse(`The thought has ${row} tokens, and this model writes ${text.length}`, 'Say it more shortly.');
	return isWhole ? [...words, ...range(row, text.length).map(after => ({row: after, id: model.tokens.end}))] : words;
}

type Region = {readonly x: number; readonly y: number; readonly width: number; readonly height: number};

function codesIn({facts: {grid, patch}}: EngineModel, {x, y, width, height}: Region): number[] {
	const [wide, high] = [grid.columns * patch, grid.rows * patch];
	const isInside = x >= 0 && y >= 0 && width > 0 && height > 0 && x + width <= wide && y + height <= high;
	if (!isInside)
		throw refuse(`The region ${[x, y, width, height].join(',')} is not inside of ${wide}x${high}`, 'Name x,y,width,height in pixels.');
	const columns = range(Math.floor(x / patch), Math.ceil((x + width) / patch));
	return range(Math.floor(y / patch), Math.ceil((y + height) / patch)).flatMap(row => columns.map(column => row * grid.columns + column));
}

const range = (from: number, to: number): number[] => Array.from({length: to - from}, (_, index) => from + index);

const refuse = (fault: string, hint: string) => new UserError(`${fault}.`, {hint, exitCode: exitCodes.usage});
