import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {sceneToCodes} from '../../../src/world/codes.ts';
import {differences} from '../../../src/world/detect/differences.ts';
import {sampleItem} from '../../../src/world/export/export.ts';
import {writeReasoning} from '../../../src/world/language/reasoning.ts';
import {createRandom} from '../../../src/world/random.ts';
import type {Scene} from '../../../src/world/scene/scene.ts';
import {readCorpus, sampleVoice} from '../../../src/world/voices/corpus.ts';

const frog = {noun: 'frog', colour: 'green', size: 'small', cell: 'bottom'} as const;
const kite = {noun: 'kite', colour: 'yellow', size: 'large', cell: 'top'} as const;
const scene: Scene = {place: 'beach', time: 'day', weather: 'clear', objects: [kite, frog]};
const alone: Scene = {...scene, objects: [frog]};
const made = (said: Scene, shown: Scene, {seen, thoughts = []}: {seen?: Scene; thoughts?: readonly string[]} = {}) =>
	differences(writeReasoning({...(seen ? {seen} : {asked: 'something'}), thoughts, scene: said}), sceneToCodes(shown));

test('words and a picture that say the same have no differences', () => {
	expect(made(scene, scene)).toEqual([]);
	expect(made(scene, scene, {seen: alone})).toEqual([]);
});

test.each<[string, Scene, Scene, string]>([
	['a thing that the picture lacks', scene, alone, 'The picture lacks the yellow kite that the words name.'],
	['a thing that the words lack', alone, scene, 'The picture shows a kite that the words do not name.'],
	[
		'a colour and a place',
		scene,
		{...scene, objects: [{...kite, colour: 'red', cell: 'top-left'}, frog]},
		'The words say of the kite: yellow, top; the picture: red, top-left.',
	],
	[
		'one of a kind too few',
		{...alone, objects: [frog, {...frog, colour: 'red', cell: 'top'}]},
		alone,
		'The picture lacks the red frog that the words name.',
	],
	[
		'one of a kind too many',
		alone,
		{...alone, objects: [{...frog, colour: 'red', cell: 'top'}, frog]},
		'The picture shows one more frog that the words do not name.',
	],
	['a time', scene, {...scene, time: 'night'}, 'The words say time `day`, the picture `night`.'],
])('%s is told', (_, said, shown, expected) => {
	expect(made(said, shown)).toEqual([expected]);
});

test('things of one kind are each held against the one most like them', () => {
	const two = (...cells: readonly ['top' | 'left' | 'right', 'top' | 'left' | 'right']): Scene => ({
		...alone,
		objects: cells.map((cell, index) => ({...frog, colour: index === 0 ? 'red' : 'blue', cell})),
	});
	expect(made(two('left', 'top'), {...two('left', 'top'), objects: two('left', 'top').objects.toReversed()})).toEqual([]);
	expect(made(two('left', 'top'), two('left', 'right'))).toEqual(['The words say of the frog: top; the picture: right.']);
});

test('an edit that changed nothing is told, with the reason that the words give', () => {
	expect(made(alone, alone, {seen: alone})).toEqual(['Nothing changed.']);
	expect(made(alone, alone, {seen: alone, thoughts: ['there is no dog', 'nothing changes']})).toEqual([
		'Nothing changed. The words say: there is no dog.',
	]);
});

test('what the words decline is told', () => {
	expect(made(alone, alone, {thoughts: ['i cannot draw that']})).toEqual(['The words say: i cannot draw that.']);
});

test('words without a whole scene are told', () => {
	expect(differences('asked: a frog. scene: beach, day,', sceneToCodes(alone))).toEqual([
		'The words are no whole description of a picture.',
	]);
});

test.each([
	['a green frog and a yellow kite at the beach', ['Nothing shows the kite that the instruction names.']],
	['A Frog, a KITE and a boat', ['Nothing shows the kite and the boat that the instruction names.']],
	['a green frog at the beach', []],
	['a kite, no wait, a frog', []],
	["a frog, and I don't want the kite", []],
	['a frog at the beach, green as a boat', []],
])('of the things that a drawing asks for by name, those that nothing shows are told: %s', (drawing, expected) => {
	const text = writeReasoning({asked: 'something', thoughts: [], scene: alone});
	expect(differences(text, sceneToCodes(alone), {task: 'gen', instruction: drawing})).toEqual(expected);
});

const rain: Scene = {...scene, weather: 'rain'};
test.each([
	['a frog and a kite while it pours', scene, 'The request says rain ("pours"), and the words say clear.'],
	['a frog and a kite, raining cats and dogs', scene, 'The request says rain ("raining"), and the words say clear.'],
	['a frog, a kite and a blizzard', scene, 'The request says snow ("blizzard"), and the words say clear.'],
	['a frog and a kite, not a cloud in the sky', rain, 'The request says clear ("not a cloud in the sky"), and the words say rain.'],
	['a frog and a kite under a grey sky', scene, 'The request says cloudy ("grey sky"), and the words say clear.'],
	['Frog & kite, moonlit', scene, 'The request says night ("moonlit"), and the words say day.'],
	['a frog and a kite in the woods', scene, 'The request says forest ("in the woods"), and the words say beach.'],
	['a frog and a kite while it pours', rain, undefined],
	['a frog and a kite, no rain', scene, undefined],
	['a frog and a kite before the rain', scene, undefined],
])('a place, time or weather that a drawing says unmistakably is held against its words: %s', (instruction, said, expected) => {
	const text = writeReasoning({asked: 'something', thoughts: [], scene: said});
	expect(differences(text, sceneToCodes(said), {task: 'gen', instruction})).toEqual(expected === undefined ? [] : [expected]);
});

test.each([
	['let there be a downpour', scene, 'The request says rain ("downpour"), and the words say clear.'],
	['make it overcast', scene, 'The request says cloudy ("overcast"), and the words say clear.'],
	['the rain turns into snow', scene, undefined],
	['stop the rain', scene, undefined],
	['swap the rain for frost', scene, undefined],
	['it should not drizzle', scene, undefined],
])('what an edit says of the weather is held against its words, unless it may be what goes: %s', (instruction, said, expected) => {
	const seen: Scene = {...said, time: 'night', objects: [frog]};
	const text = writeReasoning({seen, thoughts: [], scene: said});
	expect(differences(text, sceneToCodes(said), {task: 'edit', instruction})).toEqual(expected === undefined ? [] : [expected]);
});

test('a true picture of a request is hardly ever doubted, in the words of the grammar and of many writers', () => {
	const corpus = readCorpus(fileURLToPath(new URL('../../../training/corpus', import.meta.url)));
	const exercises = Array.from({length: 800}, (_, seed) => [
		sampleItem(createRandom(seed), {split: 'validation'}),
		sampleVoice(createRandom(seed), corpus),
	]).flat();
	const doubted = exercises.flatMap(({task, instruction, reasoning, target}) =>
		differences(reasoning, sceneToCodes(target), {task, instruction})
			.filter(sentence => !/^(?:Nothing changed|The words say: )/.test(sentence))
			.map(sentence => `${instruction}: ${sentence}`),
	);
	expect(exercises).toHaveLength(1600);
	expect(doubted.length / exercises.length, doubted.join('\n')).toBeLessThan(1 / 200);
});

test.each([
	['a slow animal that carries its house, blue', {noun: 'snail', colour: 'blue'}],
	['an orange frog. let me say it anew: a red snail', {noun: 'snail', colour: 'red'}],
	['a cat and a snail... eh, skip the cat', {noun: 'snail', colour: 'red'}],
] as const)('a thing that is told by another, or taken back, need not be there: %s', (instruction, {noun, colour}) => {
	const scene: Scene = {place: 'meadow', time: 'day', weather: 'clear', objects: [{noun, colour, size: 'small', cell: 'bottom'}]};
	const text = writeReasoning({asked: noun, thoughts: [], scene});
	expect(differences(text, sceneToCodes(scene), {task: 'gen', instruction})).toEqual([]);
});

test('a drawing has no picture before it that nothing changed of', () => {
	const text = writeReasoning({seen: alone, thoughts: ['i cannot draw that'], scene: alone});
	expect(differences(text, sceneToCodes(alone), {task: 'gen', instruction: 'a dragon'})).toEqual(['The words say: i cannot draw that.']);
	expect(differences(text, sceneToCodes(alone), {task: 'edit', instruction: 'add a dragon'})).toEqual([
		'Nothing changed. The words say: i cannot draw that.',
	]);
});
