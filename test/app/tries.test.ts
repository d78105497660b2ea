import {expect, test} from 'vitest';
import {bestTry, isFlawless, type Tried, triesNotice, tryUntilFlawless} from '../../src/app/tries.ts';
import {maxSeed} from '../../src/decoder/random.ts';

const request = {seed: 7, settings: {}, tries: 4};
const sure = (text: number, image = text): Tried['confidence'] => ({text, image});

test('a request is tried until nothing is to be said against it, each time with another seed, and with warmer words from the second on', async () => {
	const asked: {readonly seed: number; readonly settings: {readonly textTemperature?: number | undefined}}[] = [];
	const done = await tryUntilFlawless(request, async (each, index) => {
		asked.push(each);
		return {findings: index < 2 ? ['Nothing changed.'] : []};
	});
	expect(asked.map(({settings}) => settings.textTemperature !== undefined)).toEqual([false, true, true]);
	expect(new Set(asked.map(({seed}) => seed)).size).toBe(3);
	expect(done?.notice).toBe('Kept try 3 of 3 (4 at most): words and picture agree.');
});

test('words stay as warm as the request says they are', async () => {
	const warmths: (number | undefined)[] = [];
	const settings: {textTemperature: number} = {textTemperature: 0.1};
	await tryUntilFlawless({...request, settings}, async ({settings: {textTemperature}}) => {
		warmths.push(textTemperature);
		return {findings: ['a']};
	});
	expect(warmths).toEqual([0.1, 0.1, 0.1, 0.1]);
});

test('every seed of a try is one that a request may have', async () => {
	const seeds: number[] = [];
	await tryUntilFlawless({...request, seed: maxSeed, tries: 100}, async ({seed}) => {
		seeds.push(seed);
		return {findings: ['a']};
	});
	expect(seeds.every(seed => Number.isSafeInteger(seed) && seed >= 0 && seed <= maxSeed)).toBe(true);
	expect(new Set(seeds).size).toBe(100);
});

test('a try that is stopped ends them, and the best before it is kept', async () => {
	const done = await tryUntilFlawless(request, async (_, index) =>
		index < 2 ? {index, findings: index === 0 ? ['a', 'b'] : ['a']} : undefined,
	);
	expect(done?.best.index).toBe(1);
	expect(await tryUntilFlawless(request, async () => undefined)).toBeUndefined();
});

test.each<{rule: string; tries: readonly Tried[]; best: number}>([
	{
		rule: 'fewer findings are better, whatever the model is sure of',
		tries: [
			{findings: ['a', 'b'], confidence: sure(0)},
			{findings: ['a'], confidence: sure(-5)},
		],
		best: 1,
	},
	{
		rule: 'of equals the network is to be surest',
		tries: [
			{findings: ['a'], confidence: sure(-2)},
			{findings: ['b'], confidence: sure(-1)},
		],
		best: 1,
	},
	{rule: 'of wholly equal ones the first is kept', tries: [{findings: ['a']}, {findings: ['b']}], best: 0},
	{
		rule: 'without an exact reading only the confidence counts, of text and picture alike',
		tries: [
			{findings: undefined, confidence: sure(-1, -3)},
			{findings: undefined, confidence: sure(-2, -1)},
		],
		best: 1,
	},
])('$rule', ({tries, best}) => {
	expect(bestTry(tries)).toBe(best);
});

test('a picture that is not read exactly is never without fault, so all tries are made', async () => {
	expect(isFlawless({findings: undefined, confidence: sure(0)})).toBe(false);
	const done = await tryUntilFlawless(request, async (_, index) => ({findings: undefined, confidence: sure(index === 1 ? -1 : -2)}));
	expect(done?.notice).toBe('Kept try 2 of 4 (4 at most): the model is most sure of it.');
});

test('the best of tries that all have faults is told as such', () => {
	expect(triesNotice([{findings: ['a', 'b']}, {findings: ['a']}], 2)).toBe('Kept try 2 of 2 (2 at most): none has fewer faults.');
});
