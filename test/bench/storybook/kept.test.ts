import {expect, test} from 'vitest';
import {checkKept, keptCells} from '../../../src/bench/storybook/kept.ts';
import {goalOf} from '../../../src/world/scene/goal.ts';
import {cells, type Scene} from '../../../src/world/scene/scene.ts';

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
const names = (goal: Parameters<typeof checkKept>[0]['goal'], after: Scene = source) =>
	checkKept({source, goal}, source, after).map(({name}) => name);

test('a recoloured cat keeps its size and cell, and all else stays', () => {
	const target = {...source, objects: [balloon!, {...cat!, colour: 'pink' as const}]};
	expect(names(goalOf(target))).toEqual([
		'place stays',
		'time stays',
		'weather stays',
		'balloon stays',
		'colour of balloon stays',
		'size of balloon stays',
		'cell of balloon stays',
		'cat stays',
		'size of cat stays',
		'cell of cat stays',
	]);
	expect(keptCells({source, goal: goalOf(target), target}, target)).toEqual(cells.filter(cell => cell !== 'bottom'));
});

test('what is removed is not asked to stay', () => {
	const target = {...source, objects: [balloon!]};
	expect(names(goalOf(target))).not.toContain('cat stays');
});

test('a thing that the goal lets stand anywhere may stand where the target has nothing', () => {
	const star = {noun: 'star', colour: 'yellow', size: 'small', cell: 'left'} as const;
	const target: Scene = {...source, objects: [balloon!, star, cat!]};
	const goal = {...goalOf(source), objects: [...source.objects, {noun: star.noun}]};
	const elsewhere: Scene = {...source, objects: [balloon!, {...star, cell: 'right'}, cat!]};
	expect(keptCells({source, goal, target}, target)).toEqual(cells.filter(cell => cell !== 'left'));
	expect(keptCells({source, goal, target}, elsewhere)).toEqual(cells.filter(cell => cell !== 'left' && cell !== 'right'));
});
