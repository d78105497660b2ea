import {expect, test} from 'vitest';
import {agreementOf, isSameScene} from '../../../src/bench/storybook/agreement.ts';
import type {Reading} from '../../../src/world/scene/goal.ts';

const scene: Reading = {
	place: 'meadow',
	time: 'night',
	weather: 'rain',
	objects: [
		{noun: 'balloon', colour: 'red', size: 'large', cell: 'top'},
		{noun: 'cat', colour: 'blue', size: 'small', cell: 'bottom'},
	],
};
const [balloon, cat] = scene.objects;

// A scene of two objects has 3 + 2 x 4 = 11 facts.
test.each<{rule: string; other: Reading; f1: number}>([
	{rule: 'the same scene in another order agrees wholly', other: {...scene, objects: [cat!, balloon!]}, f1: 1},
	{rule: 'a wrong colour is one fact of eleven', other: {...scene, objects: [balloon!, {...cat!, colour: 'pink'}]}, f1: 10 / 11},
	{rule: 'a wrong noun is four facts of eleven', other: {...scene, objects: [balloon!, {...cat!, noun: 'dog'}]}, f1: 7 / 11},
	{rule: 'a missing object is four facts of one side', other: {...scene, objects: [cat!]}, f1: 14 / 18},
	{rule: 'an object seen twice counts once', other: {...scene, objects: [balloon!, cat!, cat!]}, f1: 22 / 26},
	{rule: 'a field that could not be read is missing', other: {...scene, place: undefined}, f1: 20 / 21},
])('$rule', ({other, f1}) => {
	expect(agreementOf(scene, other).f1).toBeCloseTo(f1, 12);
	expect(agreementOf(other, scene).f1).toBeCloseTo(f1, 12);
	expect(isSameScene(scene, other)).toBe(f1 === 1);
});

test('two objects that trade a colour are not the same scene', () => {
	const traded = {
		...scene,
		objects: [
			{...balloon!, colour: 'blue' as const},
			{...cat!, colour: 'red' as const},
		],
	};
	expect(isSameScene(scene, traded)).toBe(false);
	expect(agreementOf(scene, traded).onlyText).toEqual(['red balloon', 'blue cat']);
});
