import {expect, test} from 'vitest';
import {createRandom} from '../../../src/world/random.ts';
import {goalOf} from '../../../src/world/scene/goal.ts';
import {sampleCount, sampleScene} from '../../../src/world/scene/sample.ts';
import {operations, sampleEdit, weightOf, weights} from '../../../src/world/tasks/edits/sample.ts';

test('every operation can be asked for in at least 20 ways of one and the same thing', () => {
	for (const {name, propose} of operations) {
		const random = createRandom(21);
		let most = 0;
		for (let i = 0; i < 60; i++) {
			const proposal = propose(random, sampleScene(random, sampleCount(random)));
			most = Math.max(most, new Set(proposal?.phrases).size);
		}
		expect(most, name).toBeGreaterThanOrEqual(20);
	}
});

test('a sentence about a scene asks for one thing, whichever operation says it', () => {
	const random = createRandom(22);
	const conflicts: string[] = [];
	for (let i = 0; i < 20; i++) {
		const scene = sampleScene(random, sampleCount(random));
		const meanings = new Map<string, string>();
		for (const {name, propose} of operations) {
			for (let draw = 0; draw < 6; draw++) {
				const proposal = propose(random, scene);
				if (!proposal) continue;
				const goal = JSON.stringify(proposal.goal ?? goalOf(proposal.target));
				for (const phrase of proposal.phrases) {
					if ((meanings.get(phrase) ?? goal) !== goal) conflicts.push(`${name}: ${phrase}`);
					meanings.set(phrase, goal);
				}
			}
		}
	}
	expect(conflicts).toEqual([]);
});

test('operations are drawn by the weight of their kind', () => {
	const random = createRandom(23);
	const weigh = (some: typeof operations) => some.reduce((sum, operation) => sum + weightOf(operation), 0);
	const found = Array.from({length: 2000}, () => sampleEdit(random));
	for (const kind of ['general', 'spatial', 'temporal', 'causal', 'knowledge'] as const) {
		const expected = weigh(operations.filter(({category}) => category === kind)) / weigh(operations);
		expect(Math.abs(found.filter(({category}) => category === kind).length / found.length - expected), kind).toBeLessThan(0.04);
	}
	expect([weights.spatial, weights.knowledge]).toEqual([1.8, 2.2]);
});

test('no phrase has a hole where a word should be', () => {
	const random = createRandom(24);
	for (const {name, propose} of operations) {
		for (let i = 0; i < 60; i++) {
			const phrases = propose(random, sampleScene(random, sampleCount(random)))?.phrases ?? [];
			expect(
				phrases.filter(phrase => /undefined| {2}|^ | $/.test(phrase)),
				name,
			).toEqual([]);
		}
	}
});
