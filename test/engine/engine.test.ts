import {setTimeout} from 'node:timers/promises';
import {describe, expect, test} from 'vitest';
import {openEngine} from '../../src/engine/engine.ts';
import {UserError} from '../../src/errors.ts';
import type {RunEvent} from '../../src/events/events.ts';
import {collect} from '../fixtures/collect.ts';
import {failureOf, isAlive, job, options, pidIn, run, start, stepsOf, untilGone} from './fake-runs.ts';

test('a run in a process of its own tells its events in order and leaves no process behind', async () => {
	let events: RunEvent[];
	{
		await using one = run();
		events = await collect(one.events);
		expect(events.map(({type}) => type)).toEqual(['started', ...Array(8).fill('step'), 'finished']);
	}
	expect(isAlive(pidIn(events))).toBe(false);
});

test('an engine runs one job after the other, in the order asked for', async () => {
	await using engine = openEngine(options(), start);
	const runs = [1, 2, 1].map(seed => engine.run({...job, seed}));
	await engine.opened();
	const [one, two, again] = await Promise.all(runs.map(({events}) => collect(events)));
	expect(new Set([one, two, again].map(events => pidIn(events!)))).toHaveLength(1);
	const tokens = (events: readonly RunEvent[]) => stepsOf(events).map(({codes, textIds}) => [codes, textIds]);
	expect(tokens(one!)).toEqual(tokens(again!));
	expect(tokens(one!)).not.toEqual(tokens(two!));
});

describe('cancelling', () => {
	test('stops after the current step and keeps the partial picture', async () => {
		await using one = run('passMs=900', {settings: {steps: 12, imageSteps: 12}});
		const events: RunEvent[] = [];
		for await (const event of one.events) {
			events.push(event);
			if (event.type === 'step' && event.step === 3) one.cancel();
		}
		const last = events.at(-1);
		expect(last).toMatchObject({type: 'finished', reason: 'cancelled', image: {width: 8, height: 6}});
		expect(stepsOf(events).length).toBeGreaterThanOrEqual(3);
		// On a busy machine the word reaches the engine late; 20 seconds late it cannot be.
		expect(stepsOf(events).length).toBeLessThan(1000);
	});

	test('a run that waits its turn never starts decoding', async () => {
		await using engine = openEngine(options('passMs=5'), start);
		const first = engine.run(job);
		const second = engine.run(job);
		second.cancel();
		expect(await collect(first.events)).toHaveLength(10);
		expect((await collect(second.events)).map(({type}) => type)).toEqual(['started', 'finished']);
	});

	test('happens when the reader leaves, and the engine is free for the next run', async () => {
		await using engine = openEngine(options('passMs=20'), start);
		for await (const event of engine.run({...job, settings: {steps: 4000}}).events) if (event.type === 'step') break;
		expect(await collect(engine.run(job).events)).toHaveLength(10);
	});
});

describe('pausing', () => {
	test('holds the engine between two steps, steps it, and lets it go on to the same tokens', async () => {
		// So many that there are some left when the first word to hold comes through.
		const long = {settings: {steps: 400}};
		await using whole = run('passMs=5', long);
		const undisturbed = stepsOf(await collect(whole.events)).at(-1);
		await using one = run('passMs=5', long);
		const events: RunEvent[] = [];
		const held: number[] = [];
		for await (const event of one.events) {
			events.push(event);
			if (event.type === 'started') one.pause();
			if (event.type !== 'paused') continue;
			held.push(event.step);
			// Nothing may come while it holds.
			const count = events.length;
			await setTimeout(60);
			expect(events.length).toBe(count);
			if (held.length < 3) one.step();
			else one.resume();
		}
		const [first = 0] = held;
		expect(held).toEqual([first, first + 1, first + 2]);
		expect({...stepsOf(events).at(-1), elapsedMs: 0}).toEqual({...undisturbed, elapsedMs: 0});
	});

	test('is no obstacle to cancelling', async () => {
		await using one = run('passMs=5', {settings: {steps: 500}});
		const events: RunEvent[] = [];
		for await (const event of one.events) {
			events.push(event);
			if (event.type === 'step' && event.step === 2) one.pause();
			if (event.type === 'paused') one.cancel();
		}
		expect(events.slice(-2)).toMatchObject([{type: 'paused'}, {type: 'finished', reason: 'cancelled', image: {width: 8, height: 6}}]);
	});

	test('an engine that is killed meanwhile is one sentence', async () => {
		await using one = run('passMs=5');
		one.pause();
		let pid = Number.NaN;
		const follow = async () => {
			for await (const event of one.events) {
				if (event.type === 'started') pid = Number(event.model.name);
				if (event.type === 'paused') process.kill(pid, 'SIGKILL');
			}
		};
		await expect(follow()).rejects.toMatchObject({
			name: 'UserError',
			message: 'The engine was ended by the system, most likely because memory ran out, while it was paused before the first step.',
		});
	});

	test('asked for before its turn holds a run before its first step', async () => {
		await using engine = openEngine(options('passMs=5'), start);
		const first = engine.run(job);
		const second = engine.run(job);
		second.pause();
		expect(await collect(first.events)).toHaveLength(10);
		const events: RunEvent[] = [];
		for await (const event of second.events) {
			events.push(event);
			if (event.type === 'paused') second.resume();
		}
		expect(events.slice(0, 3)).toMatchObject([{type: 'started'}, {type: 'paused', step: 0}, {type: 'step', step: 1}]);
	});
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s, which reaches the whole process group, is left to the parent', async signal => {
	await using one = run('passMs=5');
	const events: RunEvent[] = [];
	for await (const event of one.events) {
		events.push(event);
		if (event.type === 'started') process.kill(pidIn(events), signal);
	}
	expect(events.at(-1)).toMatchObject({type: 'finished', reason: 'complete'});
});

describe('killing', () => {
	test('ends the events at once, without a last one', async () => {
		// To wait for its end would take longer than any test may.
		await using one = run('passMs=1000', {settings: {steps: 1000}});
		const events: RunEvent[] = [];
		for await (const event of one.events) {
			events.push(event);
			one.kill();
		}
		expect(events.map(({type}) => type)).toEqual(['started']);
		await untilGone(pidIn(events));
	});

	test('an engine that is not up yet is ended too', async () => {
		const engine = openEngine(options(), start);
		const {events} = engine.run(job);
		await engine[Symbol.asyncDispose]();
		expect(await collect(events)).toEqual([]);
		expect(await collect(engine.run(job).events)).toEqual([]);
	});
});

describe('an engine that dies', () => {
	test.each([
		['SIGKILL', 'The engine was ended by the system, most likely because memory ran out, after step 3 of 8.', 69],
		['SIGABRT', 'The engine was aborted by the inference library after step 3 of 8.', 70],
		['SIGSEGV', 'The engine crashed in the inference library after step 3 of 8.', 70],
		['exit', 'The engine ended unexpectedly (exit code 3) after step 3 of 8.', 70],
	])('of %s in a run is one sentence', async (how, message, exitCode) => {
		await using one = run(`dieAt=3&how=${how}`);
		const {told, error} = await failureOf(one.events);
		expect(stepsOf(told)).toHaveLength(3);
		expect(error).toBeInstanceOf(UserError);
		expect(error).toMatchObject({message, exitCode});
	});

	test('of SIGTERM, some seconds after it, because its parent has not cancelled the run', async () => {
		await using one = run('passMs=900', {settings: {steps: 12, imageSteps: 12}});
		const events: RunEvent[] = [];
		const reading = (async () => {
			for await (const event of one.events) {
				events.push(event);
				if (event.type === 'started') process.kill(pidIn(events), 'SIGTERM');
			}
		})();
		await expect(reading).rejects.toMatchObject({
			message: expect.stringMatching(/^The engine was told to stop by another program after step [5-9] of 12\.$/),
			exitCode: 143,
		});
	});

	test('not of SIGTERM when its parent cancels the run, however long a step takes', async () => {
		await using one = run('passMs=6000', {settings: {steps: 3, imageSteps: 3}});
		const events: RunEvent[] = [];
		for await (const event of one.events) {
			events.push(event);
			if (event.type !== 'started') continue;
			process.kill(pidIn(events), 'SIGTERM');
			one.cancel();
		}
		expect(events.at(-1)).toMatchObject({type: 'finished', reason: 'cancelled'});
	});

	test('tells every later run the same', async () => {
		await using engine = openEngine(options('dieAt=0&how=SIGKILL'), start);
		const first = await failureOf(engine.run(job).events);
		expect((await failureOf(engine.run(job).events)).error).toBe(first.error);
		await expect(engine.opened()).resolves.toBeUndefined();
	});

	test('while it opens the model is one sentence', async () => {
		await using engine = openEngine(options('open=SIGKILL'), start);
		await expect(engine.opened()).rejects.toThrow('most likely because memory ran out, while it opened the model.');
	});

	test('and is started again goes on from its last step to the same tokens', async () => {
		await using whole = run();
		const undisturbed = stepsOf(await collect(whole.events)).at(-1);
		for (const dieAt of [1, 4, 7]) {
			await using killed = run(`dieAt=${dieAt}&how=SIGKILL`);
			const from = stepsOf((await failureOf(killed.events)).told).at(-1)!;
			await using resumed = run('', {from});
			expect({...stepsOf(await collect(resumed.events)).at(-1), elapsedMs: 0}).toEqual({...undisturbed, elapsedMs: 0});
		}
	});
});
