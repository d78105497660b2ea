import {setTimeout} from 'node:timers/promises';
import {median} from './measure.ts';
import {defaultRun, openTerminal} from './pseudo-terminal.ts';

const statusLine = /^ (?:step|paus(?:ing after|ed at)) /;
type Lines = readonly string[];
type IsShown = (lines: Lines) => boolean;
const has =
	(pattern: RegExp): IsShown =>
	lines =>
		lines.some(line => pattern.test(line));
const not =
	(isShown: IsShown): IsShown =>
	lines =>
		!isShown(lines);
const isHeld = has(/^ paus(?:ing after|ed at) /);
const hasHelp = has(/space pause/);
/** Rows from the top to the status line: a picture that changes its size moves it by two at least. */
const rowsAbove = (lines: Lines) => lines.findIndex(line => statusLine.test(line));
const isLower =
	(before: Lines): IsShown =>
	lines =>
		rowsAbove(lines) >= rowsAbove(before) + 2;
const isHigher =
	(before: Lines): IsShown =>
	lines =>
		rowsAbove(lines) !== -1 && rowsAbove(lines) <= rowsAbove(before) - 2;

/** A key, and how its effect is seen in the lines after it, given those before. */
type Press = {readonly key: string; readonly send: string; readonly shows: (before: Lines) => IsShown};
/** Every key, with the one that takes it back. */
const plays: readonly (readonly Press[])[] = [
	[
		{key: 'space', send: ' ', shows: () => isHeld},
		{key: 'space, again', send: ' ', shows: () => not(isHeld)},
	],
	[
		{key: '-', send: '-', shows: isHigher},
		{key: '+', send: '+', shows: isLower},
	],
	[
		{key: 'p', send: 'p', shows: isHigher},
		{key: 'p, again', send: 'p', shows: isLower},
	],
	[
		{key: '?', send: '?', shows: () => hasHelp},
		{key: '?, again', send: '?', shows: () => not(hasHelp)},
	],
];

/**
From a key to the first byte of the frame that shows what it did, in default runs that go on meanwhile, at moments that a seeded generator
draws. A run that ends before has its end for an answer.
*/
export async function measureKeys({rounds, model}: {readonly rounds: number; readonly model: string}) {
	const took = new Map(plays.flat().map(({key}) => [key, [] as number[]]));
	const random = createRandom(1);
	for (let round = 0; round < rounds; round++) {
		for (const play of plays) {
			await using terminal = await openTerminal({words: defaultRun(model, round), isWatched: true});
			if (!(await terminal.waitFor(has(statusLine))).isShown) throw new Error('The run was over before it was seen.');
			for (const {key, send, shows} of play) {
				await setTimeout(100 * random());
				const isShown = shows(terminal.screen());
				const sentMs = performance.now();
				terminal.press(send);
				const {atMs} = await terminal.waitFor(isShown);
				took.get(key)?.push(atMs - sentMs);
			}
		}
	}
	return [...took].map(([key, all]) => ({key, presses: all.length, medianMs: median(all), mostMs: Math.max(...all)}));
}

/** Mulberry32: uniform in [0, 1). */
function createRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
