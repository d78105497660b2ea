import {expect, test} from 'vitest';
import {drawExercises, drawSheetExercises} from '../../../src/bench/storybook/exercises.ts';
import {belongs} from '../../../src/world/scene/sample.ts';

test('every second item is an edit, and all hold a combination that training never saw', () => {
	const exercises = drawExercises(11, 30);
	expect(exercises.map(({item}) => item.task)).toEqual(exercises.map((_, index) => (index % 2 === 0 ? 'gen' : 'edit')));
	for (const {item} of exercises) {
		expect(belongs(item.target, 'test')).toBe(true);
		expect(belongs(item.target, 'train')).toBe(false);
	}
});

test('the seed decides the items, and a longer suite begins with the shorter one', () => {
	expect(drawExercises(11, 8)).toEqual(drawExercises(11, 20).slice(0, 8));
	expect(drawExercises(12, 8)).not.toEqual(drawExercises(11, 8));
});

test('sheet items are decoded with the seed that drew them', () => {
	const {generations, edits} = drawSheetExercises(5, 3);
	expect([generations, edits].map(list => list.map(({seed}) => seed))).toEqual([
		[5, 6, 7],
		[5, 6, 7],
	]);
	expect(generations.every(({item}) => item.task === 'gen') && edits.every(({item}) => item.task === 'edit')).toBe(true);
	expect(drawSheetExercises(6, 1).edits[0]).toEqual(edits[1]);
});
