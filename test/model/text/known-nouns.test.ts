import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {openThings} from '../../../src/model/text/known-nouns.ts';
import {openTokenizer} from '../../../src/model/text/tokenizer.ts';
import {sceneToCodes} from '../../../src/world/codes.ts';
import {cannotDraw} from '../../../src/world/language/cannot-draw.ts';
import {nounWords} from '../../../src/world/language/words.ts';

const folder = new URL('../../../models/storybook', import.meta.url).pathname;
const config: {readonly mmada: {readonly things: readonly (readonly [string, ...string[]])[]}} = JSON.parse(
	readFileSync(`${folder}/config.json`, 'utf8'),
);
const things = openThings(await openTokenizer(folder), config.mmada.things, cannotDraw);

test.each([
	['a horse in the desert', ['horse']],
	['A HORSE, two horses and a Robot!', ['horse', 'horses', 'robot']],
	['put a “dragon” next to the house', ['dragon']],
	['a red cat on the beach', []],
	['a drawing for my little girl: a frog', []],
	['a ball as yellow as a lemon', []],
	['an owl in a tree', []],
	['', []],
])('everyday things that cannot be drawn are found where they are asked for: %s', (instruction, expected) => {
	expect(things.lackingIn(instruction)).toEqual(expected);
});

test('nothing that the world draws counts as a thing that it cannot draw', () => {
	// The one reptile that it draws is asked for by that word, too.
	for (const word of cannotDraw.filter(one => one !== 'reptile')) expect([word, things.lackingIn(`a ${word}`)]).toEqual([word, [word]]);
	for (const name of Object.values(nounWords).flat()) expect([name, things.lackingIn(`a ${name} and a ${name}`)]).toEqual([name, []]);
});

test('things are named by all their names, and seen where at least two tiles show them', () => {
	expect(things.namedIn('Make the puppy RED and add a kite')).toEqual([
		{name: 'dog', isPresumed: true},
		{name: 'kite', isPresumed: false},
	]);
	const scene = {
		place: 'meadow',
		time: 'day',
		weather: 'clear',
		objects: [{noun: 'dog', colour: 'red', size: 'small', cell: 'left'}],
	} as const;
	expect(things.seenIn(sceneToCodes(scene))).toEqual(['dog']);
	expect(things.seenIn(sceneToCodes({...scene, objects: []}))).toEqual([]);
	expect(things.seenIn([9 * 256, 0, 0])).toEqual(['balloon']);
});

test('a longer word that begins as a thing is no such thing, and an everyday one is near to what it is like', () => {
	for (const word of ['carpet', 'starfish', 'catapult'])
		expect([word, things.isNamedIn(`a ${word}`), things.isThing(word)]).toEqual([word, false, false]);
	expect(things.namedIn('remove the carpet')).toEqual([]);
	expect(things.lackingIn('a carpet, wolves and a space rocket')).toEqual(['carpet', 'wolves']);
	expect([things.nearTo('Wolves'), things.nearTo('carpet')]).toEqual([['dog'], []]);
});

test.each([
	['I would like a pizza', ['pizza']],
	['a cat that looks like a tiger', []],
	['can you bear it', []],
	['add a bear', ['bear']],
	["make the cat's eyes blue", ['eyes']],
	['put my grandma next to the frog', ['grandma']],
	['a frog for my grandma', []],
	['an ice cream', ['ice-cream']],
])('words of many meanings are things only where they are asked for: %s', (instruction, expected) => {
	expect(things.lackingIn(instruction)).toEqual(expected);
});
