import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type TokenId, toToken} from '../../src/decoder/ids.ts';
import {startDecoding} from '../../src/decoder/state.ts';
import type {RunEvent, RunSettings} from '../../src/events/events.ts';
import {describeModel} from '../../src/model/describe.ts';
import {familyA} from '../../src/model/families/a/family.ts';
import {runA} from '../../src/model/families/a/released.ts';
import {openReleased, type ReleasedParts} from '../../src/model/families/released.ts';
import type {Model} from '../../src/model/model.ts';
import {openModel} from '../../src/model/open.ts';
import {createGate} from '../../src/run/gate.ts';
import type {Job} from '../../src/run/job.ts';
import {runJob} from '../../src/run/run-job.ts';
import {readTraceA, runOfA} from '../decoder/released/traces.ts';
import {collect} from '../fixtures/collect.ts';
import {openNetwork} from '../golden-replay/network.ts';
import {releasedFolder} from '../model/released-folder.ts';

const size = {width: 64, height: 48};
const rgb = Uint8Array.from({length: size.width * size.height * 3}, (_, index) => (index * 37) % 251);
const job: Job = {
	task: 'edit',
	instruction: 'make it blue',
	input: {...size, rgb},
	seed: 11,
	previews: false,
	settings: {recipe: 'official', steps: 6, imageSteps: 3},
};
const run = (model: Model, change: Partial<Job> = {}): Promise<RunEvent[]> =>
	collect(runJob(model, {...job, ...change}, {shouldStop: () => false, gate: createGate(), nowMs: () => 0}));
const stepsOf = (events: readonly RunEvent[]) => events.filter(event => event.type === 'step');

describe.each(['a', 'm'] as const)('the released loop of family %s', name => {
	let folder: Awaited<ReturnType<typeof releasedFolder>>;
	let model: Model;
	beforeAll(async () => {
		folder = await releasedFolder(name);
		model = await openModel(folder.folder, {size, textLength: 9});
	});
	afterAll(async () => {
		await model[Symbol.asyncDispose]();
		await folder[Symbol.asyncDispose]();
	});

	test('is a run like any other: whole steps, a complete picture, the same for the same seed', async () => {
		const events = await run(model);
		const steps = stepsOf(events);
		expect(steps.map(({step}) => step)).toEqual([1, 2, 3, 4, 5, 6]);
		expect(steps.map(({textIds}) => textIds.length)).toEqual(Array(6).fill(9));
		expect(steps[0]?.codes).toEqual(Array(12).fill(null));
		const codes = steps.at(-1)!.codes;
		for (const code of codes)
			expect(code).toSatisfy(value => Number.isInteger(value) && (value as number) >= 0 && (value as number) < 8192);
		expect(events.at(-1)).toMatchObject({type: 'finished', reason: 'complete'});
		expect(stepsOf(await run(model))).toEqual(steps);
		expect(stepsOf(await run(model, {seed: 12})).at(-1)?.codes).not.toEqual(codes);
	});

	test.each([{}, {textTemperature: 0.7, remasking: 'random'}] as const)(
		'goes on from any of its steps to the same end, with %o',
		async change => {
			const settings = {...job.settings, ...change};
			const whole = await run(model, {settings});
			for (const from of stepsOf(whole)) {
				const rest = await run(model, {settings, from});
				expect(stepsOf(rest)).toEqual(stepsOf(whole).filter(({step}) => step > from.step));
				expect(rest.at(-1)).toEqual(whole.at(-1));
			}
		},
	);

	test.each(['official', 'parallel'] as const)('the part that is not changed keeps its codes, by the recipe %s', async recipe => {
		const input = await model.encodeImage(rgb, size.width, size.height);
		const repaint = {codes: [9, 2, 7, 3, 2]};
		const events = await run(model, {repaint, settings: {...job.settings, recipe}});
		expect(events[0]).toMatchObject({settings: {recipe, repaint: [2, 3, 7, 9]}});
		for (const {codes} of stepsOf(events)) {
			for (const [index, code] of codes.entries()) if (!repaint.codes.includes(index)) expect(code).toBe(input[index]);
		}
		expect(stepsOf(events).at(-1)?.codes).not.toContain(null);
		const mask = {...size, rgb: new Uint8Array(rgb.length)};
		for (let y = 0; y < 16; y++) mask.rgb.fill(255, (y * 64 + 32) * 3, (y * 64 + 64) * 3);
		const [masked] = await run(model, {repaint: {mask}, settings: {...job.settings, recipe}});
		expect(masked).toMatchObject({settings: {repaint: [2, 3]}});
		const [outside] = await run(model, {repaint: {mode: 'outpainting', heightRatio: 1, widthRatio: 0.5}});
		expect(outside).toMatchObject({settings: {repaint: [0, 3, 4, 7, 8, 11]}});
	});

	test('a mask that marks nothing is refused', async () => {
		const mask = {...size, rgb: new Uint8Array(rgb.length)};
		await expect(run(model, {repaint: {mask}})).rejects.toMatchObject({exitCode: 65, message: 'The mask leaves nothing to change.'});
	});

	test('a stop between two steps makes no pass too many', async () => {
		let passes = 0;
		await using network = await openNetwork(folder.folder);
		const {codeOffset, codebookSize} = model.tokens;
		const released = network.official(codeOffset, codebookSize, 'graph');
		const counting = {
			...released,
			pass: (...given: Parameters<typeof released.pass>) => {
				passes++;
				return released.pass(...given);
			},
		};
		const {family, layout} = await describeModel(folder.folder);
		const {tokenizer} = model;
		const {vocabularySize} = network;
		const parts = {
			network: counting,
			tokenizer,
			layout: layout(tokenizer, {grid: model.facts.grid, textLength: 9}),
			codebookSize,
			vocabularySize,
		};
		const counted = {...model, released: openReleased(family.released!, parts)};
		let asked = 0;
		const stopped = {shouldStop: () => asked++ === 1, gate: createGate(), nowMs: () => 0};
		expect(stepsOf(await collect(runJob(counted, job, stopped)))).toHaveLength(1);
		expect(passes).toBe(name === 'a' ? 1 : 2);
	});
});

test('in a run stands the token of the released code at every step, where chance decides nothing', async () => {
	await using folder = await releasedFolder('a');
	await using model = await openModel(folder.folder, {grid: {rows: 4, columns: 4}, textLength: 16});
	await using network = await openNetwork(folder.folder);
	const trace = await readTraceA('det_cfg');
	const {start, settings: recorded} = runOfA(trace);
	const settings: RunSettings = {
		...{task: 'edit', instruction: '', seed: 1, recipe: 'official', textLength: 16, blockLength: 16},
		...{steps: recorded.textSteps, imageSteps: recorded.imageSteps, temperature: 0, textTemperature: 0},
		...{guidanceText: recorded.guidanceText, guidanceImage: recorded.guidanceImage},
	};
	const masked = (places: readonly number[]): TokenId[] => places.map(() => start.maskToken);
	const output = {text: masked(start.text), image: masked(start.image)};
	const {tokenizer} = model;
	const parts: ReleasedParts = {
		network: network.official(start.codeOffset, start.codebookSize, 'graph'),
		tokenizer,
		layout: (await describeModel(folder.folder)).layout(tokenizer, {textLength: 16}),
		codebookSize: start.codebookSize,
		vocabularySize: start.vocabularySize,
	};
	const released = openReleased({...familyA.released!, run: ({network: passes}) => runA(passes, start)}, parts);
	const state = released.start({seed: 1, settings, maskToken: start.maskToken, output});
	const steps = await collect(released.decode({instruction: ''}, state));
	const now = [...start.ids];
	for (const [step, {changed}] of trace.steps.entries()) {
		for (const [place, id] of changed) now[place] = id;
		const {text, image} = steps[step]!.state.output;
		expect(text).toEqual(start.text.map(place => now[place]));
		if (step < trace.steps.length - 1) expect(image).toEqual(start.image.map(place => now[place]));
	}
	const blind = start.image.findIndex(place => now[place] === start.maskToken);
	const known = <Item>(items: readonly Item[]) => items.filter((_, index) => index !== blind);
	expect(known(steps.at(-1)!.state.output.image)).toEqual(known(trace.final_image_codes.map(code => toToken(code, start.codeOffset))));
	expect(state.plan.map(({image}) => image?.masked)).toEqual(
		trace.steps.map(({sampled_ids: sampled}, step) => (sampled ? maskedAfter(trace, step) : undefined)),
	);
});

type Trace = Awaited<ReturnType<typeof readTraceA>>;

/** Codes that the recorded sequence has masked after a step. */
function maskedAfter({inputs, steps, image_positions: image, settings}: Trace, last: number): number {
	const now = [...inputs.input_ids];
	for (const {changed} of steps.slice(0, last + 1)) for (const [place, id] of changed) now[place] = id;
	return image.filter(place => now[place] === settings.mask_token).length;
}

test('the official recipe is planned by its loop alone', () => {
	const settings = {recipe: 'official', steps: 2, imageSteps: 2, blockLength: 1} as const;
	const scales = {guidanceText: 0, guidanceImage: 0, temperature: 1, textTemperature: 0};
	const options = {seed: 1, maskToken: 0 as TokenId, output: {text: [], image: []}};
	expect(() => startDecoding({...options, settings: {...settings, ...scales}})).toThrow('steps of their own');
});
