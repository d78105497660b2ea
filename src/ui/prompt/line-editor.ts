import {printable} from '../../printable.ts';
import type {Input} from './prompt-input.ts';

/** A line being typed, and the lines typed before it. */
export type LineState = {
	readonly text: string;
	/** Place of the next character, in UTF-16 units: never inside a grapheme. */
	readonly cursor: number;
	/** Oldest first. */
	readonly history: readonly string[];
	/** Index of the line of the history that is shown; their count for the new line. */
	readonly place: number;
	/** The new line, while an old one is shown. */
	readonly draft: string;
};

export const emptyLine: LineState = {text: '', cursor: 0, history: [], place: 0, draft: ''};

/** Longer than any instruction that a model reads (UTF-16 units); what is pasted beyond it is cut. */
export const longestLine = 10_000;
const mostHistory = 500;

/** The line with other text, the cursor behind it. */
export const withText = (line: LineState, text: string): LineState => ({...line, text, cursor: text.length});

/** An empty line, after this one was entered; it can be called back unless it is to be forgotten. */
export function nextLine({text, history}: LineState, {isKept = true} = {}): LineState {
	const isNew = isKept && text.trim() !== '' && history.at(-1) !== text;
	const lines = isNew ? [...history, text].slice(-mostHistory) : history;
	return {...emptyLine, history: lines, place: lines.length};
}

/** The line after a key or text: as in shells, with the keys of Emacs. Other keys do nothing. */
export function editLine(line: LineState, input: Input): LineState {
	if ('text' in input) return insert(line, printable(input.text));
	return keys[input.key]?.(line) ?? line;
}

type Edit = (line: LineState) => LineState;

const moveTo =
	(place: (line: LineState) => number): Edit =>
	line =>
		seated({...line, cursor: place(line)});
const removeTo =
	(place: (line: LineState) => number): Edit =>
	line => {
		const [from, to] = [line.cursor, place(line)].toSorted((a, b) => a - b) as [number, number];
		return seated({...line, text: line.text.slice(0, from) + line.text.slice(to), cursor: from});
	};

const start = () => 0;
const end = ({text}: LineState) => text.length;
const before = ({text, cursor}: LineState) => [...boundaries(text)].findLast(at => at < cursor) ?? 0;
const after = ({text, cursor}: LineState) => [...boundaries(text)].find(at => at > cursor) ?? text.length;
const wordBefore = ({text, cursor}: LineState) => Math.max(0, text.slice(0, cursor).search(/\S+\s*$/u));
const wordAfter = ({text, cursor}: LineState) => cursor + (/^\s*\S*/u.exec(text.slice(cursor))?.[0].length ?? 0);

const keys: Readonly<Record<string, Edit>> = {
	left: moveTo(before),
	'ctrl-b': moveTo(before),
	right: moveTo(after),
	'ctrl-f': moveTo(after),
	home: moveTo(start),
	'ctrl-a': moveTo(start),
	end: moveTo(end),
	'ctrl-e': moveTo(end),
	'ctrl-left': moveTo(wordBefore),
	'alt-b': moveTo(wordBefore),
	'ctrl-right': moveTo(wordAfter),
	'alt-f': moveTo(wordAfter),
	backspace: removeTo(before),
	delete: removeTo(after),
	'ctrl-d': removeTo(after),
	'ctrl-w': removeTo(wordBefore),
	'alt-backspace': removeTo(wordBefore),
	'alt-d': removeTo(wordAfter),
	'ctrl-u': removeTo(start),
	'ctrl-k': removeTo(end),
	up: line => recall(line, line.place - 1),
	'ctrl-p': line => recall(line, line.place - 1),
	down: line => recall(line, line.place + 1),
	'ctrl-n': line => recall(line, line.place + 1),
};

function insert(line: LineState, added: string): LineState {
	const room = Math.max(0, longestLine - line.text.length);
	const fitting = added.length <= room ? added : added.slice(0, [...boundaries(added)].findLast(at => at <= room) ?? 0);
	const {text, cursor} = line;
	return seated({...line, text: text.slice(0, cursor) + fitting + text.slice(cursor), cursor: cursor + fitting.length});
}

/** Move the cursor to the end of the grapheme it is inside of: what was typed may join its neighbours. */
function seated(line: LineState): LineState {
	const cursor = [...boundaries(line.text)].find(at => at >= line.cursor) ?? line.text.length;
	return {...line, cursor};
}

function recall(line: LineState, place: number): LineState {
	const {history, text} = line;
	if (place < 0 || place > history.length) return line;
	const draft = line.place === history.length ? text : line.draft;
	return withText({...line, place, draft}, history[place] ?? draft);
}

const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** Starts of the graphemes, and the end of the text. */
function* boundaries(text: string): Generator<number> {
	for (const {index} of segmenter.segment(text)) yield index;
	yield text.length;
}
