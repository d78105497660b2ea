import {expect, test} from 'vitest';
import type {Change} from '../../../src/bench/steering/change.ts';
import {saidAnew} from '../../../src/bench/steering/said-anew.ts';
import type {Scene, SceneObject} from '../../../src/world/scene/scene.ts';

const scene: Scene = {place: 'town', time: 'night', weather: 'clear', objects: []};
const thing: SceneObject = {noun: 'boat', colour: 'red', size: 'large', cell: 'left'};
const change = (kind: Change['kind'], from: string, to: string, of?: SceneObject): Change => ({
	...{kind, before: scene, after: scene, thing: of, words: {from, to}},
	...{said: 'it is so', edit: 'make it so'},
});

test.each([
	{instruction: 'a crimson ship at night', change: change('colour', 'red', 'blue', thing), said: 'a blue ship at night'},
	{instruction: 'a red car and a ship', change: change('colour', 'red', 'blue', thing), said: 'a red car and a ship. it is so'},
	{instruction: 'a huge red boat', change: change('size', 'large', 'small', thing), said: 'a small red boat'},
	{instruction: 'a sailboat!', change: change('noun', 'boat', 'car', thing), said: 'a car!'},
	{instruction: 'everything is on the street!', change: change('place', 'town', 'forest'), said: 'everything is in the forest!'},
	{instruction: 'a cat, it is dark', change: change('time', 'night', 'day'), said: 'a cat, it is day'},
	{instruction: 'a cat.', change: change('weather', 'clear', 'rain'), said: 'a cat. it is so'},
])('$instruction, said anew: $said', ({instruction, change: wanted, said}) => {
	expect(saidAnew(instruction, wanted, 'gen')).toBe(said);
});

test('of an edit, what the instruction does not say is another edit', () => {
	expect(saidAnew('remove the cat.', change('weather', 'clear', 'rain'), 'edit')).toBe('remove the cat and then make it so');
});
