import type {SteerRequest} from '../../run/job.ts';
import {writeScene} from '../../world/language/reasoning.ts';
import type {Change, Kind} from './change.ts';

/** A thought in tokens: its pieces, without spaces around them; undefined where a token is not decided yet. */
export type Pieces = readonly (string | undefined)[];

/** Places where a person makes a change: over a word of the final scene or an earlier one, over a guess at one, in the instruction, or by a whole thought. */
export const seats = ['scene', 'mention', 'guess', 'instruction', 'thought'] as const;
export type Seat = (typeof seats)[number];

/** A run as a person sees it who changes it. */
type Seen = {
	/** The thought that it comes to by itself, and its pieces. */
	readonly text: string;
	readonly whole: Pieces;
	/** The pieces that are decided. */
	readonly now: Pieces;
	/** Guesses of the model that it is rather sure of, where none is. */
	readonly guessed: Pieces;
	/** The instruction that asks for the change. */
	readonly asked: string;
};

/**
Request for a change as a person makes it: over the word in the final scene, or where that is not written yet over the first mention of it, or over the
model's guess at one, or else in the instruction. Things are added and removed by writing the thought asked. Undefined where the thought does not hold the
word.
*/
export function requestFor(
	{kind, before, after, thing, words}: Change,
	{text, whole, now, guessed, asked}: Seen,
): {readonly request: SteerRequest; readonly seat: Seat} | undefined {
	if (!words) {
		const thought = rewritten(text, thing?.noun ?? '', {kind, scene: writeScene(after)});
		return {request: {type: 'think', text: thought, isWhole: true}, seat: 'thought'};
	}
	const scene = whole.lastIndexOf('scene');
	if (scene === -1 || !text.includes(writeScene(before))) return undefined;
	const rowsIn = (pieces: Pieces) =>
		[...pieces.keys()].filter(row => {
			if (pieces[row] !== words.from) return false;
			return !thing || kind === 'noun' || nearby[kind]?.some(distance => pieces[row + distance] === thing.noun) === true;
		});
	const write = (row: number, seat: Seat) => ({request: {type: 'write' as const, row, text: words.to}, seat});
	const rows = rowsIn(whole);
	const last = rows.find(row => row > scene);
	if (last === undefined) return undefined;
	if (now[last] !== undefined) return write(last, 'scene');
	// The first sentence of an edit tells the picture as it was.
	const told = whole[0] === 'seen' ? whole.indexOf('.') : -1;
	const mention = rows.find(row => row > told && now[row] !== undefined);
	if (mention !== undefined) return write(mention, 'mention');
	const guess = rowsIn(whole.map((_, row) => now[row] ?? guessed[row])).find(row => row > told && now[row] === undefined);
	return guess === undefined ? {request: {type: 'instruction', instruction: asked}, seat: 'instruction'} : write(guess, 'guess');
}

/** Places of a thing's name, from a word about it on. */
const nearby: Readonly<Partial<Record<Kind, readonly number[]>>> = {colour: [1, 2], size: [1, 2, 3], cell: [-1]};

/** A thought with another scene at its end, and without what it said of a thing that is removed. */
function rewritten(text: string, noun: string, {kind, scene}: {readonly kind: Kind; readonly scene: string}): string {
	const [opening = '', ...thoughts] = text.slice(0, text.lastIndexOf('scene: ')).split(/(?<=\.) /);
	const isOther = (part: string) => kind !== 'removing' || !new RegExp(`\\b${noun}\\b`).test(part);
	const asked = opening.startsWith('asked: ')
		? `asked: ${opening.slice('asked: '.length).replace(/\.$/, '').split(', ').filter(isOther).join(', ')}.`
		: opening;
	return [asked, ...thoughts.map(thought => thought.trim()).filter(thought => thought !== '' && isOther(thought)), `scene: ${scene}`].join(
		' ',
	);
}
