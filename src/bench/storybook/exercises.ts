import {sampleItem} from '../../world/export/export.ts';
import {createRandom, type Random} from '../../world/random.ts';
import type {Item} from '../../world/scene/item.ts';
import {voices} from '../voices/voices.ts';
import {plainEnglish} from './plain-english.ts';

/** An item with the seed that the model decodes it with. */
export type Exercise = {readonly item: Item; readonly seed: number};

/** Combinations of noun, colour and place that no training scene holds. */
const draw = (random: Random, task: Item['task']) => sampleItem(random, {split: 'test', generationShare: task === 'gen' ? 1 : 0});

/** The items of a suite: a generation, an edit and so on in turn. A longer suite of the same seed begins with the shorter one. */
export function drawExercises(seed: number, count: number): Exercise[] {
	const random = createRandom(seed);
	return Array.from({length: count}, (_, index) => ({item: draw(random, index % 2 === 0 ? 'gen' : 'edit'), seed: random.int(2 ** 32)}));
}

/** The first of the instructions in plain English, each with a seed of its own. */
export const seedPlainExercises = (seed: number, count: number): Exercise[] => seedExercises(plainEnglish, seed, count);

/** The first of the requests of many writers. */
export const seedVoiceExercises = (seed: number, count: number): Exercise[] => seedExercises(voices, seed, count);

function seedExercises(items: readonly Item[], seed: number, count: number): Exercise[] {
	const random = createRandom(seed);
	return items.slice(0, count).map(item => ({item, seed: random.int(2 ** 32)}));
}

/** The items of the contact sheets: one generation and one edit for every seed from `seed` on, decoded with that same seed. */
export function drawSheetExercises(seed: number, count: number): {readonly generations: Exercise[]; readonly edits: Exercise[]} {
	const drawn = Array.from({length: count}, (_, index) => {
		const random = createRandom(seed + index);
		return {generation: {item: draw(random, 'gen'), seed: seed + index}, edit: {item: draw(random, 'edit'), seed: seed + index}};
	});
	return {generations: drawn.map(({generation}) => generation), edits: drawn.map(({edit}) => edit)};
}
