import {expect, test} from 'vitest';
import {drawExercises} from '../../../src/bench/storybook/exercises.ts';
import {faults, plant, withScene} from '../../../src/bench/storybook/plant.ts';
import {parseReasoning} from '../../../src/world/language/reasoning.ts';
import {createRandom} from '../../../src/world/random.ts';
import {checkGoal} from '../../../src/world/scene/goal.ts';

const items = drawExercises(21, 200).map(({item}) => item);

test.each(faults)('a planted %s always fails its goal, and the text that carries it still parses', fault => {
	const random = createRandom(4);
	const planted = items.flatMap(item => {
		const scene = plant(random, item, fault);
		return scene ? [{item, scene}] : [];
	});
	expect(planted.length).toBeGreaterThan(60);
	for (const {item, scene} of planted) {
		expect(checkGoal(item.goal, scene).every(({isMet}) => isMet)).toBe(false);
		expect(parseReasoning(withScene(item.reasoning, scene)).scene).toEqual(scene);
	}
});
