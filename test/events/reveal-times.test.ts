import fc from 'fast-check';
import {expect, test} from 'vitest';
import {revealsOf, type TextStep} from '../../src/events/reveal-times.ts';

/** A text as it fills in: `order` says at which step each word is decided, 1 .. steps. */
function filling(words: readonly string[], order: readonly number[], steps = Math.max(...order)): TextStep[] {
	return Array.from({length: steps}, (_, index) => {
		const step = index + 1;
		const isKnown = (at: number) => order[at]! <= step;
		return {
			step,
			text: words.map((word, at) => (isKnown(at) ? word : '░')).join(' '),
			textIds: words.map((_, at) => (isKnown(at) ? at : null)),
		};
	});
}

const timesOf = (steps: readonly TextStep[]) => revealsOf(steps).map(({text, step}) => [text.trim(), step]);

test('equal words are told apart by their places', () => {
	expect(timesOf(filling(['the', 'cat', 'and', 'the', 'kite'], [5, 3, 2, 1, 4]))).toEqual([
		['the', 5],
		['cat', 3],
		['and', 2],
		['the', 1],
		['kite', 4],
	]);
});

test('words of one step stand together, spaces included', () => {
	expect(revealsOf(filling(['a', 'red', 'cat'], [1, 2, 2]))).toEqual([
		{text: 'a', step: 1},
		{text: ' red cat', step: 2},
	]);
});

test('what is still masked at the end of a stopped run says so', () => {
	expect(timesOf(filling(['a', 'red', 'cat'], [1, 9, 2], 3))).toEqual([
		['a', 1],
		['░', Number.POSITIVE_INFINITY],
		['cat', 2],
	]);
});

test('masks that vanish with the end of the text take nothing with them', () => {
	const steps: TextStep[] = [
		{step: 1, text: '░ ░ ░ ░', textIds: [null, null, null, null]},
		{step: 2, text: '░ cat', textIds: [null, 7, 0, null]},
		{step: 3, text: 'a cat', textIds: [5, 7, 0, null]},
	];
	expect(timesOf(steps)).toEqual([
		['a', 3],
		['cat', 2],
	]);
});

test('spaces may come and go with the words beside them', () => {
	const steps: TextStep[] = [
		{step: 1, text: '░: ░, ░', textIds: [null, 1, null, 2, null]},
		{step: 2, text: 'asked: ░, ░', textIds: [3, 1, null, 2, null]},
		{step: 3, text: 'asked: red , cat', textIds: [3, 1, 4, 2, 5]},
	];
	expect(timesOf(steps)).toEqual([
		['asked', 2],
		[':', 1],
		['red', 3],
		[',', 1],
		['cat', 3],
	]);
});

test('a text that was written over keeps the times that are certain', () => {
	const steps: TextStep[] = [
		{step: 1, text: 'a dog ░', textIds: [1, 2, null]},
		{step: 2, text: 'a cat ░', textIds: [1, 3, null]},
		{step: 3, text: 'a cat sits', textIds: [1, 3, 4]},
	];
	expect(timesOf(steps)).toEqual([
		['a cat', 0],
		['sits', 3],
	]);
});

test('the pieces are the text whatever a transcript claims, and certain when its words are', () => {
	const hostile = fc.record({
		text: fc.string({unit: fc.constantFrom('░', ' ', 'a', '\uFFFD', '😀', '\uD83D', '\n')}),
		textIds: fc.array(fc.option(fc.nat(9)), {maxLength: 12}),
	});
	fc.assert(
		fc.property(fc.array(hostile, {minLength: 1, maxLength: 6}), steps => {
			const pieces = revealsOf(steps.map((step, index) => ({...step, step: index + 1})));
			expect(pieces.map(({text}) => text).join('')).toBe(steps.at(-1)?.text);
		}),
	);
	fc.assert(
		fc.property(fc.array(fc.integer({min: 1, max: 9}), {minLength: 1, maxLength: 20}), order => {
			const words = order.map((_, index) => `w${index}`);
			for (const {text, step} of revealsOf(filling(words, order))) {
				for (const word of text.trim().split(' ')) expect(order[words.indexOf(word)]).toBe(step);
			}
		}),
	);
});
