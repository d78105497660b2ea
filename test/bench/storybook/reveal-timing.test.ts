import {expect, test} from 'vitest';
import {type ObjectTiming, type StepOutput, synchronyOf, timingsOf} from '../../../src/bench/storybook/reveal-timing.ts';
import {sceneToCodes} from '../../../src/world/codes.ts';
import {writeReasoning} from '../../../src/world/language/reasoning.ts';
import type {Scene} from '../../../src/world/scene/scene.ts';

const scene: Scene = {
	place: 'meadow',
	time: 'night',
	weather: 'clear',
	objects: [
		{size: 'large', colour: 'red', noun: 'balloon', cell: 'top'},
		{size: 'small', colour: 'blue', noun: 'house', cell: 'bottom'},
	],
};
/** The same colours stand here before the scene clause. */
const text = writeReasoning({asked: 'red balloon, blue house', thoughts: ['the red balloon is above'], scene});
const words = text.match(/[a-z-]+|[.,:;]/g)!;
const codes = sceneToCodes(scene);

/** A run of 10 steps; `wordStep` and `codeStep` say when a token is decided. */
function play(wordStep: (word: string, index: number) => number, codeStep: (index: number) => number): StepOutput[] {
	return Array.from({length: 10}, (_, index) => {
		const step = index + 1;
		const known = words.map((word, place) => wordStep(word, place) <= step);
		const shown = words.map((word, place) => (known[place] ? word : '░')).join(' ');
		return {
			step,
			text: shown.replace(/ ([.,:;])/g, '$1'),
			textIds: known.map((isKnown, place) => (isKnown ? place : null)),
			codes: codes.map((code, place) => (codeStep(place) <= step ? code : null)),
		};
	});
}

const lastRed = words.lastIndexOf('red');
const lastBlue = words.lastIndexOf('blue');
/** Rows of six codes: the balloon is in the upper two rows, the house in the lower two. */
const row = (index: number) => Math.floor(index / 6);

test('a colour is timed in the scene clause, not where it stood before, and at its first and its mean tile', () => {
	const run = play(
		(_, index) => (index === lastRed ? 7 : index === lastBlue ? 9 : 1),
		index => [4, 8, 10, 10, 2, 2][row(index)]!,
	);
	expect(timingsOf(run, 10)).toEqual([
		{noun: 'balloon', colour: 'red', word: 0.7, firstCode: 0.4, meanCode: 0.6},
		{noun: 'house', colour: 'blue', word: 0.9, firstCode: 0.2, meanCode: 0.2},
	]);
});

test('an object that the picture does not show in that colour is left out, and so is a scene that cannot be read', () => {
	const green = sceneToCodes({...scene, objects: [{...scene.objects[0]!, colour: 'green'}, scene.objects[1]!]});
	const run = play(
		() => 1,
		() => 1,
	);
	expect(
		timingsOf(
			run.map(step => ({...step, codes: green})),
			10,
		).map(({noun}) => noun),
	).toEqual(['house']);
	expect(
		timingsOf(
			run.map(step => ({...step, text: 'scene: meadow, night; red.'})),
			10,
		),
	).toEqual([]);
	expect(timingsOf([], 10)).toEqual([]);
});

const timing = (word: number, firstCode: number): ObjectTiming => ({noun: 'cat', colour: 'red', word, firstCode, meanCode: firstCode});

test('objects whose word and tile come together correlate, over all and within their runs', () => {
	const runs = [0, 0.1, 0.2, 0.3].map(shift => [timing(0.2 + shift, 0.25 + shift), timing(0.6 + shift, 0.65 + shift)]);
	const found = synchronyOf([...runs, []]);
	expect(found).toMatchObject({runs: 4, objects: 8});
	expect(found.lag.value).toBeCloseTo(0.05, 9);
	expect(found.lag.high - found.lag.low).toBeCloseTo(0, 9);
	expect(found.correlation.value).toBeCloseTo(1, 9);
	expect(found.correlationWithin.value).toBeCloseTo(1, 9);
	expect(found.wordFirst.rate).toBe(1);
	expect(found.close.rate).toBe(1);
	expect(found.closeToOthers.rate).toBe(0);
});

test('runs that are early or late as a whole correlate over all, but not within', () => {
	const runs = [0.1, 0.3, 0.5, 0.7].map(at => [timing(at, at + 0.2), timing(at + 0.2, at)]);
	const found = synchronyOf(runs);
	expect(found.correlation.value).toBeGreaterThan(0.5);
	expect(found.correlationWithin.value).toBeCloseTo(-1, 9);
	expect(found.wordFirst.rate).toBe(0.5);
});

test('there is nothing to say of runs without objects', () => {
	expect(() => synchronyOf([[], []])).toThrow(RangeError);
});
