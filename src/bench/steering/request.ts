import type {SteerRequest} from '../../run/job.ts';
import {writeScene} from '../../world/language/reasoning.ts';
import type {Change, Kind} from './change.ts';

/** A thought in tokens: its pieces, without spaces around them; undefined where a token is not decided yet. */
export type Pieces = readonly (string | undefined)[];

/**
Request for a change as a person makes it: over the word in the final scene, or where that is not written yet over the first mention of it, or else in the
instruction. Things are added and removed by writing the thought asked. Undefined where the thought does not hold the word.
@param text - The thought that the run comes to by itself. @param whole - its pieces @param now - those that are decided @param asked - the instruction
that asks for the change
*/
export function requestFor(
	{kind, before, after, thing, words}: Change,
	{text, whole, now, asked}: {readonly text: string; readonly whole: Pieces; readonly now: Pieces; readonly asked: string},
): SteerRequest | undefined {
	if (!words) return {type: 'think', text: rewritten(text, thing?.noun ?? '', {kind, scene: writeScene(after)}), isWhole: true};
	const scene = whole.lastIndexOf('scene');
	if (scene === -1 || !text.includes(writeScene(before))) return undefined;
	const isAbout = (row: number) => {
		if (whole[row] !== words.from) return false;
		return !thing || kind === 'noun' || nearby[kind]?.some(distance => whole[row + distance] === thing.noun) === true;
	};
	const rows = [...whole.keys()].filter(isAbout);
	const last = rows.find(row => row > scene);
	if (last === undefined) return undefined;
	// The first sentence of an edit tells the picture as it was.
	const told = whole[0] === 'seen' ? whole.indexOf('.') : -1;
	const row = now[last] === undefined ? rows.find(at => at > told && now[at] !== undefined) : last;
	return row === undefined ? {type: 'instruction', instruction: asked} : {type: 'write', row, text: words.to};
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
