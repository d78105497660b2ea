import {type Artwork, composeScene} from '../../../world/art/draw.ts';
import {createRandom, type Random} from '../../../world/random.ts';
import type {Item} from '../../../world/scene/item.ts';
import type {Scene} from '../../../world/scene/scene.ts';
import type {EvalItem} from '../../parabench/item.ts';
import type {EvalOutput} from '../../parabench/output.ts';
import {drawExercises} from '../../storybook/exercises.ts';
import {faults, plant, withScene} from '../../storybook/plant.ts';

/** The most errors that are planted in one output. */
export const mostFaults = 3;

/** An output of known quality. */
export type Graded = {
	readonly item: EvalItem;
	readonly output: EvalOutput;
	/** Place and number of the planted errors; a model's own outputs have another `where`. */
	readonly where: 'nowhere' | 'text' | 'picture' | 'model';
	readonly planted: number;
};

/** Exercises of the storybook world, as items of any list. */
export const calibrationItems = (seed: number, count: number): EvalItem[] =>
	drawExercises(seed, count).map(({item}, index) => ({
		id: `calibration-${index}`,
		task: item.task,
		category: item.category,
		instruction: item.instruction,
		truth: item,
	}));

/** The right output of each item, and the same with one to three errors planted in the text, and in the picture. */
export function plantedOutputs(items: readonly EvalItem[], artwork: Artwork, seed: number): Graded[] {
	const random = createRandom(seed);
	return items.flatMap((item, index): Graded[] => {
		const {truth} = item;
		if (!truth) return [];
		const picture = composeScene(artwork, truth.target);
		const right: Graded = {item, where: 'nowhere', planted: 0, output: {text: truth.reasoning, picture}};
		const wrong = plantMany(random, truth, 1 + (index % mostFaults), index);
		if (wrong.planted === 0) return [right];
		return [
			right,
			{item, where: 'text', planted: wrong.planted, output: {text: withScene(truth.reasoning, wrong.scene), picture}},
			{item, where: 'picture', planted: wrong.planted, output: {text: truth.reasoning, picture: composeScene(artwork, wrong.scene)}},
		];
	});
}

/** As many errors as there are to be, each of another kind, as far as the goal forbids them. */
function plantMany(random: Random, {goal, target}: Item, count: number, from: number): {readonly scene: Scene; readonly planted: number} {
	let [scene, planted] = [target, 0];
	for (let turn = 0; turn < faults.length && planted < count; turn++) {
		const wrong = plant(random, {goal, target: scene}, faults[(from + turn) % faults.length]!);
		if (!wrong) continue;
		scene = wrong;
		planted++;
	}
	return {scene, planted};
}
