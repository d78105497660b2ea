import fc from 'fast-check';
import {expect, test} from 'vitest';
import type {RunEvent} from '../../src/events/events.ts';
import {stateAfter} from '../../src/events/finished-run.ts';
import {eventSchema} from '../../src/events/schema.ts';
import {goOnFrom} from '../../src/journal/continue-run.ts';
import {type Ask, createGate} from '../../src/run/gate.ts';
import type {Job, Question, ScheduledSteering, SteerRequest} from '../../src/run/job.ts';
import {runJob} from '../../src/run/run-job.ts';
import {encodeTranscript, parseTranscript, toEvents, toTranscript} from '../../src/transcript/transcript.ts';
import {fakeModel} from '../engine/fixtures/fake-model.mjs';
import {collect} from '../fixtures/collect.ts';

const job: Job = {task: 'gen', instruction: 'a red house', seed: 5, previews: false, settings: {steps: 8}};
const run = (change: Partial<Job> = {}, gate = createGate()): Promise<RunEvent[]> =>
	collect(runJob(fakeModel(), {...job, ...change}, {shouldStop: () => false, gate, nowMs: () => 0}));
const byPerson = (step: number, request: SteerRequest): ScheduledSteering => ({step, by: 'person', request});
const tokensOf = (events: readonly RunEvent[]) => {
	const {textIds, codes} = stateAfter(events);
	return {textIds, codes};
};
const steeredOf = (events: readonly RunEvent[]) => events.filter(event => event.type === 'steered');

test('a run that is steered tells of it with its new total, and every step from then on says it too', async () => {
	const events = await run({steering: [byPerson(8, {type: 'maskCodes', rows: [0, 1, 2, 3, 4, 5]})]});
	const [told] = steeredOf(events);
	expect(told).toMatchObject({step: 8, of: 12, by: 'person', intervention: {type: 'maskCodes', rows: [0, 1, 2, 3, 4, 5]}});
	const steps = events.filter(event => event.type === 'step');
	expect(steps.map(({of}) => of)).toEqual([...Array(8).fill(8), ...Array(4).fill(12)]);
	expect(stateAfter(events)).toMatchObject({step: 12, steps: 12, end: 'complete'});
	for (const event of events) expect(eventSchema.safeParse(event).success).toBe(true);
});

test('a run that is not steered is the run that it was', async () => {
	const [plain, empty] = [await run(), await run({steering: []})];
	expect(empty).toEqual(plain);
	expect(steeredOf(plain)).toEqual([]);
});

test('words are replaced wherever they stand, and stay', async () => {
	const before = await run();
	const first = tokensOf(before).textIds[0]!;
	const events = await run({steering: [byPerson(8, {type: 'replace', from: `w${first}`, to: 'w7'})]});
	expect(steeredOf(events)[0]?.intervention).toMatchObject({type: 'writeWords', words: expect.arrayContaining([{row: 0, id: 7}])});
	expect(tokensOf(events).textIds[0]).toBe(7);
});

test('a run begins with the words of a person, and finds the others', async () => {
	const events = await run({steering: [byPerson(0, {type: 'think', text: 'w3 w4 ░░ w5'})]});
	expect(events.map(({type}) => type).slice(0, 3)).toEqual(['started', 'steered', 'step']);
	const {textIds} = tokensOf(events);
	expect([textIds[0], textIds[1], textIds[4]]).toEqual([3, 4, 5]);
	expect(textIds).not.toContain(null);
});

test('a region of the picture is masked again, all codes that it touches', async () => {
	const events = await run({steering: [byPerson(8, {type: 'forgetRegion', x: 1, y: 1, width: 2, height: 3})]});
	expect(steeredOf(events)[0]?.intervention).toEqual({type: 'maskCodes', rows: [0, 1, 4, 5]});
	expect(tokensOf(events).codes).not.toContain(null);
});

test.each([
	{request: {type: 'replace', from: 'w3 w4 w5 w6', to: 'w1'}, said: 'There is no "w3 w4 w5 w6" in the thought.'},
	{request: {type: 'forgetRegion', x: 0, y: 0, width: 9, height: 1}, said: 'The region 0,0,9,1 is not inside of 8x6.'},
	{request: {type: 'maskCodes', rows: [12]}, said: 'There is no image row 12; rows are 0 to 11.'},
	{request: {type: 'think', text: '░░'}, said: 'There is no word in the thought.'},
	{request: {type: 'think', text: 'w1 '.repeat(11)}, said: 'The thought has 11 tokens, and this model writes 10.'},
	{request: {type: 'replace', from: 'fjord', to: 'w1'}, said: 'The model does not know "fjord".'},
] as const)('$said', async ({request, said}) => {
	await expect(run({steering: [byPerson(4, request)]})).rejects.toMatchObject({name: 'UserError', exitCode: 2, message: said});
});

test('at the gate a change is made while the run is held; one that cannot be is refused, and nothing has changed', async () => {
	const gate = createGate();
	gate.pause();
	const told: RunEvent[] = [];
	const answers: unknown[] = [];
	const ask = (request: SteerRequest): Ask => ({
		type: 'steer',
		request,
		by: 'person',
		done: (refusal: unknown) => answers.push(refusal),
	});
	for await (const event of runJob(fakeModel(), job, {shouldStop: () => false, gate, nowMs: () => 0})) {
		told.push(event);
		if (event.type === 'paused' && event.step === 0) gate.step();
		else if (event.type === 'paused') {
			gate.steer(ask({type: 'maskCodes', rows: [99]}));
			gate.steer(ask({type: 'steps', steps: 3}));
		}
		if (event.type === 'steered') gate.resume();
	}
	expect(answers).toEqual([expect.objectContaining({message: 'There is no image row 99; rows are 0 to 11.'}), undefined]);
	expect(told.map(({type}) => type)).toEqual(['started', 'paused', 'step', 'paused', 'steered', 'step', 'step', 'step', 'finished']);
});

test('questions are answered while the run is held, and change nothing', async () => {
	const gate = createGate();
	gate.pause();
	const answers: unknown[] = [];
	const asked: Question[] = [
		{type: 'agreement', request: {type: 'write', row: 1, text: 'w7'}},
		{type: 'words'},
		{type: 'agreement', request: {type: 'steps', steps: 3}},
		{type: 'agreement', request: {type: 'write', row: 10, text: 'w7'}},
	];
	const told: RunEvent[] = [];
	for await (const event of runJob(fakeModel(), job, {shouldStop: () => false, gate, nowMs: () => 0})) {
		told.push(event);
		if (event.type !== 'paused') continue;
		for (const question of asked) gate.steer({type: 'question', question, done: (refusal, answer) => answers.push(answer ?? refusal)});
		gate.resume();
	}
	expect(answers).toEqual([
		{
			...{change: {type: 'writeWords', words: [{row: 1, id: 7}]}, codes: [], hasInput: false, open: [], passes: 13},
			words: [{row: 9, drop: expect.closeTo(4.02)}],
			foreseen: expect.arrayContaining([{row: 1, id: 28}]),
		},
		Array.from({length: 10}, (_, row) => expect.objectContaining({row, isMasked: true, isFixed: false})),
		expect.objectContaining({message: 'Only words and the instruction have others that agree with them.'}),
		expect.objectContaining({message: 'There is no text row 10; rows are 0 to 9.'}),
	]);
	expect(told.filter(({type}) => type !== 'paused')).toEqual(await run());
});

test('a change that is agreed tells of all that goes with it, and resumes, replays and is made again to the same tokens', async () => {
	const steering = [byPerson(6, {type: 'write', row: 0, text: 'w7', isAgreed: true}), byPerson(6, {type: 'maskCodes', rows: [0]})];
	const whole = await run({steering});
	const [first, ...others] = steeredOf(whole);
	expect(first).toMatchObject({step: 6, intervention: {type: 'writeWords', words: expect.arrayContaining([{row: 0, id: 7}])}});
	expect(others.map(({intervention}) => intervention.type)).toContain('maskCodes');
	expect(tokensOf(whole).textIds[0]).toBe(7);
	const again = steeredOf(whole).map(({step, by, intervention}) => ({step, by, request: intervention}));
	expect(await run({steering: again})).toEqual(whole);
	// Between two changes of one request, too.
	for (const cut of whole.slice(0, -1).keys()) {
		const rest = await run({steering, ...goOnFrom(whole.slice(0, cut))});
		expect(tokensOf(rest), `cut ${cut}`).toEqual(tokensOf(whole));
	}
});

test('what lasts is settled by the model once all is decided, told before the end, and not told again when the run is made again', async () => {
	const lasting: SteerRequest = {type: 'writeWords', words: [{row: 0, id: 7}], isLasting: true};
	const whole = await run({steering: [byPerson(4, lasting)]});
	const [first, ...settled] = steeredOf(whole);
	expect(first).toMatchObject({step: 4, by: 'person', intervention: lasting});
	expect(settled.length).toBeGreaterThan(0);
	for (const event of settled) expect(event).toMatchObject({step: 8, by: 'model'});
	expect(settled[0]?.intervention).not.toHaveProperty('isLasting');
	const again = steeredOf(whole).map(({step, by, intervention}) => ({step, by, request: intervention}));
	expect(await run({steering: again})).toEqual(whole);
	expect(tokensOf(whole).textIds[0]).toBe(7);
	expect(stateAfter(whole).end).toBe('complete');
});

test('words that may stand in a place begin as they are asked to, and the one that stands there is not among them', async () => {
	const gate = createGate();
	gate.pause();
	const answers: unknown[] = [];
	for await (const event of runJob(fakeModel(), job, {shouldStop: () => false, gate, nowMs: () => 0})) {
		if (event.type !== 'paused') continue;
		for (const question of [
			{type: 'completions', row: 2, prefix: 'W2'},
			{type: 'completions', row: 2, prefix: 'x'},
			{type: 'completions', row: 10, prefix: 'w'},
		] as const)
			gate.steer({type: 'question', question, done: (refusal, answer) => answers.push(answer ?? refusal)});
		gate.resume();
	}
	const [some, none, fault] = answers;
	expect(new Set(some as string[])).toEqual(new Set(['w2', ...Array.from({length: 10}, (_, index) => `w${20 + index}`)]));
	expect(none).toEqual([]);
	expect(fault).toMatchObject({name: 'UserError', message: 'There is no text row 10; rows are 0 to 9.'});
});

const anyRequest: fc.Arbitrary<SteerRequest> = fc.oneof(
	fc.record({type: fc.constant('maskWords' as const), rows: fc.uniqueArray(fc.nat(9), {maxLength: 10})}),
	fc.record({type: fc.constant('maskCodes' as const), rows: fc.uniqueArray(fc.nat(11), {maxLength: 12})}),
	fc.record({
		type: fc.constant('writeWords' as const),
		words: fc.array(fc.record({row: fc.nat(9), id: fc.integer({min: 1, max: 49})}), {maxLength: 3}),
		isLasting: fc.boolean(),
		isForeseen: fc.boolean(),
	}),
	fc.record({type: fc.constant('temperature' as const), temperature: fc.constantFrom(0, 1, 2), textTemperature: fc.constantFrom(0, 1)}),
	fc.record({type: fc.constant('steps' as const), steps: fc.integer({min: 1, max: 9})}),
	fc.record({type: fc.constant('instruction' as const), instruction: fc.constantFrom('a cat', 'a dog'), isAgreed: fc.boolean()}),
);
const anySteering = fc
	.array(fc.record({step: fc.nat(10), by: fc.constantFrom('person' as const, 'program' as const), request: anyRequest}), {maxLength: 5})
	.map(all => all.toSorted((a, b) => a.step - b.step));

test('a steered run goes on from any moment to the same events, replays from its transcript, and is made again by what that holds', async () => {
	await fc.assert(
		fc.asyncProperty(anySteering, async steering => {
			const whole = await run({steering});
			for (const [index, event] of whole.entries()) {
				if (event.type !== 'step' && event.type !== 'steered') continue;
				const rest = await run({steering, ...goOnFrom(whole.slice(0, index + 1))});
				expect(rest.slice(1)).toEqual(whole.slice(index + 1));
			}
			const bytes = encodeTranscript(await toTranscript(whole, {software: 'm', savedAt: new Date(0)}));
			const replayed = await collect(toEvents(parseTranscript(bytes, 'x')));
			expect(replayed).toEqual(whole);
			const held = steeredOf(replayed).map(({step, by, intervention}) => ({step, by, request: intervention}));
			expect(await run({steering: held})).toEqual(whole);
		}),
		{numRuns: 60},
	);
}, 120_000);
