import {expect, test} from 'vitest';
import {startRun} from '../../src/engine/engine.ts';
import type {RunEvent} from '../../src/events/events.ts';
import type {Job} from '../../src/run/job.ts';
import {collect} from '../fixtures/collect.ts';
import {sharedTinyStorybook} from '../model/shared-storybook.ts';

const temporary = sharedTinyStorybook();

const start = (change: Partial<Job>, modelFolder = temporary.folder) =>
	startRun({
		job: {
			task: 'gen',
			instruction: 'a red boat',
			seed: 3,
			previews: true,
			// Such a run is over before a preview would be due.
			previewEveryMs: 0,
			settings: {steps: 12, imageSteps: 6},
			...change,
		},
		engine: {modelFolder, device: 'cpu', threads: 1},
	});
const stepsOf = (events: readonly RunEvent[]) => events.filter(event => event.type === 'step');
const input = {width: 144, height: 144, rgb: new Uint8Array(144 * 144 * 3).map((_, index) => index % 251)};

test.each([{task: 'gen'}, {task: 'edit', input}] satisfies Partial<Job>[])(
	'the engine of the package runs a checkpoint: $task',
	async job => {
		await using run = start(job);
		const events = await collect(run.events);
		expect(events[0]).toMatchObject({type: 'started', model: {grid: {rows: 6, columns: 6}, patch: 24, device: 'cpu'}});
		expect(stepsOf(events)).toHaveLength(12);
		expect(stepsOf(events).at(-1)?.codes).not.toContain(null);
		expect(stepsOf(events).at(-1)?.textIds).not.toContain(null);
		expect(events.some(({type}) => type === 'preview')).toBe(true);
		expect(events.at(-1)).toMatchObject({type: 'finished', reason: 'complete', image: {width: 144, height: 144}});
	},
);

test('a real run that is killed and goes on ends with identical tokens', async () => {
	await using whole = start({previews: false});
	const undisturbed = stepsOf(await collect(whole.events));
	await using killed = start({previews: false});
	const told: RunEvent[] = [];
	for await (const event of killed.events) {
		told.push(event);
		if (event.type === 'step' && event.step === 5) killed.kill();
	}
	// More may have arrived before the kill; the fifth is as good as any.
	const from = stepsOf(told)[4]!;
	await using resumed = start({previews: false, from});
	const {codes, textIds} = stepsOf(await collect(resumed.events)).at(-1)!;
	expect({codes, textIds}).toEqual({codes: undisturbed.at(-1)?.codes, textIds: undisturbed.at(-1)?.textIds});
});

test('a folder that is no checkpoint is a clear error', async () => {
	await using run = start({}, '/nowhere/at/all');
	await expect(collect(run.events)).rejects.toMatchObject({name: 'UserError', message: expect.stringContaining('/nowhere/at/all')});
});
