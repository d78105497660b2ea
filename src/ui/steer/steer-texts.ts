import chalk from 'chalk';
import wrapAnsi from 'wrap-ansi';
import {percent} from '../../events/progress.ts';
import {maskGlyph, printable} from '../../printable.ts';
import type {StatusPart} from '../screen/status-parts.ts';
import {cellsOf} from '../terminal/cells.ts';
import type {Size} from '../terminal/size.ts';
import {changesIn, codesMeant, completionOf, completionsOf, currentPlan, type SteerState, textOf, wordAt} from './steer-state.ts';

/** Parts of the status line: the place of the cursor, and what was put together. */
export function steerStatus(state: SteerState): StatusPart[] {
	const {look, focus} = state;
	const changes = changesIn(state);
	const plan = currentPlan(state);
	return [
		{text: `changing step ${look.step}/${look.steps}`, rank: 0},
		{text: focus === 'words' ? wordStatus(state) : pictureStatus(state), rank: 2},
		...(changes === 0 ? [] : [{text: `${changes} ${changes === 1 ? 'change' : 'changes'}`, rank: 1}]),
		...(plan.guidanceText === undefined ? [] : [{text: `guidance ${plan.guidanceText}`, rank: 3}]),
		...(plan.instruction === undefined ? [] : [{text: `instruction: ${printable(plan.instruction)}`, rank: 4}]),
	];
}

function wordStatus(state: SteerState): string {
	const word = wordAt(state);
	if (!word) return 'no word is there yet';
	const plan = currentPlan(state);
	const place = `word ${state.word + 1} of ${state.look.words.length}`;
	if (plan.texts.has(word.row)) return `${place}: "${printable(textOf(word, plan))}" instead of "${printable(word.guess ?? word.text)}"`;
	if (word.text === maskGlyph) return `${place}, masked${word.guess ? `, most likely "${printable(word.guess)}"` : ''}`;
	const sureness = word.isFixed ? ', kept' : word.confidence === null ? '' : `, ${percent(word.confidence)} sure`;
	return `${place}: "${printable(word.text)}"${sureness}`;
}

function pictureStatus(state: SteerState): string {
	const {
		code,
		look: {grid, codes},
	} = state;
	const count = codesMeant(state).length;
	if (count > 1) return `${count} parts of the picture`;
	const place = `part in row ${Math.floor(code / grid.columns) + 1}, column ${(code % grid.columns) + 1}`;
	return codes[code] === null ? `${place}, masked` : place;
}

const labels = {word: 'write', instruction: 'instruction', guidance: 'guidance'} as const;

/** The line that is typed, in a width: its label, and what stands before and from the cursor on. */
export function lineParts(
	state: SteerState,
	columns: number,
): {label: string; before: string; at: string; after: string; rest: string; hint: string} | undefined {
	const {asked} = state;
	if (!asked) return undefined;
	const {asks, line} = asked;
	const word = state.look.words[state.word];
	const label = asks === 'word' ? `instead of "${printable(word?.guess ?? word?.text ?? '')}" > ` : `${labels[asks]} > `;
	const room = Math.max(1, columns - label.length - 1);
	const start = Math.max(0, line.cursor - room + 1);
	const {rest: offered, hint} = offer(state, room - (line.cursor - start) - 1);
	// In colours the cursor stands on what is offered, and without them before it.
	const hasCursorOnIt = chalk.level > 0 && offered !== '';
	const [at = chalk.level > 0 ? ' ' : '_', ...rest] = [...(hasCursorOnIt ? offered : line.text.slice(line.cursor))];
	return {
		...{label, before: line.text.slice(start, line.cursor), at, hint},
		after: hasCursorOnIt ? '' : rest.join('').slice(0, Math.max(0, room - (line.cursor - start) - 1)),
		rest: hasCursorOnIt ? rest.join('') : offered,
	};
}

/** The rest of the word that is offered, and the keys for it, as far as there is room. */
function offer(state: Pick<SteerState, 'asked'>, room: number): {rest: string; hint: string} {
	const completion = completionOf(state);
	if (completion === undefined) return {rest: '', hint: ''};
	const rest = printable(completion).slice(state.asked?.line.text.length);
	const shown = chalk.level > 0 ? rest : `(${rest})`;
	if (cellsOf(shown) > room) return {rest: '', hint: ''};
	const others = completionsOf(state).length > 1 ? ' · arrows: others' : '';
	const hint = [`  Enter takes it${others}`, '  Enter takes it'].find(text => cellsOf(shown) + text.length <= room) ?? '';
	return {rest: shown, hint};
}

/** Keys that do something at the cursor, and what that is. */
export function keyHints({focus, asked, pending}: SteerState): StatusPart[] {
	if (pending) return [{text: pending.wish ? 'asking the model what says the same · Esc calls it off' : 'going on', rank: 0}];
	if (asked) return ranked('Enter takes it', 'Esc drops it');
	const end = [
		{text: 'Enter goes on', rank: 1},
		{text: 'Esc leaves', rank: 4},
		{text: '? keys', rank: 2},
	];
	const both = [
		{text: 'm mask again', rank: 3},
		{text: 'k keep', rank: 5},
	];
	if (focus === 'words') return [{text: 'type another word', rank: 0}, ...both, {text: 'Tab next unsure', rank: 6}, ...end];
	return [{text: 'arrows move', rank: 0}, ...both, {text: 'space marks', rank: 6}, ...end];
}

/** Parts of which the first ones stay the longest. */
const ranked = (...texts: readonly string[]): StatusPart[] => texts.map((text, rank) => ({text, rank}));

const helpParts = [
	'words: arrows move · Tab next word the model is unsure of · type another word, or = and the word: a letter or two offer one that fits, Enter takes it, up and down offer others · m mask again · k keep as it is',
	'picture: down from the last word, or Tab · arrows move · space or shift and arrows mark a region · the mouse too · m · k',
	'what says the same changes with a word, also what comes later: m takes it away, and adds · u undo · i instruction · g guidance',
	'Enter goes on with all that · Esc leaves all as it was · ? close',
];

/** All of the keys, in lines for a window. */
export function steerHelp({columns, rows}: Size): string[] {
	const lines = helpParts.flatMap(part => wrapAnsi(part, Math.max(1, columns - 2), {hard: true, trim: true}).split('\n'));
	return lines.slice(0, Math.max(0, rows - 6));
}
