import {printable} from '../../printable.ts';
import {type Completions, completed} from './completion.ts';
import {beginSearch, found, type HistorySearch, searchFor, searchOlder} from './history-search.ts';
import {editLine, emptyLine, type LineState, longestLine, nextLine, withText} from './line-editor.ts';
import type {Input} from './prompt-input.ts';
import {type CommandName, type KnownWords, meaningOf} from './session-commands.ts';

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
	/** Taken back, the last one first to come again; gone once another picture is made. */
	readonly undone: readonly SessionPicture[];
	/** The next instruction draws a new picture instead of changing the current one. */
	readonly isNew: boolean;
	/** One sentence to show under the line until the next key. */
	readonly message?: string | undefined;
	/** Show what the commands are. */
	readonly showsHelp: boolean;
	/** Leaving was asked for while a picture is unsaved: the second time counts. */
	readonly isLeaving: boolean;
	readonly known: KnownWords;
	/** Looking for an earlier line. */
	readonly search?: HistorySearch | undefined;
	/** Place of the session, in parts for one line. */
	readonly facts?: readonly string[] | undefined;
};

/** Work of the session outside of its state. */
export type SessionEffect =
	/** Draw, or change the picture named by `from`. */
	| {readonly type: 'make'; readonly instruction: string; readonly from?: number}
	/** The same as for that picture, with a new seed. */
	| {readonly type: 'reroll'; readonly id: number}
	| {readonly type: 'save'; readonly id: number; readonly file: string}
	/** In a viewer. */
	| {readonly type: 'open'; readonly id: number}
	/** Go on from the picture in a file. */
	| {readonly type: 'load'; readonly file: string}
	/** Show it again: it is the current one now. */
	| {readonly type: 'show'; readonly id: number}
	/** Commands about what comes, with the words after them. */
	| {readonly type: SettingCommand; readonly rest: string}
	/** Tell how the current picture came to be; the ids from the first picture to the last that was undone, and which of them is current. */
	| {readonly type: 'history'; readonly ids: readonly number[]; readonly current: number}
	| {readonly type: 'suspend'}
	/** `interrupt`: by Ctrl-C. */
	| {readonly type: 'leave'; readonly reason: 'quit' | 'interrupt'};

/** Commands that need nothing of the session's state. */
export type SettingCommand = 'seed' | 'set' | 'count' | 'mask' | 'words';

export type SessionEvent =
	| Input
	/** A picture came to be. */
	| {readonly made: SessionPicture}
	/** It has a file now. */
	| {readonly saved: SessionPicture}
	/** For the line as it is. */
	| {readonly completions: Completions}
	| {readonly facts: readonly string[]}
	| {readonly said: string};

export type SessionStep = {readonly state: SessionState; readonly effect?: SessionEffect};

export const initialSession: SessionState = {
	line: emptyLine,
	asks: 'line',
	pictures: [],
	undone: [],
	isNew: false,
	showsHelp: false,
	isLeaving: false,
	known: {settings: []},
};

/** The one place that says what happens in a session. */
export function reduceSession(state: SessionState, event: SessionEvent): SessionStep {
	if ('made' in event) {
		return {state: {...state, pictures: [...state.pictures, event.made], undone: [], isNew: false, isLeaving: false}};
	}
	if ('saved' in event) {
		const renamed = (each: SessionPicture) => (each.id === event.saved.id ? event.saved : each);
		return {state: {...state, pictures: state.pictures.map(renamed), undone: state.undone.map(renamed), isLeaving: false}};
	}
	if ('said' in event) return {state: {...state, message: event.said}};
	if ('facts' in event) return {state: {...state, facts: event.facts}};
	if ('completions' in event) {
		const {line, listed} = completed(state.line, event.completions);
		return {state: {...state, line, message: listed}};
	}
	if (state.search) return search(state, state.search, event);
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
		case 'ctrl-r':
			return {state: state.asks === 'line' ? {...state, search: beginSearch} : state};
	}
	return {state: {...state, line: editLine(line, {key})}};
}

/** An input while an earlier line is looked for: other keys end the search, and are for the line that was found. */
function search(state: SessionState, searching: HistorySearch, input: Input): SessionStep {
	const {line} = state;
	if ('text' in input) return {state: {...state, search: searchFor(searching.query + printable(input.text), line)}};
	switch (input.key) {
		case 'ctrl-r':
			return {state: {...state, search: searchOlder(searching, line)}};
		case 'backspace':
			return {state: {...state, search: searchFor(Array.from(searching.query).slice(0, -1).join(''), line)}};
		case 'escape':
		case 'ctrl-c':
		case 'ctrl-g':
			return {state: {...state, search: undefined}};
	}
	return pressKey({...state, line: found(searching, line), search: undefined}, input.key);
}

const abandoned = (state: SessionState): SessionState => ({
	...state,
	line: nextLine(state.line, {isKept: false}),
	asks: 'line',
	isNew: state.isNew && state.line.text !== '',
});

function leave(state: SessionState, reason: 'quit' | 'interrupt'): SessionStep {
	const isUnsaved = [...state.pictures, ...state.undone].some(({file}) => file === undefined);
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
	if (text === '') return {state: {...state, line: nextLine(state.line, {isKept: false})}};
	const meaning = meaningOf(text, state.known);
	// A command that says nothing more is as quickly typed as called back.
	const isKept = meaning.type === 'instruction' || (meaning.type === 'command' && meaning.rest !== '');
	const next: SessionState = {...state, line: nextLine(state.line, {isKept})};
	if (meaning.type === 'refused') return say(next, meaning.why);
	if (meaning.type === 'command') return obey(next, meaning.name, meaning.rest);
	const from = state.isNew ? undefined : current(state)?.id;
	return {state: next, effect: {type: 'make', instruction: text, ...(from !== undefined && {from})}};
}

function obey(state: SessionState, name: CommandName, rest: string): SessionStep {
	const picture = current(state);
	switch (name) {
		case 'quit':
			return leave(state, 'quit');
		case 'help':
			return {state: {...state, showsHelp: true}};
		case 'new':
			if (rest !== '') return {state: {...state, isNew: true}, effect: {type: 'make', instruction: rest}};
			return {state: {...state, isNew: picture !== undefined}};
		case 'seed':
		case 'set':
		case 'count':
		case 'mask':
		case 'words':
			return {state, effect: {type: name, rest}};
		case 'redo':
			return redo(state);
		case 'open':
			if (rest !== '') return {state, effect: {type: 'load', file: rest}};
			break;
	}
	return picture ? onPicture(state, name, picture, rest) : say(state, 'There is no picture yet: say what to draw.');
}

function onPicture(
	state: SessionState,
	name: Extract<CommandName, 'again' | 'save' | 'open' | 'undo' | 'history'>,
	{id, file}: SessionPicture,
	rest: string,
): SessionStep {
	switch (name) {
		case 'again':
			return {state, effect: {type: 'reroll', id}};
		case 'save': {
			const name = rest.replace(/^(?:as|to)(?:\s+|$)|^(?:it|this|that)$/iu, '');
			if (name !== '') return {state, effect: {type: 'save', id, file: name}};
			return {state: {...state, asks: 'file', line: withText(state.line, printable(file ?? ''))}};
		}
		case 'open':
			if (file === undefined) return say(state, 'This picture is not saved yet: save it with s, then it can be opened.');
			return {state, effect: {type: 'open', id}};
		case 'undo': {
			const before = state.pictures.at(-2);
			if (!before) return say(state, 'There is nothing before this picture; n draws a new one.');
			const [pictures, undone] = [state.pictures.slice(0, -1), [...state.undone, ...state.pictures.slice(-1)]];
			return {state: {...state, pictures, undone, isNew: false}, effect: {type: 'show', id: before.id}};
		}
		case 'history': {
			const ids = [...state.pictures, ...[...state.undone].reverse()].map(each => each.id);
			return {state, effect: {type: 'history', ids, current: id}};
		}
	}
}

function redo(state: SessionState): SessionStep {
	const picture = state.undone.at(-1);
	if (!picture) return say(state, 'Nothing was taken back.');
	const [pictures, undone] = [[...state.pictures, picture], state.undone.slice(0, -1)];
	return {state: {...state, pictures, undone, isNew: false}, effect: {type: 'show', id: picture.id}};
}

const say = (state: SessionState, message: string): SessionStep => ({state: {...state, message}});
