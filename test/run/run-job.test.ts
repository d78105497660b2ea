import {describe, expect, test} from 'vitest';
import {UserError} from '../../src/errors.ts';
import {initialRun, type RunEvent, reduceRun} from '../../src/events/events.ts';
import {createGate} from '../../src/run/gate.ts';
import type {Job} from '../../src/run/job.ts';
import {type RunControls, runJob} from '../../src/run/run-job.ts';
import {type FakeOptions, fakeModel} from '../engine/fixtures/fake-model.mjs';
import {collect} from '../fixtures/collect.ts';

const job: Job = {task: 'gen', instruction: 'a red house', seed: 5, previews: false};

/** A clock that moves on by a millisecond whenever it is read. */
function ticking(): () => number {
	let nowMs = 0;
	return () => nowMs++;
}

const runAll = (change: Partial<Job> = {}, controls: Partial<RunControls> = {}, options: FakeOptions = {}): Promise<RunEvent[]> =>
	collect(runJob(fakeModel(options), {...job, ...change}, {shouldStop: () => false, gate: createGate(), nowMs: ticking(), ...controls}));

const stepsOf = (events: readonly RunEvent[]) => events.filter(event => event.type === 'step');
const lastOf = (events: readonly RunEvent[]) => {
	const last = events.at(-1);
	if (last?.type !== 'finished') throw new Error('The run did not finish.');
	return last;
};
const bytesOf = (base64: string) => [...Buffer.from(base64, 'base64')];

test('a run begins with all its settings, tells every step whole, and ends with the picture and the text', async () => {
	const events = await runAll({settings: {steps: 6, recipe: 'semi-parallel', blockLength: undefined}});
	expect(events.map(({type}) => type)).toEqual(['started', ...Array(6).fill('step'), 'finished']);
	expect(events[0]).toEqual({
		type: 'started',
		version: 2,
		settings: {
			...{task: 'gen', instruction: 'a red house', seed: 5, recipe: 'semi-parallel', steps: 6, imageSteps: 4, textLength: 10},
			...{
				blockLength: 5,
				guidanceText: 0,
				guidanceImage: 0,
				temperature: 1,
				textTemperature: 0.5,
				remasking: 'low_confidence',
				schedule: 'cosine',
			},
		},
		model: {name: 'fake', digest: 'd1', device: 'cpu', grid: {rows: 3, columns: 4}, patch: 2},
		notices: [],
	});
	const steps = stepsOf(events);
	expect(steps.map(({step}) => step)).toEqual([1, 2, 3, 4, 5, 6]);
	expect(steps[0]?.codes).toEqual(Array(12).fill(null));
	expect(steps[0]?.text.split('░')).toHaveLength(8 + 1);
	const {codes, text} = steps[5]!;
	const final = lastOf(events);
	expect(final).toMatchObject({reason: 'complete', text});
	expect(final.image).toMatchObject({width: 8, height: 6});
	expect(bytesOf(final.image.rgb)[0]).toBe(codes[0]);
});

test('without thinking the text stays masked, nothing is read of it, and the picture takes no pass more', async () => {
	const [thinking, silent] = [await runAll({settings: {steps: 6}}), await runAll({settings: {steps: 6, thinking: false}})];
	expect(silent[0]).toMatchObject({type: 'started', settings: {thinking: false}});
	expect(thinking[0]).not.toHaveProperty('settings.thinking');
	for (const {text, textIds} of stepsOf(silent)) {
		expect(text).toBe('');
		expect(textIds).toEqual(Array(10).fill(null));
	}
	expect(lastOf(silent)).toMatchObject({reason: 'complete', text: ''});
	const masked = (events: readonly RunEvent[]) => stepsOf(events).map(({codes}) => codes.filter(code => code === null).length);
	expect(masked(silent)).toEqual(masked(thinking));
	expect(stepsOf(silent).at(-1)?.codes).not.toEqual(stepsOf(thinking).at(-1)?.codes);
});

test.each(['semi-parallel', 'sequential'] as const)('without thinking there is no %s', async recipe => {
	await expect(runAll({settings: {recipe, thinking: false}})).rejects.toThrow(`The recipe ${recipe} says when the words come`);
});

test('an event is plain JSON', async () => {
	const events = await runAll({previews: true, previewEveryMs: 0});
	expect(JSON.parse(JSON.stringify(events))).toEqual(events);
});

test('an edit sees its picture', async () => {
	const picture = (value: number) => ({width: 8, height: 6, rgb: new Uint8Array(144).fill(value)});
	const [one, same, other] = await Promise.all([1, 1, 2].map(value => runAll({task: 'edit', input: picture(value)})));
	expect(stepsOf(one!)).toEqual(stepsOf(same!));
	expect(stepsOf(one!).at(-1)?.codes).not.toEqual(stepsOf(other!).at(-1)?.codes);
});

test('a run that goes on from any step ends as the undisturbed one, whatever the step', async () => {
	const whole = await runAll();
	for (const from of stepsOf(whole)) {
		const rest = await runAll({from});
		expect(stepsOf(rest).map(({step}) => step)).toEqual(stepsOf(whole).flatMap(({step}) => (step > from.step ? [step] : [])));
		expect({...lastOf(rest), elapsedMs: 0}).toEqual({...lastOf(whole), elapsedMs: 0});
	}
});

describe('stopping', () => {
	test('after a step ends with what there is: known codes, guesses elsewhere', async () => {
		let asked = 0;
		const events = await runAll({}, {shouldStop: () => asked++ === 3});
		expect(stepsOf(events)).toHaveLength(3);
		const {codes} = stepsOf(events)[2]!;
		expect(codes).toContain(null);
		const final = lastOf(events);
		expect(final.reason).toBe('cancelled');
		expect(final.text).toContain('░');
		expect(bytesOf(final.image.rgb)).not.toContain(128);
	});

	test('before the first step ends with a grey picture', async () => {
		const final = lastOf(await runAll({}, {shouldStop: () => true}));
		expect(final.reason).toBe('cancelled');
		expect(bytesOf(final.image.rgb)).toEqual(Array(144).fill(128));
	});

	test('with the last step is too late: the run is complete', async () => {
		let asked = 0;
		expect(lastOf(await runAll({}, {shouldStop: () => asked++ === 8})).reason).toBe('complete');
	});

	test('right after going on shows what is known and greys the rest', async () => {
		const from = stepsOf(await runAll())[3]!;
		const {image} = lastOf(await runAll({from}, {shouldStop: () => true}));
		for (const [token, code] of from.codes.entries()) {
			const pixel = Math.floor(token / 4) * 2 * 8 + (token % 4) * 2;
			for (const corner of [pixel, pixel + 9]) expect(bytesOf(image.rgb)[corner * 3]).toBe(code ?? 128);
		}
	});
});

describe('previews', () => {
	const previewsOf = (events: readonly RunEvent[]) => events.filter(event => event.type === 'preview');

	test('follow their step, and the last step has none, as the picture itself comes', async () => {
		const events = await runAll({previews: true, previewEveryMs: 0, settings: {imageSteps: 8}}, {nowMs: () => 0});
		expect(previewsOf(events).map(({step}) => step)).toEqual([1, 2, 3, 4, 5, 6, 7]);
		for (const [index, event] of events.entries()) {
			if (event.type === 'preview') expect(events[index - 1]).toMatchObject({type: 'step', step: event.step});
		}
	});

	test.each([
		{rule: 'the first after the first step, if that took its time', previewEveryMs: 3000, stepMs: 1000, steps: [1, 4, 7]},
		{rule: 'the first once there is more than guesses to see, if steps are quick', previewEveryMs: 250, stepMs: 70, steps: [2, 6]},
		{rule: 'the first no later than is asked for', previewEveryMs: 20, stepMs: 10, steps: [2, 4, 6]},
	])('keep their distance, $rule', async ({previewEveryMs, stepMs, steps}) => {
		let nowMs = 0;
		const beforePass = () => {
			nowMs += stepMs;
		};
		const events = await runAll({previews: true, previewEveryMs, settings: {imageSteps: 8}}, {nowMs: () => nowMs}, {beforePass});
		expect(previewsOf(events).map(({step}) => step)).toEqual(steps);
	});

	test('can be switched off', async () => {
		expect(previewsOf(await runAll())).toEqual([]);
	});

	test('change nothing about the run', async () => {
		const [on, off] = [await runAll({previews: true, previewEveryMs: 0}, {nowMs: () => 0}), await runAll({}, {nowMs: () => 0})];
		expect(on.filter(({type}) => type !== 'preview')).toEqual(off);
	});
});

describe('words the model was never shown', () => {
	test('are noted, with what it knows instead', async () => {
		const [started] = await runAll({instruction: 'a fjord'});
		expect(started).toMatchObject({notices: ['fake does not know "fjord"; nearest words it knows: ford, lord.']});
	});

	test('are refused when the job is strict', async () => {
		const error = await runAll({instruction: 'a fjord', isStrict: true}).catch((error: unknown) => error);
		expect(error).toBeInstanceOf(UserError);
		expect(error).toMatchObject({message: 'fake does not know "fjord".', exitCode: 65});
	});
});

test.each([
	[{seed: -1}, '`seed` must be a whole number from 0 to 9007199254740991, not `-1`.'],
	[{seed: 2 ** 53}, '`seed` must be a whole number from 0 to 9007199254740991, not `9007199254740992`.'],
	[{settings: {steps: 0}}, '`steps` must be a whole number from 1 to 4096, not `0`.'],
	[{settings: {imageSteps: 1.5}}, '`imageSteps` must be a whole number from 1 to 4096, not `1.5`.'],
	[{settings: {schedule: 'powder'}}, '`schedule` must be cosine, linear, sigmoid, pow2 (any exponent), inference or app, not `powder`.'],
	[{settings: {schedule: 'app'}}, '`schedule` must be cosine, linear, sigmoid or pow2 (any exponent), not `app`.'],
	[{settings: {recipe: 'official'}}, 'fake has no released code to follow.'],
	[{settings: {guidanceImage: 1}}, 'Image guidance needs an input picture.'],
	[{settings: {guidanceImage: Number.NaN}}, '`guidanceImage` must be a number from 0 to 100, not `NaN`.'],
	[{from: {step: 1, textIds: [], codes: []}}, 'The saved state does not fit this model and these settings.'],
] satisfies [Partial<Job>, string][])('%j is refused', async (change, message) => {
	await expect(runAll(change)).rejects.toThrow(message);
});

test('an edit without a picture is a bug of the caller', async () => {
	await expect(runAll({task: 'edit'})).rejects.toThrow('A job of task edit came without a picture.');
});

test('the fold of a run ends with its last event', async () => {
	const events = await runAll();
	const state = events.reduce(reduceRun, initialRun);
	expect(state).toMatchObject({end: 'complete', step: 8, codes: stepsOf(events).at(-1)?.codes, final: lastOf(events).image});
});

describe('a paused run', () => {
	test('holds before its next step, shows how it stands, takes single steps and goes on to the same tokens', async () => {
		const gate = createGate();
		gate.pause();
		const order: string[] = [];
		for await (const event of runJob(
			fakeModel(),
			{...job, previews: true, previewEveryMs: 1_000_000},
			{shouldStop: () => false, gate, nowMs: ticking()},
		)) {
			order.push(event.type);
			if (event.type !== 'paused') continue;
			if (event.step < 2) gate.step();
			else gate.resume();
		}
		expect(order.slice(0, 8)).toEqual(['started', 'paused', 'step', 'preview', 'paused', 'step', 'preview', 'paused']);
		expect(order.filter(type => type === 'step')).toHaveLength(8);
	});

	test('shows the picture of the very step it holds at', async () => {
		const gate = createGate();
		const seen: RunEvent[] = [];
		for await (const event of runJob(
			fakeModel(),
			{...job, previews: true, previewEveryMs: 1_000_000},
			{shouldStop: () => false, gate, nowMs: ticking()},
		)) {
			seen.push(event);
			if (event.type === 'step' && event.step === 6) gate.pause();
			if (event.type === 'paused') gate.resume();
		}
		const at = seen.findIndex(({type}) => type === 'paused');
		expect(seen[at]).toMatchObject({step: 6});
		expect(seen[at - 1]).toMatchObject({type: 'preview', step: 6});
	});

	test('does not count the time', async () => {
		const gate = createGate();
		let nowMs = 0;
		const events: RunEvent[] = [];
		for await (const event of runJob(fakeModel({beforePass: () => (nowMs += 10)}), job, {
			shouldStop: () => false,
			gate,
			nowMs: () => nowMs,
		})) {
			events.push(event);
			if (event.type === 'step' && event.step === 3) {
				gate.pause();
				setTimeout(() => {
					nowMs += 5000;
					gate.resume();
				}, 5);
			}
		}
		expect(stepsOf(events).map(({elapsedMs}) => elapsedMs)).toEqual([10, 20, 30, 40, 50, 60, 70, 80]);
	});
});
