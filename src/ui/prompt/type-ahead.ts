import {type Complete, completed} from './completion.ts';
import {editLine, emptyLine, type LineState, nextLine} from './line-editor.ts';
import {createInputReader, type Input} from './prompt-input.ts';

/** Lines typed while a run goes: the one that is being typed, and those that wait for their turn. */
export type TypeAheadState = {
	readonly line: LineState;
	/** Entered, oldest first. */
	readonly waiting: readonly string[];
	/** A letter that acted as a key, in case that it was the first of a line, and when (milliseconds by any clock). */
	readonly letter?: {readonly key: string; readonly atMs: number} | undefined;
};

export type TypeAhead = {
	readonly state: () => TypeAheadState;
	readonly subscribe: (listener: () => void) => () => void;
	/** Take what comes from the keyboard. @returns the keys in it that are for the run */
	readonly hear: (chunk: string) => readonly string[];
};

export type TypedStep = {
	readonly state: TypeAheadState;
	/** Keys for the run, in their order. A toggle that is pressed again is taken back. */
	readonly keys: readonly string[];
};

/** Within this time after a letter that acts as a key, another letter makes both of them the beginning of a line. */
const oneWordMs = 1500;

export const noTypeAhead: TypeAheadState = {line: emptyLine, waiting: []};

/**
Effect of an input while a run goes. Characters that are keys act as such while nothing is being typed; whatever else is typed begins a line,
and then everything belongs to it but Ctrl-C and Ctrl-Z.
@param isRunKey - whether a key does something to the run
*/
export function reduceTypeAhead(state: TypeAheadState, input: Input, isRunKey: (key: string) => boolean, nowMs: number): TypedStep {
	const {line} = state;
	if (line.text !== '') return 'key' in input ? pressWhileTyping(state, input.key) : typed(state, input.text);
	const keys = 'key' in input ? [input.key] : keysOf(input.text);
	const [first = ''] = keys;
	if ('key' in input && !recalls.has(first)) return {state: {...state, letter: undefined}, keys};
	const {letter} = state;
	const isWord = letter !== undefined && letter.key !== first && isLetter(first) && nowMs - letter.atMs < oneWordMs;
	if (keys.every(key => key === first) && isRunKey(first) && !isWord) {
		return {state: {...state, letter: isLetter(first) && keys.length === 1 ? {key: first, atMs: nowMs} : undefined}, keys};
	}
	if ('key' in input) return {state: {...state, line: editLine(line, input), letter: undefined}, keys: []};
	const isFirst = letter !== undefined && nowMs - letter.atMs < oneWordMs;
	const begun = typed({...state, letter: undefined}, isFirst ? letter.key + input.text : input.text);
	return isFirst ? {...begun, keys: [letter.key]} : begun;
}

/** Keys that call lines back. */
const recalls = new Set(['up', 'down', 'ctrl-p', 'ctrl-n']);
const isLetter = (key: string): boolean => /^\p{L}$/u.test(key);
const keysOf = (text: string): string[] => Array.from(text, character => (character === ' ' ? 'space' : character));

const typed = (state: TypeAheadState, text: string): TypedStep => ({state: {...state, line: editLine(state.line, {text})}, keys: []});

function pressWhileTyping(state: TypeAheadState, key: string): TypedStep {
	const {line, waiting} = state;
	switch (key) {
		case 'ctrl-c':
		case 'ctrl-z':
			return {state, keys: [key]};
		case 'escape':
			return {state: {...state, line: nextLine(line, {isKept: false})}, keys: []};
		case 'enter': {
			const text = line.text.trim();
			return {state: {...state, line: nextLine(line), waiting: text === '' ? waiting : [...waiting, text]}, keys: []};
		}
	}
	return {state: {...state, line: editLine(line, {key})}, keys: []};
}

/** Hear what is typed while a run goes. @param start - what is typed and waits already @param complete - What Tab offers */
export function createTypeAhead(isRunKey: (key: string) => boolean, start: TypeAheadState = noTypeAhead, complete?: Complete): TypeAhead {
	let state: TypeAheadState = start;
	const read = createInputReader();
	const listeners = new Set<() => void>();
	const change = (next: TypeAheadState) => {
		if (next === state) return;
		state = next;
		for (const listener of listeners) listener();
	};
	return {
		state: () => state,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		hear: chunk =>
			read(chunk).flatMap(input => {
				const {line} = state;
				if (complete && line.text !== '' && 'key' in input && input.key === 'tab') {
					change({...state, line: completed(line, complete(line.text.slice(0, line.cursor))).line});
					return [];
				}
				const step = reduceTypeAhead(state, input, isRunKey, performance.now());
				change(step.state);
				return step.keys;
			}),
	};
}
