import type {Agreed, Look, LookWord, Wish} from '../../events/look.ts';
import {maskGlyph} from '../../printable.ts';
import {emptyLine, type LineState} from '../prompt/line-editor.ts';
import {emptyPlan, type Intervention, type Plan, rowsOf} from './plan.ts';

/** Line that is typed: what is to stand instead of a word, or the instruction or guidance from here on. */
export type AskedLine = {
	readonly asks: 'word' | 'instruction' | 'guidance';
	readonly line: LineState;
	/** Words that fit, by the model, once they are known: those that begin with `prefix`, the most likely first, and which of those that fit is offered. */
	readonly offered?: {readonly prefix: string; readonly words: readonly string[]; readonly place: number} | undefined;
};

/** A person changing a run that is held. Nothing of it is done before they go on. */
export type SteerState = {
	readonly look: Look;
	readonly focus: 'words' | 'picture';
	/** The cursors: an index into the words, and into the codes. */
	readonly word: number;
	readonly code: number;
	/** Codes marked one by one, and the corner opposite to the cursor of a region that is being marked. */
	readonly marked: ReadonlySet<number>;
	readonly anchor?: number | undefined;
	/** The changes after each that was put together, the first with none: what is undone goes from the end. */
	readonly plans: readonly Plan[];
	readonly asked?: AskedLine | undefined;
	/** Work that is waited for, by a number of its own. */
	readonly pending?: {readonly id: number; readonly wish?: Wish | undefined} | undefined;
	readonly nextId: number;
	/** One sentence to show until the next key. */
	readonly message?: string | undefined;
	readonly showsHelp: boolean;
};

/** Work outside of the state. */
export type SteerEffect =
	/** Tell what a wish comes to, by its number. */
	| {readonly type: 'agree'; readonly id: number; readonly wish: Wish}
	/** Find words that fit in the place of one and begin so. */
	| {readonly type: 'complete'; readonly word: LookWord; readonly prefix: string}
	/** Make the changes, and go on. */
	| {readonly type: 'goOn'; readonly id: number; readonly interventions: readonly Intervention[]}
	/** All stays as it was. */
	| {readonly type: 'leave'}
	| {readonly type: 'interrupt'}
	| {readonly type: 'suspend'};

export type SteerStep = {readonly state: SteerState; readonly effect?: SteerEffect};

/** Facts of the terminal beside the state. */
export type SteerRoom = {
	/** Columns that the words are wrapped in. */
	readonly columns: number;
	readonly hasPicture: boolean;
};

/** Words that are less probable are worth a look. */
export const unsureBelow = 0.9;

export const currentPlan = ({plans}: SteerState): Plan => plans.at(-1) ?? emptyPlan;
export const wordAt = ({look, word}: SteerState): LookWord | undefined => look.words[word];
export const changesIn = ({plans}: SteerState): number => plans.length - 1;

/** Codes that a key is about: those that are marked, and the region or code at the cursor. */
export function codesMeant({marked, anchor, code, look: {grid}}: SteerState): number[] {
	if (marked.size > 0 && anchor === undefined) return [...marked].sort((a, b) => a - b);
	return [...new Set([...marked, ...regionOf(anchor ?? code, code, grid)])].sort((a, b) => a - b);
}

/** Codes of the rectangle between two corners. */
export function regionOf(one: number, other: number, {columns}: Look['grid']): number[] {
	const rows = [Math.floor(one / columns), Math.floor(other / columns)].sort((a, b) => a - b) as [number, number];
	const sides = [one % columns, other % columns].sort((a, b) => a - b) as [number, number];
	const range = ([from, to]: [number, number]) => Array.from({length: to - from + 1}, (_, index) => from + index);
	return range(rows).flatMap(row => range(sides).map(column => row * columns + column));
}

/** Begin at the word that the model is least sure of; at the first masked one where it is sure of all. */
export function beginSteering(look: Look): SteerState {
	const unsure = unsureWords(look);
	const least = unsure.toSorted((a, b) => (look.words[a]?.confidence ?? 1) - (look.words[b]?.confidence ?? 1))[0];
	const masked = look.words.findIndex(({text}) => text === maskGlyph);
	return {
		look,
		focus: 'words',
		word: least ?? Math.max(0, masked),
		code: 0,
		marked: new Set(),
		plans: [emptyPlan],
		nextId: 1,
		showsHelp: false,
	};
}

/** Indices of the words that the model is not sure of, as they stand. */
export const unsureWords = ({words}: Look): number[] =>
	words.flatMap(({confidence, isFixed}, index) => (confidence !== null && !isFixed && confidence < unsureBelow ? [index] : []));

/** A word as it reads by the plan. */
export const textOf = (word: LookWord, plan: Plan): string => plan.texts.get(word.row) ?? word.text;

/** Whether a word will be masked again. */
export const isForgotten = (word: LookWord, plan: Plan): boolean => rowsOf(word).some(row => plan.words.has(row));

export const withPlan = (state: SteerState, plan: Plan): SteerState => ({...state, plans: [...state.plans, plan]});

export const withLine = (state: SteerState, asks: AskedLine['asks'], line: LineState = emptyLine): SteerState => ({
	...state,
	asked: {asks, line},
});

/** Words that what is typed in place of a word may come to: none where it is one of them already, or where the cursor is within it. */
export function completionsOf({asked}: Pick<SteerState, 'asked'>): readonly string[] {
	if (asked?.asks !== 'word' || !asked.offered) return [];
	const {line, offered} = asked;
	const typed = line.text.toLowerCase();
	if (typed === '' || line.cursor < line.text.length || offered.words.some(word => word.toLowerCase() === typed)) return [];
	return offered.words.filter(word => word.toLowerCase().startsWith(typed));
}

/** The one of them that is offered. */
export function completionOf(state: Pick<SteerState, 'asked'>): string | undefined {
	const words = completionsOf(state);
	const place = state.asked?.offered?.place ?? 0;
	return words[((place % words.length) + words.length) % words.length];
}

export const say = (state: SteerState, message: string): SteerStep => ({state: {...state, message}});

/** The state with what a wish comes to; one that was taken back meanwhile comes to nothing. */
export type AgreedEvent = {readonly agreed: Agreed; readonly id: number};
