import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {voices} from '../../../src/bench/voices/voices.ts';
import {surroundingsIn, unwantedIn} from '../../../src/world/detect/surroundings.ts';
import {createRandom} from '../../../src/world/random.ts';
import {readCorpus} from '../../../src/world/voices/corpus.ts';
import {fillTemplate} from '../../../src/world/voices/fill.ts';

const corpus = readCorpus(fileURLToPath(new URL('../../../training/corpus', import.meta.url)));
const items = corpus.flatMap(({templates}) => templates).flatMap((template, index) => fillTemplate(createRandom(index), template) ?? []);

test('of the pictures that other people asked for, hardly any has another place, time or weather than its request is taken to say', () => {
	const said = items.map(item => ({item, found: surroundingsIn(item.instruction, item.task === 'edit')}));
	const some = said.filter(({found}) => found.length > 0);
	const wrong = some.filter(({item: {target}, found}) => found.some(({field, value}) => target[field] !== value));
	expect(items.length).toBeGreaterThan(10_000);
	expect(some.length).toBeGreaterThan(1000);
	expect(wrong.length / some.length).toBeLessThan(0.01);
	const doubted = voices.filter(({instruction, task, target}) =>
		surroundingsIn(instruction, task === 'edit').some(({field, value}) => target[field] !== value),
	);
	expect(doubted).toEqual([]);
});

test.each([
	['a red car while it pours', 'rain'],
	["it's pouring, and a cat is wet", 'rain'],
	['a cat in the drizzle', 'rain'],
	['water comes down in buckets on a frog', 'rain'],
	['a house in a blizzard', 'snow'],
	['a tree white with frost', 'snow'],
	['fat flakes fall on a tent', 'snow'],
	['a kite in a cloudless sky', 'clear'],
	['a kite and not a single cloud', 'clear'],
	['I would like a kite on a sunny day', 'clear'],
	['an overcast day and a boat', 'cloudy'],
	['a boat under a leaden sky', 'cloudy'],
	['rain, then snow', undefined],
	['a cat pouring tea', undefined],
	['a bowl of cornflakes and a cat', undefined],
	['a cat in a raincoat', undefined],
	['a rainbow over a house', undefined],
	['a snow-white rabbit', undefined],
	['a frog that hates the rain', undefined],
	['a forest green car', undefined],
	['', undefined],
])('the weather of a request is read of words with one meaning: %s', (request, expected) => {
	const weather = surroundingsIn(request, false).find(({field}) => field === 'weather');
	expect(weather?.value).toBe(expected);
});

test.each([
	['less rain', 'rain'],
	['no more snow, please', 'snow'],
	['stop the rain and make the cat red', 'rain'],
	['get rid of all the snow', 'snow'],
	['no, rain would be better', undefined],
	['make it rain', undefined],
	['remove the raincoat', undefined],
])('an edit wants to be rid of a weather: %s', (request, expected) => {
	expect(unwantedIn(request).map(({value}) => value)).toEqual(expected === undefined ? [] : [expected]);
});

test('no edit that other people asked for has a weather that it is taken to want to be rid of', () => {
	const edits = [...items, ...voices].filter(({task}) => task === 'edit');
	const some = edits.filter(({instruction}) => unwantedIn(instruction).length > 0);
	expect(some.length).toBeGreaterThan(10);
	expect(
		some
			.filter(({instruction, target}) => unwantedIn(instruction).some(({value}) => value === target.weather))
			.map(({instruction}) => instruction),
	).toEqual([]);
});
