import {afterAll, beforeAll, expect, test} from 'vitest';
import type {RunEvent} from '../../src/events/events.ts';
import {goOnFrom} from '../../src/journal/continue-run.ts';
import type {Model} from '../../src/model/model.ts';
import {openModel} from '../../src/model/open.ts';
import {createGate} from '../../src/run/gate.ts';
import type {Job} from '../../src/run/job.ts';
import {runJob} from '../../src/run/run-job.ts';
import {collect} from '../fixtures/collect.ts';
import {temporaryFolder} from '../model/recipe.ts';
import {writeTinyStorybook} from '../model/tiny-storybook.ts';

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
let model: Model;

beforeAll(async () => {
	temporary = await temporaryFolder();
	await writeTinyStorybook(temporary.folder);
	model = await openModel(temporary.folder, {threads: 1});
});
afterAll(async () => {
	await model[Symbol.asyncDispose]();
	await temporary[Symbol.asyncDispose]();
});

const run = (change: Partial<Job>, shouldStop = () => false): Promise<RunEvent[]> => {
	const settings = {steps: 11, imageSteps: 6, promptRefresh: 4};
	const job: Job = {task: 'gen', instruction: 'a red cat, above the blue house.', seed: 6, previews: false, settings, ...change};
	return collect(runJob(model, job, {shouldStop, gate: createGate(), nowMs: () => 0}));
};
const stepsOf = (events: readonly RunEvent[]) => events.filter(event => event.type === 'step');

test('a run that keeps its prompt says so, and goes on from any step to the tokens it would have come to', async () => {
	const events = await run({});
	const steps = stepsOf(events);
	expect(events[0]).toMatchObject({
		settings: {quality: 'best', shortcuts: {mostSteps: 1, sureness: 1, guidedShare: 1, promptRefresh: 4}},
	});
	expect(steps).toHaveLength(11);
	for (const [index, {step}] of steps.entries()) {
		const on = goOnFrom(events.slice(0, events.indexOf(steps[index]!) + 1));
		expect(on.from?.cacheWindow).toEqual(
			step % 4 === 0 ? undefined : step < 4 ? 'start' : expect.objectContaining({step: step - (step % 4)}),
		);
		expect(stepsOf(await run(on))).toEqual(steps.slice(index + 1));
	}
});

test('stopped before it has caught up, a run that goes on keeps what it had', async () => {
	const steps = stepsOf(await run({}));
	const {step, textIds, codes, text} = steps[6]!;
	let asked = 0;
	const stopped = await run({from: {step, textIds, codes, cacheWindow: steps[3]!}}, () => asked++ > 0);
	expect(stepsOf(stopped)).toEqual([]);
	expect(stopped.at(-1)).toMatchObject({type: 'finished', reason: 'cancelled', text});
});

test.each([0, 1.5, 4097])('a prompt cannot be read every %s steps', async promptRefresh => {
	await expect(run({settings: {promptRefresh}})).rejects.toThrow('`promptRefresh` must be a whole number from 1 to 4096');
});
