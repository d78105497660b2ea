import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import type {RunEvent} from '../../src/events/events.ts';
import {stateAfter} from '../../src/events/finished-run.ts';
import {goOnFrom, joinRuns} from '../../src/journal/continue-run.ts';
import {eventsOf, readRun} from '../../src/journal/read-run.ts';
import {createGate} from '../../src/run/gate.ts';
import type {Job, ScheduledSteering, SteerRequest} from '../../src/run/job.ts';
import {runJob} from '../../src/run/run-job.ts';
import {fakeModel} from '../engine/fixtures/fake-model.mjs';
import {collect} from '../fixtures/collect.ts';
import {trials} from '../torture.ts';

const program = fileURLToPath(new URL('fixtures/steered-run.mjs', import.meta.url));
const run = (job: Job): AsyncIterable<RunEvent> => runJob(fakeModel(), job, {shouldStop: () => false, gate: createGate(), nowMs: () => 0});
/** Steps and changes, without times. */
const told = (events: readonly RunEvent[]) =>
	events.flatMap((event): RunEvent[] => (event.type === 'step' ? [{...event, elapsedMs: 0}] : event.type === 'steered' ? [event] : []));

/** A job of sixty steps that is changed in some ways at some of them. */
function drawJob(random: () => number): Job {
	const below = (count: number) => Math.floor(random() * count);
	const rows = (count: number) => Array.from({length: 1 + below(count)}, () => below(count));
	const draw = (): SteerRequest => {
		switch (below(5)) {
			case 0:
				return {type: 'write', row: below(10), text: `w${1 + below(40)}`, isAgreed: random() < 0.5};
			case 1:
				return {type: 'maskWords', rows: rows(10)};
			case 2:
				return {type: 'maskCodes', rows: rows(12)};
			case 3:
				return {type: 'instruction', instruction: random() < 0.5 ? 'a blue house' : 'a cat'};
			default:
				return {type: 'guidance', guidanceText: below(3)};
		}
	};
	const steering: ScheduledSteering[] = Array.from({length: 1 + below(4)}, () => ({step: below(60), by: 'person', request: draw()}));
	steering.sort((a, b) => a.step - b.step);
	const settings = {steps: 60, imageSteps: 30};
	return {task: 'gen', instruction: 'a red house', seed: below(1e9), previews: false, settings, steering};
}

test('a steered run whose process is killed at any moment, twice, goes on to the same tokens by the same changes', {
	timeout: 3_600_000,
}, async () => {
	for await (const {number, random} of trials('kill-steered', {few: 5, many: 300})) {
		const job = drawJob(random);
		const folder = await mkdtemp(path.join(tmpdir(), 'mmada steered '));
		for (let kill = 0; kill < 2; kill++) {
			const child = spawn(process.execPath, [program, folder, JSON.stringify(job)], {stdio: ['ignore', 'pipe', 'inherit']});
			const gone = once(child, 'close');
			await Promise.race([once(child.stdout, 'data'), gone]);
			await setTimeout(random() * 150);
			child.kill('SIGKILL');
			await gone;
		}
		const whole = await collect(run(job));
		const before = await eventsOf(await readRun(folder));
		const events = await collect(joinRuns(before, run({...job, ...goOnFrom(before)})));
		const message = `try ${number}: killed after ${told(before).length} of ${told(whole).length} events`;
		expect(told(events), message).toEqual(told(whole));
		expect(stateAfter(events), message).toMatchObject({end: 'complete', text: stateAfter(whole).text});
		await rm(folder, {recursive: true});
	}
});
