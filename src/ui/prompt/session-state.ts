import {printable} from '../../printable.ts';
import {editLine, emptyLine, type LineState, longestLine, nextLine, withText} from './line-editor.ts';
import type {Input} from './prompt-input.ts';

/** A picture of the session, as the prompt knows it. */
export type SessionPicture = {
	/** Tells it from the others. */
	readonly id: number;
	/** Path that it was saved at; undefined when that failed. */
	readonly file?: string | undefined;
};

export type SessionState = {
	readonly line: LineState;
	/** The kind of line that Enter ends: an instruction or command, or the name to save under. */
	readonly asks: 'line' | 'file';
	/** In the order they came to be shown; the last one is the current. */
	readonly pictures: readonly SessionPicture[];
	/** The next instruction draws a new picture instead of changing the current one. */
	readonly isNew: boolean;
	/** One sentence to show under the line until the next key. */
	readonly message?: string | undefined;
	/** Show what the commands are. */
	readonly showsHelp: boolean;
	/** Leaving was asked for while a picture is unsaved: the second time counts. */
	readonly isLeaving: boolean;
};

/** Work of the session outside of its state. */
export type SessionEffect =
	/** Draw, or change the picture named by `from`. */
	| {readonly type: 'make'; readonly instruction: string; readonly from?: number}
	/** The same as for that picture, with a new seed. */
	| {readonly type: 'reroll'; readonly id: number}
	| {readonly type: 'save'; readonly id: number; readonly file: string}
	| {readonly type: 'open'; readonly id: number}
	/** Show it again: it is the current one now. */
	| {readonly type: 'show'; readonly id: number}
	| {readonly type: 'suspend'}
	/** `interrupt`: by Ctrl-C. */
	| {readonly type: 'leave'; readonly reason: 'quit' | 'interrupt'};

export type SessionEvent =
	| Input
	/** A picture came to be. */
	| {readonly made: SessionPicture}
	/** It has a file now. */
	| {readonly saved: SessionPicture}
	| {readonly said: string};

export type SessionStep = {readonly state: SessionState; readonly effect?: SessionEffect};

export const initialSession: SessionState = {
	line: emptyLine,
	asks: 'line',
	pictures: [],
	isNew: false,
	showsHelp: false,
	isLeaving: false,
};

/** The commands, each a letter that stands alone, or before the file or instruction that it is about. */
export const sessionCommands = [
	{letter: 'r', text: 're-roll'},
	{letter: 's', text: 'save as'},
	{letter: 'o', text: 'open'},
	{letter: 'u', text: 'undo'},
	{letter: 'n', text: 'new picture'},
	{letter: '?', text: 'help'},
	{letter: 'q', text: 'quit'},
] as const;

/** The one place that says what happens in a session. */
export function reduceSession(state: SessionState, event: SessionEvent): SessionStep {
	if ('made' in event) return {state: {...state, pictures: [...state.pictures, event.made], isNew: false, isLeaving: false}};
	if ('saved' in event) {
		const pictures = state.pictures.map(each => (each.id === event.saved.id ? event.saved : each));
		return {state: {...state, pictures, isLeaving: false}};
	}
	if ('said' in event) return {state: {...state, message: event.said}};
	const calm = {...state, message: undefined, showsHelp: false};
	if ('key' in event) return pressKey(calm, event.key);
	const line = editLine(state.line, event);
	const isCut = line.text.length >= longestLine - 1;
	return {state: {...calm, line, message: isCut ? `No more than ${longestLine} characters fit.` : undefined}};
}

const current = ({pictures}: SessionState): SessionPicture | undefined => pictures.at(-1);

function pressKey(state: SessionState, key: string): SessionStep {
	const {line} = state;
	const isEmpty = line.text === '';
	switch (key) {
		case 'enter':
			return state.asks === 'file' ? enterFile(state) : enterLine(state);
		case 'ctrl-c':
			// As a shell does: what was typed is dropped first.
			if (!isEmpty || state.asks === 'file') return {state: abandoned(state)};
			return leave(state, 'interrupt');
		case 'ctrl-d':
			if (!isEmpty) break;
			return state.asks === 'file' ? {state: abandoned(state)} : leave(state, 'quit');
		case 'escape':
			return {state: abandoned(state)};
		case 'ctrl-z':
			return {state, effect: {type: 'suspend'}};
	}
	return {state: {...state, line: editLine(line, {key})}};
}

const abandoned = (state: SessionState): SessionState => ({
	...state,
	line: nextLine(state.line, {isKept: false}),
	asks: 'line',
	isNew: state.isNew && state.line.text !== '',
});

function leave(state: SessionState, reason: 'quit' | 'interrupt'): SessionStep {
	const isUnsaved = state.pictures.some(({file}) => file === undefined);
	if (!isUnsaved || state.isLeaving) return {state, effect: {type: 'leave', reason}};
	return {state: {...state, isLeaving: true, message: 'A picture is not saved. Save it with s, or do that once more to leave.'}};
}

function enterFile(state: SessionState): SessionStep {
	const {line} = state;
	const picture = current(state);
	const next = {...state, line: nextLine(line, {isKept: false}), asks: 'line'} as const;
	const file = line.text.trim();
	return picture && file !== '' ? {state: next, effect: {type: 'save', id: picture.id, file}} : {state: next};
}

function enterLine(state: SessionState): SessionStep {
	const text = state.line.text.trim();
	const next: SessionState = {...state, line: nextLine(state.line, {isKept: !/^(.|quit|exit|help)$/iu.test(text)})};
	const [, letter = '', rest = ''] = /^([rsoun])(?:\s+(.*))?$/isu.exec(text) ?? [];
	const picture = current(state);
	if (text === '') return {state: next};
	if (/^(q|quit|exit)$/i.test(text)) return leave(next, 'quit');
	if (/^([?h]|help)$/i.test(text)) return {state: {...next, showsHelp: true}};
	const command = letter.toLowerCase();
	if (command === 'n') {
		if (rest !== '') return {state: {...next, isNew: true}, effect: {type: 'make', instruction: rest}};
		return {state: {...next, isNew: picture !== undefined}};
	}
	if (command === 's' || (rest === '' && (command === 'r' || command === 'o' || command === 'u'))) {
		if (!picture) return say(next, 'There is no picture yet: say what to draw.');
		return onPicture(next, command, picture, rest);
	}
	const from = state.isNew ? undefined : picture?.id;
	return {state: next, effect: {type: 'make', instruction: text, ...(from !== undefined && {from})}};
}

function onPicture(state: SessionState, command: 'r' | 's' | 'o' | 'u', {id, file}: SessionPicture, rest: string): SessionStep {
	switch (command) {
		case 'r':
			return {state, effect: {type: 'reroll', id}};
		case 's':
			if (rest !== '') return {state, effect: {type: 'save', id, file: rest}};
			return {state: {...state, asks: 'file', line: withText(state.line, printable(file ?? ''))}};
		case 'o':
			if (file === undefined) return say(state, 'This picture is not saved yet: save it with s, then it can be opened.');
			return {state, effect: {type: 'open', id}};
		case 'u': {
			const pictures = state.pictures.slice(0, -1);
			const before = pictures.at(-1);
			if (!before) return say(state, 'There is nothing before this picture; n draws a new one.');
			return {state: {...state, pictures, isNew: false}, effect: {type: 'show', id: before.id}};
		}
	}
}

const say = (state: SessionState, message: string): SessionStep => ({state: {...state, message}});
