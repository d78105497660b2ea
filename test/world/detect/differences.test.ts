import {expect, test} from 'vitest';
import {sceneToCodes} from '../../../src/world/codes.ts';
import {differences} from '../../../src/world/detect/differences.ts';
import {writeReasoning} from '../../../src/world/language/reasoning.ts';
import type {Scene} from '../../../src/world/scene/scene.ts';

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
	['a time', scene, {...scene, time: 'night'}, 'The words say time `day`, the picture `night`.'],
])('%s is told', (_, said, shown, expected) => {
	expect(made(said, shown)).toEqual([expected]);
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
