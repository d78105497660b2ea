import {beforeAll, describe, expect, test} from 'vitest';
import {axes} from '../../../src/bench/storybook/axes.ts';
import {drawExercises} from '../../../src/bench/storybook/exercises.ts';
import type {Judge} from '../../../src/bench/storybook/judge.ts';
import {faults, plant, withScene} from '../../../src/bench/storybook/plant.ts';
import {writeReasoning} from '../../../src/world/language/reasoning.ts';
import {createRandom} from '../../../src/world/random.ts';
import {goalOf} from '../../../src/world/scene/goal.ts';
import type {Item} from '../../../src/world/scene/item.ts';
import type {Scene} from '../../../src/world/scene/scene.ts';
import {openJudge, outputOf} from '../made.ts';

let judge: Judge;
beforeAll(async () => {
	judge = await openJudge();
}, 60_000);
const items = drawExercises(31, 16).map(({item}) => item);

test('the truth scores 100 on every axis that its task has', () => {
	for (const item of items) {
		const {scores, holds, failed, residual} = judge.judge(item, outputOf(judge, item));
		for (const axis of axes) {
			if (axis === 'imageConsistency' && item.task === 'gen') expect(scores[axis]).toBeUndefined();
			else expect(scores[axis], `${axis} of ${item.instruction}`).toBeCloseTo(100, 9);
		}
		expect(Object.values(holds)).toEqual([true, true, true, true, true]);
		expect(Object.values(failed).flat()).toEqual([]);
		expect(residual).toBe(0);
	}
});

test.each(faults)('a planted %s shows where it is: in the text or in the picture, and in their agreement', fault => {
	const random = createRandom(6);
	const item = items.find(candidate => plant(createRandom(6), candidate, fault))!;
	const scene = plant(random, item, fault)!;
	const inText = judge.judge(item, outputOf(judge, item, {text: withScene(item.reasoning, scene)}));
	expect(inText.holds).toEqual({textParses: true, textSatisfies: false, imageSatisfies: true, bothSatisfy: false, textImageAgree: false});
	expect(inText.scores).toMatchObject({imageQuality: 100, imageAlignment: 100});
	const inPicture = judge.judge(item, outputOf(judge, item, {scene}));
	expect(inPicture.holds).toEqual({
		textParses: true,
		textSatisfies: true,
		imageSatisfies: false,
		bothSatisfy: false,
		textImageAgree: false,
	});
	expect(inPicture.scores).toMatchObject({textQuality: 100, textAlignment: 100, imageQuality: 100});
	for (const {scores} of [inText, inPicture]) expect(scores.outputAlignment).toBeLessThan(100);
});

test('a text without a whole scene scores 0 wherever text counts', () => {
	const [item] = items;
	const {scores, holds} = judge.judge(item!, outputOf(judge, item!, {text: item!.reasoning.replace(/;[^;]*$/, '')}));
	expect(scores).toMatchObject({textQuality: 0, textAlignment: 0, outputAlignment: 0, imageAlignment: 100});
	expect(holds).toEqual({textParses: false, textSatisfies: false, imageSatisfies: true, bothSatisfy: false, textImageAgree: false});
});

test('image quality falls by the mean difference, 100 points for 32 levels', () => {
	const [item] = items;
	const {picture} = outputOf(judge, item!);
	// A pattern of 4 levels more and 4 less that no other scene explains.
	const rgb = picture.rgb.map((value, index) => (value < 4 ? value + 4 : value > 251 ? value - 4 : value + (index % 2 === 0 ? 4 : -4)));
	const {scores} = judge.judge(item!, {...judge.look({...picture, rgb}), text: item!.reasoning});
	expect(scores.imageQuality).toBeCloseTo(100 * (1 - 4 / 32), 6);
	expect(scores.imageAlignment).toBe(100);
});

describe('image consistency', () => {
	const source: Scene = {
		place: 'meadow',
		time: 'day',
		weather: 'clear',
		objects: [
			{noun: 'balloon', colour: 'red', size: 'large', cell: 'top'},
			{noun: 'cat', colour: 'blue', size: 'small', cell: 'bottom'},
		],
	};
	const [balloon, cat] = source.objects;
	const edit = (change: Partial<Scene>): Item => {
		const target = {...source, ...change};
		const reasoning = writeReasoning({seen: source, thoughts: [], scene: target});
		return {task: 'edit', category: 'general', operation: 'made', instruction: '', source, goal: goalOf(target), target, reasoning};
	};
	const consistency = (item: Item, scene: Scene) => judge.judge(item, outputOf(judge, item, {scene})).scores.imageConsistency!;
	const pink = edit({objects: [balloon!, {...cat!, colour: 'pink'}]});

	test('an edit that did nothing is consistent', () => {
		expect(consistency(pink, source)).toBeCloseTo(100, 9);
	});

	test('in another light the old things must still stand where they stood', () => {
		const night = edit({time: 'night'});
		expect(consistency(night, night.target)).toBeCloseTo(100, 9);
		expect(consistency(night, {...night.target, objects: [cat!]})).toBeLessThan(90);
	});

	test.each<[string, Scene]>([
		['another place', {...pink.target, place: 'desert'}],
		['a balloon of another colour', {...pink.target, objects: [{...balloon!, colour: 'green'}, pink.target.objects[1]!]}],
		[
			'a thing that was not asked for',
			{...pink.target, objects: [balloon!, {noun: 'tree', colour: 'green', size: 'small', cell: 'right'}, pink.target.objects[1]!]},
		],
	])('it sees %s', (_, scene) => {
		expect(consistency(pink, scene)).toBeLessThan(97);
	});
});
