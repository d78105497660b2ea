import {describe, expect, test} from 'vitest';
import {sampleItem} from '../../../src/world/export/export.ts';
import {lengths, toPieces} from '../../../src/world/export/vocabulary.ts';
import {parseReasoning} from '../../../src/world/language/reasoning.ts';
import {createRandom} from '../../../src/world/random.ts';
import {checkGoal} from '../../../src/world/scene/goal.ts';
import {categories, type Item} from '../../../src/world/scene/item.ts';
import {belongs, inCellOrder, splitOf} from '../../../src/world/scene/sample.ts';
import {colours, fits, nouns, places} from '../../../src/world/scene/scene.ts';
import {operations, sampleEdit} from '../../../src/world/tasks/edits/sample.ts';
import {sampleGeneration} from '../../../src/world/tasks/generation.ts';

const draw = (count: number, seed: number, make: (random: ReturnType<typeof createRandom>) => Item) => {
	const random = createRandom(seed);
	return Array.from({length: count}, () => make(random));
};

const items = [...draw(1500, 1, random => sampleGeneration(random)), ...draw(3000, 2, random => sampleEdit(random))];

test('the target meets every constraint of its instruction', () => {
	for (const item of items)
		expect(
			checkGoal(item.goal, item.target).filter(check => !check.isMet),
			`${item.operation}: ${item.instruction}`,
		).toEqual([]);
});

test('the reasoning reads back to the target, and its seen clause to the source', () => {
	for (const {reasoning, target, source} of items) {
		const {scene, seen, faults} = parseReasoning(reasoning);
		expect(faults, reasoning).toEqual([]);
		expect(scene && {...scene, objects: inCellOrder(scene.objects)}).toEqual(target);
		if (source) expect(seen).toEqual(source);
	}
});

test('no scene breaks the rules of the world', () => {
	for (const {source, target} of items) {
		for (const {objects} of source ? [source, target] : [target]) {
			expect(objects.length).toBeLessThanOrEqual(3);
			expect(new Set(objects.map(({noun}) => noun)).size).toBe(objects.length);
			expect(new Set(objects.map(({cell}) => cell)).size).toBe(objects.length);
			for (const {noun, cell} of objects) expect(fits(noun, cell), `${noun} at ${cell}`).toBe(true);
		}
	}
});

test('every operation occurs, in every category, and none leaves its scene as it was by chance alone', () => {
	const seen = new Set(items.map(item => item.operation));
	for (const {name} of operations) expect(seen).toContain(name);
	expect(new Set(items.map(item => item.category))).toEqual(new Set(categories));
	const unchanged = items.filter(({source, target}) => source && JSON.stringify(source) === JSON.stringify(target));
	expect(unchanged.length / items.length).toBeLessThan(0.1);
});

test('the same seed tells the same story', () => {
	expect(draw(20, 7, random => sampleEdit(random))).toEqual(draw(20, 7, random => sampleEdit(random)));
	expect(draw(20, 7, random => sampleEdit(random))).not.toEqual(draw(20, 8, random => sampleEdit(random)));
});

describe('splits', () => {
	test('hold out combinations of noun, colour and place: 10 % for test, 5 % for validation', () => {
		const found = nouns.flatMap(noun => colours.flatMap(colour => places.map(place => splitOf(noun, colour, place))));
		expect(found.filter(split => split === 'test').length / found.length).toBeCloseTo(0.1, 1);
		expect(found.filter(split => split === 'validation').length / found.length).toBeCloseTo(0.05, 1);
	});

	test('training never sees a combination held out, not even in an input picture', () => {
		for (const {source, target} of draw(500, 4, random => sampleItem(random, {split: 'train'}))) {
			for (const scene of source ? [source, target] : [target]) expect(belongs(scene, 'train')).toBe(true);
		}
	});

	test('every test item needs a combination never trained on', () => {
		for (const {target} of draw(200, 5, random => sampleItem(random, {split: 'test'}))) {
			expect(target.objects.some(({noun, colour}) => splitOf(noun, colour, target.place) === 'test')).toBe(true);
		}
	});

	test('every item fits the model', () => {
		for (const {instruction, reasoning} of draw(500, 6, random => sampleItem(random, {split: 'train'}))) {
			expect(toPieces(instruction).length).toBeLessThanOrEqual(lengths.instruction);
			expect(toPieces(reasoning).length).toBeLessThan(lengths.text);
		}
	});
});

test.each([
	['a clause cut short', 'asked: red ball. scene: meadow, day, clear; small red ball', /no whole scene clause/],
	['an unknown place', 'scene: moon, day, clear; small red ball bottom.', /not a place/],
	['an object without its cell', 'scene: meadow, day, clear; small red ball.', /not an object/],
	['words in the wrong order', 'scene: meadow, day, clear; red small ball bottom.', /not an object/],
	['a noun twice', 'scene: meadow, day, clear; small red ball left; large red ball right.', /a noun twice/],
	['two in one cell', 'scene: meadow, day, clear; small red ball left; large red car left.', /a cell twice/],
	['the scene told twice', 'scene: meadow, day, clear. scene: meadow, day, clear.', /2 times/],
	['nothing', '', /no whole scene clause/],
])('the parser finds %s', (_, text, fault) => {
	expect(parseReasoning(text).faults.join('; ')).toMatch(fault);
});
