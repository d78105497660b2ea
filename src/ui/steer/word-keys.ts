import {maskGlyph} from '../../printable.ts';
import {isWritten, rowsOf, withKept, withoutKept, withoutMask} from './plan.ts';
import {
	currentPlan,
	isForgotten,
	type SteerRoom,
	type SteerState,
	type SteerStep,
	say,
	unsureWords,
	withPlan,
	wordAt,
} from './steer-state.ts';
import {shownWords} from './word-lines.ts';
import {placeWords, wordBeside} from './word-places.ts';

/** A key while the cursor is among the words. */
export function pressInWords(state: SteerState, key: string, room: SteerRoom): SteerStep {
	const {words} = state.look;
	const to = (word: number): SteerStep => ({state: {...state, word: Math.max(0, Math.min(words.length - 1, word))}});
	switch (key) {
		case 'left':
			return to(state.word - 1);
		case 'right':
			return to(state.word + 1);
		case 'home':
			return to(0);
		case 'end':
			return to(words.length - 1);
		case 'up':
		case 'down': {
			const places = placeWords(shownWords(state), room.columns);
			const next = wordBeside(places, state.word, key === 'down' ? 1 : -1);
			if (next !== undefined) return to(next);
			return key === 'down' ? toPicture(state, room) : {state};
		}
		case 'tab': {
			const next = unsureWords(state.look).find(index => index > state.word);
			return next === undefined ? toPicture(state, room) : to(next);
		}
		case 'shift-tab': {
			const before = unsureWords(state.look).findLast(index => index < state.word);
			return before === undefined ? {state} : to(before);
		}
		case 'm':
		case 'backspace':
		case 'delete':
			return forget(state);
		case 'k':
			return keep(state);
	}
	return {state};
}

/** The last uncertain word is followed by the picture; without one, by the first word. */
const toPicture = (state: SteerState, {hasPicture}: SteerRoom): SteerStep =>
	hasPicture ? {state: {...state, focus: 'picture'}} : {state: {...state, word: unsureWords(state.look)[0] ?? state.word}};

function forget(state: SteerState): SteerStep {
	const word = wordAt(state);
	if (!word) return {state};
	const plan = currentPlan(state);
	if (isForgotten(word, plan)) return {state: withPlan(state, withoutMask(plan, word))};
	if (word.isFixed) return say(state, `"${word.text}" was written or kept by a change before, and stays.`);
	if (isWritten(plan, word.row)) return say(state, 'This word was written just now: u undoes that.');
	if (word.text === maskGlyph) return say(state, 'This word is masked: the model has yet to find it.');
	const id = state.nextId;
	const wish = {type: 'mask', rows: rowsOf(word)} as const;
	return {state: {...state, nextId: id + 1, pending: {id, wish}}, effect: {type: 'agree', id, wish}};
}

function keep(state: SteerState): SteerStep {
	const word = wordAt(state);
	if (!word) return {state};
	if (word.text === maskGlyph) return say(state, 'This word is masked: there is nothing to keep.');
	if (word.isFixed) return say(state, `"${word.text}" is kept already.`);
	const plan = currentPlan(state);
	return {state: withPlan(state, plan.keptWords.has(word.row) ? withoutKept(plan, word) : withKept(plan, word))};
}
