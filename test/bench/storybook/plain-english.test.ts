import {beforeAll, expect, test} from 'vitest';
import {seedPlainExercises} from '../../../src/bench/storybook/exercises.ts';
import type {Judge} from '../../../src/bench/storybook/judge.ts';
import {plainEnglish} from '../../../src/bench/storybook/plain-english.ts';
import {plant} from '../../../src/bench/storybook/plant.ts';
import {suiteSizes} from '../../../src/bench/suites.ts';
import {createRandom} from '../../../src/world/random.ts';
import {checkGoal, type Goal, type Reading} from '../../../src/world/scene/goal.ts';
import {fits, type SceneObject} from '../../../src/world/scene/scene.ts';
import {openJudge, outputOf} from '../made.ts';

let judge: Judge;
beforeAll(async () => {
	judge = await openJudge();
}, 60_000);

const meets = (goal: Goal, scene: Reading) => checkGoal(goal, scene).every(({isMet}) => isMet);
const nameThings = (objects: readonly SceneObject[]) => objects.map(({size, colour, noun, cell}) => `${size} ${colour} ${noun} ${cell}`);
const edits = plainEnglish.flatMap(item => (item.source ? [{...item, source: item.source}] : []));

test('it is sixty different instructions: 36 generations, and edits of all five kinds', () => {
	expect(plainEnglish).toHaveLength(suiteSizes['plain-english']);
	expect(new Set(plainEnglish.map(({instruction}) => instruction.toLowerCase())).size).toBe(60);
	const counts = new Map<string, number>();
	for (const {category} of plainEnglish) counts.set(category, (counts.get(category) ?? 0) + 1);
	expect(Object.fromEntries(counts)).toEqual({generation: 36, spatial: 5, temporal: 4, causal: 5, knowledge: 4, general: 6});
});

test('a part of it is its beginning and has both tasks, and the seed decides how items are decoded', () => {
	const some = seedPlainExercises(7, 10);
	expect(some.map(({item}) => item)).toEqual(plainEnglish.slice(0, 10));
	expect(some.filter(({item}) => item.task === 'edit')).toHaveLength(4);
	expect(some).toEqual(seedPlainExercises(7, 60).slice(0, 10));
	expect(some.map(({seed}) => seed)).not.toEqual(seedPlainExercises(8, 10).map(({seed}) => seed));
});

test.each(plainEnglish)('$instruction: its scenes are of the world, and one thing too many is refused', ({goal, source, target}) => {
	for (const {objects} of source ? [source, target] : [target]) {
		expect(objects.length).toBeLessThanOrEqual(3);
		expect(new Set(objects.map(({noun}) => noun)).size).toBe(objects.length);
		expect(new Set(objects.map(({cell}) => cell)).size).toBe(objects.length);
		expect(objects.filter(({noun, cell}) => !fits(noun, cell))).toEqual([]);
	}
	expect(meets(goal, target)).toBe(true);
	expect(meets(goal, plant(createRandom(1), {goal, target}, 'extra')!)).toBe(false);
});

test('the judge gives its true answers 100 on every axis', () => {
	for (const item of plainEnglish) {
		const {scores, failed} = judge.judge(item, outputOf(judge, item));
		expect(Object.values(failed).flat(), item.instruction).toEqual([]);
		for (const score of Object.values(scores)) expect(score, item.instruction).toBeCloseTo(100, 9);
	}
}, 60_000);

test.each(edits)('$instruction: the picture as it was does not meet it', ({goal, source}) => {
	expect(meets(goal, source)).toBe(false);
});

test.each([
	{says: 'swap the cat and the dog', leaves: ['small white dog left', 'large orange cat bottom-right']},
	{
		says: 'Mirror the picture left to right',
		leaves: ['small red kite top', 'small yellow ball left', 'large blue boat bottom-right'],
	},
	{says: 'The dog chases the cat away.', leaves: ['large orange dog left']},
	{says: 'Someone waters the flower and it grows.', leaves: ['large pink flower center', 'large white rabbit bottom-right']},
	{says: 'keep only what can fly', leaves: ['small blue bird top-left', 'large white plane top-right']},
	{says: 'Remove all the animals', leaves: ['large green tree right']},
	{says: 'Paint the car the colour of a ripe tomato', leaves: ['large red car center', 'small green tree bottom-left']},
])('$says: leaves $leaves', ({says, leaves}) => {
	const {target} = plainEnglish.find(({instruction}) => instruction === says)!;
	expect(nameThings(target.objects)).toEqual(leaves);
});

test.each([
	{says: 'Put the bird above the tree.', adds: 'small blue bird top-right', isMet: true},
	{says: 'Put the bird above the tree.', adds: 'small blue bird center', isMet: false},
	{says: 'It is raining and the cat is getting wet, so give it what it needs.', adds: 'large pink umbrella left', isMet: true},
	{says: 'Replace the dog with a frog', adds: 'large green frog bottom-left', isMet: true},
	{says: 'Replace the dog with a frog', adds: 'large green frog bottom', isMet: false},
])('$says: $adds is right: $isMet', ({says, adds, isMet}) => {
	const {goal, target} = plainEnglish.find(({instruction}) => instruction === says)!;
	const [size, colour, noun, cell] = adds.split(' ');
	const objects = [...target.objects.filter(object => object.noun !== noun), {size, colour, noun, cell} as SceneObject];
	expect(meets(goal, {...target, objects})).toBe(isMet);
});
