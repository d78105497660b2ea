import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type PlanStep, planSteps, recipes} from '../../src/decoder/plan.ts';

const textSteps = (plan: readonly PlanStep[]) => plan.flatMap(({text}, step) => (text > 0 ? [step] : []));
const imageSteps = (plan: readonly PlanStep[]) => plan.flatMap(({image}, step) => (image ? [step] : []));
const masked = {text: 64, image: 36};

describe('of 8 steps, 4 of them for the picture,', () => {
	const of = (recipe: (typeof recipes)[number]) => planSteps({recipe, steps: 8, imageSteps: 4}, masked);

	test('parallel reveals both modalities from the first step to the last', () => {
		const plan = of('parallel');
		expect(textSteps(plan)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
		expect(imageSteps(plan)).toEqual([0, 2, 5, 7]);
		expect(plan.map(({image}) => image?.masked)).toEqual([33, undefined, 25, undefined, undefined, 13, undefined, 0]);
	});

	test('semi-parallel begins the picture in the second half', () => {
		const plan = of('semi-parallel');
		expect(textSteps(plan)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
		expect(imageSteps(plan)).toEqual([4, 5, 6, 7]);
	});

	test('sequential finishes the text before the picture begins', () => {
		const plan = of('sequential');
		expect(textSteps(plan)).toEqual([0, 1, 2, 3]);
		expect(imageSteps(plan)).toEqual([4, 5, 6, 7]);
	});
});

test.each(recipes)('%s with one image step decides the whole picture at the end', recipe => {
	const plan = planSteps({recipe, steps: 8, imageSteps: 1}, masked);
	expect(imageSteps(plan)).toEqual([7]);
	expect(plan[7]?.image).toEqual({masked: 0, ratio: 1});
});

test('the picture fills in by its curve', () => {
	const of = (schedule: string) =>
		planSteps({recipe: 'parallel', steps: 4, imageSteps: 4, schedule}, {text: 0, image: 100}).map(({image}) => image?.masked);
	expect(of('cosine')).toEqual([92, 70, 38, 0]);
	expect(of('linear')).toEqual([75, 50, 25, 0]);
	expect(of('pow2')).toEqual([93, 75, 43, 0]);
});

test.each(recipes)('%s with one step does everything in it', recipe => {
	expect(planSteps({recipe, steps: 1, imageSteps: 5}, masked)).toEqual([{text: 64, image: {masked: 0, ratio: 1}}]);
});

test('every recipe reveals every token, in as many steps as asked for', () => {
	const settings = fc.record({
		recipe: fc.constantFrom(...recipes),
		steps: fc.integer({min: 1, max: 300}),
		imageSteps: fc.integer({min: 1, max: 300}),
		schedule: fc.constantFrom(undefined, 'cosine', 'linear', 'sigmoid', 'pow2', 'pow0.5'),
	});
	fc.assert(
		fc.property(settings, fc.nat(512), fc.nat(1024), (settings, text, image) => {
			const plan = planSteps(settings, {text, image});
			expect(plan).toHaveLength(settings.steps);
			expect(plan.reduce((sum, step) => sum + step.text, 0)).toBe(text);
			let left = image;
			for (const step of plan) {
				if (!step.image) continue;
				expect(step.image.masked).toBeLessThan(left);
				left = step.image.masked;
			}
			expect(left).toBe(0);
			expect(imageSteps(plan).length).toBeLessThanOrEqual(settings.imageSteps);
		}),
	);
});
