import type {LookWord} from '../../events/look.ts';
import {maskGlyph, printable} from '../../printable.ts';
import {editLine, withText} from '../prompt/line-editor.ts';
import type {Input} from '../prompt/prompt-input.ts';
import {pressInPicture} from './picture-keys.ts';
import {interventionsOf, withAgreed} from './plan.ts';
import {
	type AgreedEvent,
	changesIn,
	completionOf,
	currentPlan,
	type SteerRoom,
	type SteerState,
	type SteerStep,
	say,
	textOf,
	withLine,
	withPlan,
	wordAt,
} from './steer-state.ts';
import {pressInWords} from './word-keys.ts';

export type SteerEvent =
	| Input
	| AgreedEvent
	/** Words that begin with what was typed. */
	| {readonly completions: readonly string[]; readonly word: LookWord; readonly prefix: string}
	/** Reason why what was waited for cannot be. */
	| {readonly refused: string; readonly id: number}
	/** The mouse on a code: pressed, or pulled on to it. */
	| {readonly code: number; readonly isPulled: boolean};

/** The one place that says what happens while a run is changed. */
export function reduceSteer(state: SteerState, event: SteerEvent, room: SteerRoom): SteerStep {
	if ('agreed' in event) return {state: agreed(state, event)};
	if ('completions' in event) return {state: offered(state, event)};
	if ('refused' in event) return state.pending?.id === event.id ? say({...state, pending: undefined}, event.refused) : {state};
	const calm = {...state, message: undefined};
	if ('code' in event) return {state: pointed(calm, event)};
	if ('key' in event && (event.key === 'ctrl-c' || event.key === 'ctrl-z'))
		return {state, effect: {type: event.key === 'ctrl-c' ? 'interrupt' : 'suspend'}};
	if (calm.pending) return 'key' in event && event.key === 'escape' ? {state: {...calm, pending: undefined}} : {state};
	if (calm.asked) return typeInLine(calm, event);
	if ('key' in event) return press(calm, event.key, room);
	return pressText(calm, event.text, room);
}

function agreed(state: SteerState, {agreed: found, id}: AgreedEvent): SteerState {
	if (state.pending?.id !== id) return state;
	const {wish} = state.pending;
	const text = wish?.type === 'write' ? wish.text : undefined;
	const next = withPlan({...state, pending: undefined}, withAgreed(currentPlan(state), found, state.look, text));
	const own = wish?.type === 'write' ? wish.word.length : wish?.type === 'mask' ? wish.rows.length : 0;
	const counted = (count: number, one: string, many: string) => (count > 0 ? [`${count} ${count === 1 ? one : many}`] : []);
	const words = found.words.length - (wish?.type === 'mask' ? own : 0);
	const masked = [...counted(words, 'word', 'words'), ...counted(found.codes.length, 'part of the picture', 'parts of the picture')];
	const also = [
		...counted(found.written.length - (wish?.type === 'write' ? own : 0), 'other place changed', 'other places changed'),
		...(found.instruction !== undefined && wish?.type !== 'instruction' ? ['the instruction says it too (i changes it)'] : []),
		...(masked.length > 0 ? [`${masked.join(' and ')} masked again (m takes away or adds)`] : []),
	];
	return also.length === 0 ? next : {...next, message: also.join(' · ')};
}

function offered(state: SteerState, {completions: words, word, prefix}: Extract<SteerEvent, {readonly completions: unknown}>): SteerState {
	const {asked} = state;
	const isAsked = asked?.asks === 'word' && wordAt(state)?.row === word.row && asked.line.text.toLowerCase().startsWith(prefix);
	return isAsked ? {...state, asked: {...asked, offered: {prefix, words, place: 0}}} : state;
}

function pointed(state: SteerState, {code, isPulled}: {readonly code: number; readonly isPulled: boolean}): SteerState {
	if (state.asked || state.pending) return state;
	const anchor = isPulled ? (state.anchor ?? state.code) : undefined;
	return {...state, focus: 'picture', code, anchor, ...(!isPulled && {marked: new Set<number>()})};
}

/** Keys that mean the same in words and picture. */
function press(state: SteerState, key: string, room: SteerRoom): SteerStep {
	switch (key) {
		case 'enter': {
			const id = state.nextId;
			const effect = {type: 'goOn', id, interventions: interventionsOf(currentPlan(state), state.look)} as const;
			return {state: {...state, pending: {id}, nextId: id + 1}, effect};
		}
		case 'escape':
			if (state.showsHelp) return {state: {...state, showsHelp: false}};
			if (state.marked.size > 0 || state.anchor !== undefined) return {state: {...state, marked: new Set(), anchor: undefined}};
			return {state, effect: {type: 'leave'}};
	}
	return state.focus === 'picture' ? pressInPicture(state, key) : pressInWords(state, key, room);
}

function pressText(state: SteerState, text: string, room: SteerRoom): SteerStep {
	if ([...text].length > 1) return state.focus === 'words' && wordAt(state) ? typed(withLine(state, 'word'), text) : {state};
	switch (text) {
		case '?':
			return {state: {...state, showsHelp: !state.showsHelp}};
		case 'u': {
			if (changesIn(state) === 0) return say(state, 'There is no change to undo; Esc leaves.');
			return say({...state, plans: state.plans.slice(0, -1)}, 'The last change is undone.');
		}
		case 'i': {
			const instruction = printable(currentPlan(state).instruction ?? state.look.instruction);
			return {state: withLine(state, 'instruction', withText({text: '', cursor: 0, history: [], place: 0, draft: ''}, instruction))};
		}
		case 'g':
			return {state: withLine(state, 'guidance')};
	}
	if (text === 'm' || text === 'k' || text === ' ')
		return state.focus === 'picture' ? pressInPicture(state, text) : pressInWords(state, text, room);
	if (state.focus !== 'words' || !wordAt(state)) return {state};
	// Words that begin with the letter of a key are typed after `=`.
	if (text === '=') return {state: withLine(state, 'word')};
	return /[\p{L}\p{N}]/u.test(text) ? typed(withLine(state, 'word'), text) : {state};
}

function typed(state: SteerState, text: string): SteerStep {
	const {asked} = state;
	return asked ? withOffer({...state, asked: {...asked, line: editLine(asked.line, {text})}}) : {state};
}

/** Ask for words that begin with the first letter of what is typed, unless that was done. */
function withOffer(state: SteerState): SteerStep {
	const {asked} = state;
	const word = wordAt(state);
	const prefix = [...(asked?.line.text.toLowerCase() ?? '')][0];
	if (asked?.asks !== 'word' || !word || prefix === undefined || asked.offered?.prefix === prefix) return {state};
	return {state: {...state, asked: {...asked, offered: {prefix, words: [], place: 0}}}, effect: {type: 'complete', word, prefix}};
}

function typeInLine(state: SteerState, input: Input): SteerStep {
	const {asked} = state;
	if (!asked) return {state};
	if ('key' in input) {
		if (input.key === 'escape' || (input.key === 'backspace' && asked.line.text === '')) return {state: {...state, asked: undefined}};
		const completion = completionOf(state);
		if (input.key === 'enter') return enterLine({...state, asked: undefined}, asked.asks, completion ?? asked.line.text.trim());
		if (completion !== undefined && completionKeys.has(input.key)) return {state: chooseCompletion(state, completion, input.key)};
		return withOffer({...state, asked: {...asked, line: editLine(asked.line, input)}});
	}
	// A word that begins with g: guidance is a number.
	const isWord = asked.asks === 'guidance' && asked.line.text === '' && /^\p{L}/u.test(input.text) && state.focus === 'words';
	return isWord ? typed(withLine(state, 'word'), `g${input.text}`) : typed(state, input.text);
}

/** Keys that take what is offered, or offer the next. */
const completionKeys: ReadonlySet<string> = new Set(['tab', 'right', 'end', 'down', 'up']);

function chooseCompletion(state: SteerState, completion: string, key: string): SteerState {
	const {asked} = state;
	if (!asked?.offered) return state;
	const {offered} = asked;
	if (key === 'down' || key === 'up')
		return {...state, asked: {...asked, offered: {...offered, place: offered.place + (key === 'down' ? 1 : -1)}}};
	return {...state, asked: {...asked, line: withText(asked.line, completion)}};
}

function enterLine(state: SteerState, asks: 'word' | 'instruction' | 'guidance', text: string): SteerStep {
	if (text === '') return {state};
	const plan = currentPlan(state);
	switch (asks) {
		case 'instruction': {
			if (text === (plan.instruction ?? state.look.instruction)) return {state};
			if (text === state.look.instruction) {
				const {instruction: _, ...others} = plan;
				return {state: withPlan(state, others)};
			}
			const id = state.nextId;
			const wish = {type: 'instruction', text} as const;
			return {state: {...state, nextId: id + 1, pending: {id, wish}}, effect: {type: 'agree', id, wish}};
		}
		case 'guidance': {
			const value = Number(text.replace(',', '.'));
			if (!(value >= 0 && value <= 100)) return say(state, `Guidance is a number from 0 to 100, not "${text}".`);
			return {state: withPlan(state, {...plan, guidanceText: value})};
		}
		case 'word':
			return write(state, text);
	}
}

function write(state: SteerState, text: string): SteerStep {
	const word = wordAt(state);
	if (!word || textOf(word, currentPlan(state)) === text) return {state};
	if (text.includes(maskGlyph)) return say(state, 'The mask is no word: m masks one again.');
	if (currentPlan(state).texts.has(word.row)) return say(state, 'This word was written before: u undoes that first.');
	const id = state.nextId;
	const wish = {type: 'write', word, text} as const;
	return {state: {...state, nextId: id + 1, pending: {id, wish}}, effect: {type: 'agree', id, wish}};
}
