import type {Denoiser, Output, RowRequest} from './denoiser.ts';
import type {Fixed} from './fixed.ts';
import type {TokenId} from './ids.ts';
import type {DecodeState} from './state.ts';
import type {Intervention} from './steer.ts';

/** A change of words: others written over them, or masked again. */
export type WordChange = Extract<Intervention, {type: 'writeWords' | 'maskWords'}>;

/** A change that others may agree with: one of words, or of the instruction. */
export type AgreedChange = WordChange | Extract<Intervention, {type: 'instruction'}>;

/** A decided word or code that says the same as what is changed. */
export type Dependant = {
	/** Row in the text's tokens, or in the picture's codes. */
	readonly row: number;
	/** Natural logarithm of how many times more probable its token was before the change: at least `leastDrop`. */
	readonly drop: number;
};

/** Words and codes that say the same as some others, as the network sees it. */
export type Agreement = {
	/** The change itself. */
	readonly change: AgreedChange;
	/** Other words: with `id`, another occurrence, and the word that takes its place; without, to be masked again. */
	readonly words: readonly (Dependant & {readonly id?: number | undefined})[];
	/** Codes, to be masked again. */
	readonly codes: readonly Dependant[];
	/** The instruction with the new words in it, where it says the old ones and the network reads it so. */
	readonly instruction?: string | undefined;
	/** Words that the run would come to by itself, and that it was measured among: the change is written over some of them. */
	readonly foreseen?: readonly {readonly row: number; readonly id: number}[] | undefined;
	/** Whether it was measured without the input picture too: in an edit. */
	readonly hasInput: boolean;
	/** Rows of an edit's codes that are still masked and would come out otherwise: the input picture is no witness for them any more. */
	readonly open: readonly number[];
	/** Passes over the sequence that it took to measure. */
	readonly passes: number;
};

export type AgreementOptions = {
	/** Whether there is a sequence without the input picture: in an edit. */
	readonly hasInput?: boolean;
	/** Other instructions that might say what is changed, each with the network over its sequences; whether what they change says the old word itself. */
	readonly rephrased?: readonly {readonly instruction: string; readonly isSaid: boolean; readonly denoiser: Denoiser}[];
	/** Drop from which on a token counts as depending; `leastDrop` by default. */
	readonly least?: number;
};

/** Drop from which on nine of ten codes that depend are found, and nine of ten that are found depend, on the bundled model: docs/science.md. */
export const leastDrop = 0.5;
/** Drop of a word that is not one of those that change: its place may be another's, or its order, so that more is asked for. */
const leastOtherDrop = 3;

/**
Measures which of the decided words and codes depend on words that are changed: they are masked, with all that could vouch for them, and
scored twice, with the words as they were and as they will be. Fixed tokens are no dependants. Works for any network: nothing is parsed.
The sequence without the instruction is scored, since the instruction may still say what is taken back; codes of an edit also without the input
picture, which may still show it.
*/
export async function agreement(
	denoiser: Denoiser,
	state: DecodeState,
	change: WordChange,
	{hasInput = false, rephrased = [], least = leastDrop}: AgreementOptions = {},
): Promise<Agreement> {
	const {output, maskToken, fixed = {text: [], image: []}} = state;
	const targets = targetsOf(state, change);
	const changed = [...targets].filter(([row, id]) => output.text[row] !== id);
	if (changed.length === 0) return {change, words: [], codes: [], hasInput, open: [], passes: 0};
	const isKnown = (modality: keyof Fixed) => {
		const kept = new Set(fixed[modality]);
		return (row: number) => kept.has(row) || output[modality][row] === maskToken;
	};
	const hasWord = isKnown('text');
	const hasCode = isKnown('image');
	const base: Output = {...output, image: output.image.map((id, row) => (hasCode(row) ? id : maskToken))};
	const measure = createMeasure(denoiser, state, least);
	const views = hasInput ? [withoutInstruction, withoutInput] : [withoutInstruction];

	const substitutes = new Map(changed.map(([row, id]) => [output.text[row]!, id]));
	substitutes.delete(maskToken);
	const decided = [...output.text.keys()].filter(row => !targets.has(row) && !hasWord(row));
	const occurrences = decided.filter(row => substitutes.has(output.text[row]!));
	const words: (Dependant & {readonly id?: number})[] = [];
	for (const {row, drop} of await measure.drops('text', occurrences, base, targets, [withoutInstruction])) {
		const id = substitutes.get(output.text[row]!)!;
		targets.set(row, id);
		words.push({row, drop, ...(id !== maskToken && {id})});
	}
	// One that would come out the same after the change may still hold against it: "a storm brings rain".
	const kept = occurrences.filter(row => !targets.has(row) && substitutes.get(output.text[row]!) !== maskToken);
	for (const {row, drop} of await measure.holding(kept, base, targets, substitutes)) {
		const id = substitutes.get(output.text[row]!)!;
		targets.set(row, id);
		words.push({row, drop, id});
	}
	// Every second word at a time: its neighbours stay to read it by.
	const others = decided.filter(row => !targets.has(row));
	for (const part of [0, 1]) {
		const rows = others.filter((_, index) => index % 2 === part);
		const found = await measure.drops('text', rows, base, targets, [withoutInstruction]);
		words.push(...found.filter(({drop}) => drop >= leastOtherDrop));
	}
	const shown = [...output.image.keys()].filter(row => !hasCode(row));
	const codes = await measure.drops('image', shown, base, targets, views);
	const open = hasInput ? await measure.turns(base, targets) : [];
	const instruction = change.type === 'writeWords' ? await measure.saidBy(rephrased, base, targets) : undefined;
	return {
		...{change, words: words.sort((a, b) => a.row - b.row), codes, hasInput, open, passes: measure.passes()},
		...(instruction !== undefined && {instruction}),
	};
}

/** The change and all that is agreed to go with it, in the order in which a run is to be steered by them; what is decided later is to agree, too. */
export function agreedChanges({change, words, codes, instruction, foreseen = [], hasInput, open}: Agreement): Intervention[] {
	const written = words.flatMap(({row, id}) => (id === undefined ? [] : [{row, id}]));
	const masked = words.flatMap(({row, id}) => (id === undefined ? [row] : []));
	const freed = [...codes.map(({row}) => row), ...open];
	if (change.type === 'maskWords') masked.push(...change.rows);
	else if (change.type === 'writeWords') written.push(...change.words);
	const said = change.type === 'instruction' ? change.instruction : instruction;
	return [
		...(said === undefined ? [] : [{type: 'instruction' as const, instruction: said}]),
		...(foreseen.length > 0 ? [{type: 'writeWords' as const, words: foreseen, isForeseen: true}] : []),
		...(written.length > 0 ? [{type: 'writeWords' as const, words: written, isLasting: true}] : []),
		...(masked.length > 0 ? [{type: 'maskWords' as const, rows: masked}] : []),
		...(freed.length > 0 ? [{type: 'maskCodes' as const, rows: freed, ...(hasInput && {withoutInput: true})}] : []),
	];
}

/** Each row that a change is about, and what stands there after it. */
function targetsOf({output, maskToken, fixed}: DecodeState, change: WordChange): Map<number, TokenId> {
	const targets =
		change.type === 'writeWords'
			? change.words.map(({row, id}) => [row, id as TokenId] as const)
			: change.rows.filter(row => !fixed?.text.includes(row)).map(row => [row, maskToken] as const);
	for (const [row] of targets) {
		if (output.text[row] === undefined) throw new RangeError(`There is no text row ${row}; rows are 0 to ${output.text.length - 1}.`);
	}
	return new Map(targets);
}

/** Scales by which one of a run's sequences is scored alone. */
export type View = Pick<RowRequest, 'guidanceText' | 'guidanceImage'>;
const withoutInstruction: View = {guidanceText: -1, guidanceImage: 0};
export const asInstructed: View = {guidanceText: 0, guidanceImage: 0};
export const withoutInput: View = {guidanceText: 0, guidanceImage: -1};

function createMeasure(denoiser: Denoiser, {output, maskToken}: DecodeState, least: number) {
	let passes = 0;
	/** Choices for some rows, or the tokens that are given, with the logarithms of their probabilities. */
	const scores = async (
		shown: Output,
		modality: keyof Fixed,
		rows: readonly number[],
		view: View,
		tokens?: readonly TokenId[],
		by = denoiser,
	) => {
		passes++;
		return scoresOf(by, shown, modality, {rows, view, tokens});
	};
	const changedBy = (targets: ReadonlyMap<number, TokenId>, {text, image}: Output): Output => ({
		text: text.map((id, row) => targets.get(row) ?? id),
		image,
	});
	return {
		passes: () => passes,
		/** Those of some rows, masked together, whose tokens are less probable after the change, in any of these views. */
		async drops(
			modality: keyof Fixed,
			rows: readonly number[],
			base: Output,
			targets: ReadonlyMap<number, TokenId>,
			views: readonly View[],
		): Promise<Dependant[]> {
			if (rows.length === 0) return [];
			const masked = new Set(modality === 'text' ? rows : []);
			const before = {...base, text: base.text.map((id, row) => (masked.has(row) ? maskToken : id))};
			const after = changedBy(targets, before);
			const tokens = rows.map(row => output[modality][row]!);
			const drops = rows.map(() => Number.NEGATIVE_INFINITY);
			for (const view of views) {
				const was = await scores(before, modality, rows, view, tokens);
				const is = await scores(after, modality, rows, view, tokens);
				for (const index of rows.keys()) drops[index] = Math.max(drops[index]!, was[index]!.log - is[index]!.log);
			}
			return rows.map((row, index) => ({row, drop: drops[index]!})).filter(({drop}) => drop >= least);
		},
		/** Those of some rows that make the new words less probable where they are put than the words that would take their place do. */
		async holding(
			rows: readonly number[],
			base: Output,
			targets: ReadonlyMap<number, TokenId>,
			substitutes: ReadonlyMap<TokenId, TokenId>,
		): Promise<Dependant[]> {
			const written = [...targets].filter(([row, id]) => id !== maskToken && output.text[row] !== id);
			if (rows.length === 0 || written.length === 0) return [];
			const tokens = written.map(([, id]) => id);
			const likely = async (replaced: ReadonlySet<number>) => {
				const text = base.text.map((id, row) => (targets.has(row) ? maskToken : replaced.has(row) ? (substitutes.get(id) ?? id) : id));
				const places = written.map(([row]) => row);
				return scores({...base, text}, 'text', places, withoutInstruction, tokens);
			};
			const was = await likely(new Set());
			const gain = async (replaced: readonly number[]) => {
				const is = await likely(new Set(replaced));
				return Math.max(...is.map(({log}, index) => log - was[index]!.log));
			};
			if ((await gain(rows)) < leastOtherDrop) return [];
			const found: Dependant[] = [];
			for (const row of rows) found.push({row, drop: await gain([row])});
			return found.filter(({drop}) => drop >= leastOtherDrop);
		},
		/** The instruction by which the new words are most probable where they are put, if they gain by it. */
		async saidBy(
			rephrased: NonNullable<AgreementOptions['rephrased']>,
			base: Output,
			targets: ReadonlyMap<number, TokenId>,
		): Promise<string | undefined> {
			if (rephrased.length === 0) return undefined;
			const rows = [...targets].filter(([row, id]) => output.text[row] !== id).map(([row]) => row);
			const shown = {...base, text: base.text.map((id, row) => (targets.has(row) ? maskToken : id))};
			const likely = async (by: Denoiser, tokens = rows.map(row => targets.get(row)!), view = asInstructed) => {
				const found = await scores(shown, 'text', rows, view, tokens, by);
				return found.reduce((sum, {log}) => sum + log, 0);
			};
			const stood = rows.map(row => base.text[row]!);
			// An instruction that leaves something open does not say it in other words either; nor one without which it would be just as likely.
			const isDecided = async () => {
				const log = await likely(denoiser, stood);
				return log >= rows.length * Math.log(leastDecided) && log - (await likely(denoiser, stood, withoutInstruction)) >= least;
			};
			const candidates = rephrased.every(({isSaid}) => isSaid) || (await isDecided()) ? rephrased : [];
			// By the one that is taken the words are to be likely, and not only less unlikely.
			const enough = Math.max((await likely(denoiser)) + least, rows.length * Math.log(leastLikely));
			let best = {instruction: undefined as string | undefined, log: enough};
			for (const {instruction, denoiser: by} of candidates) {
				const log = await likely(by);
				if (log >= best.log) best = {instruction, log};
			}
			return best.instruction;
		},
		/** Rows of codes that are still masked, and whose most probable code of an edit is less probable after the change. */
		async turns(base: Output, targets: ReadonlyMap<number, TokenId>): Promise<number[]> {
			const rows = [...output.image.keys()].filter(row => output.image[row] === maskToken);
			if (rows.length === 0) return [];
			const was = await scores(base, 'image', rows, withoutInput);
			const guesses = was.map(({id}) => id);
			const is = await scores(changedBy(targets, base), 'image', rows, withoutInput, guesses);
			return rows.filter((_, index) => was[index]!.log - is[index]!.log >= least);
		},
	};
}

type Scored = {readonly rows: readonly number[]; readonly view: View; readonly tokens?: readonly TokenId[] | undefined};

/** The network's choices for some rows, or the tokens that are given, with the logarithms of their probabilities. */
async function scoresOf(by: Denoiser, shown: Output, modality: keyof Fixed, {rows, view, tokens}: Scored) {
	const request: RowRequest = {rows, uniforms: [], temperature: 0, ...view, ...(tokens && {tokens})};
	const choices = await by.predict(shown, {[modality]: request});
	return choices[modality].map(({id, probability}) => ({id, log: Math.log(Math.max(leastProbability, probability))}));
}

/** The logarithms of the probabilities alone. */
export const logsOf = async (...asked: Parameters<typeof scoresOf>): Promise<number[]> => (await scoresOf(...asked)).map(({log}) => log);

/** Probability of each new word by an instruction that says it, and of each old one by an instruction that decides it. */
const leastLikely = 0.5;
const leastDecided = 0.9;
/** Probability below which a token counts as impossible, whatever is changed. */
const leastProbability = 1e-6;
