import {expect, test} from 'vitest';
import {lookAt} from '../../src/app/look-at.ts';
import type {RunEvent} from '../../src/events/events.ts';
import {stateAfter} from '../../src/events/finished-run.ts';
import type {ShownWord} from '../../src/run/job.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

const events = scriptedRun().slice(0, 20);
const token = (row: number, text: string, change: Partial<ShownWord> = {}): ShownWord => ({
	...{row, text, isMasked: false, isFixed: false, probability: 0.9},
	...change,
});
const steered = (intervention: Extract<RunEvent, {type: 'steered'}>['intervention']): RunEvent => {
	const {step, textIds, codes, text} = stateAfter(events);
	return {type: 'steered', step, of: 23, by: 'person', intervention, textIds, codes, text};
};
const wordsOf = (...tokens: readonly ShownWord[]) => lookAt(events, tokens).words;

test('a run is looked at as it stands: its step, its tokens, and what leads it', () => {
	const {step, textIds, codes} = stateAfter(events);
	expect(lookAt(events, [])).toEqual({
		...{step, steps: 23, textIds, codes, grid: {rows: 6, columns: 6}, words: []},
		...{instruction: 'a red balloon above a small blue house at night', guidanceText: 1, fixedCodes: []},
	});
});

test('what it was changed by leads it from then on, the last change of each', () => {
	const changes = [
		steered({type: 'instruction', instruction: 'a cat'}),
		steered({type: 'instruction', instruction: 'a dog'}),
		steered({type: 'guidance', guidanceText: 3}),
		steered({type: 'guidance', guidanceImage: 2}),
		steered({type: 'fixCodes', rows: [4, 2]}),
	];
	expect(lookAt([...events, ...changes], [])).toMatchObject({instruction: 'a dog', guidanceText: 3, fixedCodes: [4, 2]});
});

test('of an edit of a part all other codes stay', () => {
	const [started, ...others] = events;
	if (started?.type !== 'started') throw new TypeError('The run does not start.');
	const repaint = Array.from({length: 34}, (_, code) => code + 2);
	expect(lookAt([{...started, settings: {...started.settings, repaint}}, ...others], []).fixedCodes).toEqual([0, 1]);
});

test('tokens that are pieces of a word are one word, as sure as the least sure of them, and kept if all are', () => {
	expect(wordsOf(token(0, 'cast', {probability: 0.8}), token(1, 'le', {probability: 0.6, isFixed: true}), token(2, ' tower'))).toEqual([
		{text: 'castle', row: 0, length: 2, isGlued: false, confidence: 0.6, isFixed: false},
		{text: 'tower', row: 2, length: 1, isGlued: false, confidence: 0.9, isFixed: false},
	]);
});

test.each([
	{pieces: ['red', ','], texts: ['red', ','], glued: [false, true]},
	{pieces: ['it', "'s"], texts: ["it's"], glued: [false]},
	{pieces: ['top', '-', 'left'], texts: ['top', '-', 'left'], glued: [false, true, true]},
	{pieces: ['naïve', 'té', ' 2', '0'], texts: ['naïveté', '20'], glued: [false, false]},
])('$pieces are the words $texts', ({pieces, texts, glued}) => {
	const words = wordsOf(...pieces.map((text, row) => token(row, text)));
	expect(words.map(({text}) => text)).toEqual(texts);
	expect(words.map(({isGlued}) => isGlued)).toEqual(glued);
});

test('a masked token is a word by itself, with the guess at it, and no piece is glued to it', () => {
	expect(wordsOf(token(0, 'a'), token(1, ' cat', {isMasked: true}), token(2, 's')).slice(1)).toEqual([
		{text: '░', guess: 'cat', row: 1, length: 1, isGlued: false, confidence: null, isFixed: false},
		{text: 's', row: 2, length: 1, isGlued: true, confidence: 0.9, isFixed: false},
	]);
});

test('a run that has not begun cannot be looked at', () => {
	expect(() => lookAt([], [])).toThrow('The run has not begun.');
});
