import {expect, test} from 'vitest';
import {drawExercises} from '../../../src/bench/storybook/exercises.ts';
import {runExercises} from '../../../src/bench/storybook/run.ts';
import {openEngine} from '../../../src/engine/engine.ts';
import {collect} from '../../fixtures/collect.ts';
import {sharedTinyStorybook} from '../../model/shared-storybook.ts';
import {openJudge} from '../made.ts';

const temporary = sharedTinyStorybook();

test('a model of random weights is run and judged in one engine: an edit sees its picture, and nothing is right', async () => {
	await using engine = openEngine({modelFolder: temporary.folder, device: 'cpu', threads: 1});
	const judge = await openJudge();
	const settings = {steps: 6, imageSteps: 3};
	const results = await collect(runExercises(engine, drawExercises(1, 2), judge, settings));
	expect(results.map(({item, input, index}) => [index, item.task, input?.width])).toEqual([
		[0, 'gen', undefined],
		[1, 'edit', 144],
	]);
	for (const {answer, verdict, seed} of results) {
		expect(answer.codes).toHaveLength(36);
		expect(answer.settings).toMatchObject({...settings, seed});
		expect(verdict.holds).toEqual({
			textParses: false,
			textSatisfies: false,
			imageSatisfies: false,
			bothSatisfy: false,
			textImageAgree: false,
		});
		expect(verdict.scores.imageQuality).toBeLessThan(100);
	}
});
