import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {decode, decodeStep} from '../../src/decoder/decode.ts';
import type {Denoiser} from '../../src/decoder/denoiser.ts';
import type {TokenId} from '../../src/decoder/ids.ts';
import {uniform} from '../../src/decoder/random.ts';
import {type DecodeSettings, type DecodeState, isComplete, maskedOutput, startDecoding} from '../../src/decoder/state.ts';
import {type Intervention, steer} from '../../src/decoder/steer.ts';
import {fakeDenoiser, mask} from './fake-denoiser.ts';

const settings: DecodeSettings = {
	...{recipe: 'parallel', steps: 8, imageSteps: 4, blockLength: 6},
	...{guidanceText: 0, guidanceImage: 0, temperature: 1, textTemperature: 1},
};
const start = (change: Partial<DecodeSettings> = {}): DecodeState =>
	startDecoding({settings: {...settings, ...change}, seed: 5, maskToken: mask, output: maskedOutput(20, 12, mask)});

async function statesAfter(from: DecodeState, denoiser = fakeDenoiser()): Promise<DecodeState[]> {
	const states: DecodeState[] = [];
	for await (const {state} of decode(denoiser, from)) states.push(state);
	return states;
}
const endOf = async (from: DecodeState) => (await statesAfter(from)).at(-1) ?? from;
const tokensOf = ({output}: DecodeState) => [...output.text, ...output.image];

describe('what was masked again', () => {
	test('is decided again, with fresh draws, and the rest stays', async () => {
		const done = await endOf(start());
		const forgotten = {text: [2, 3, 4, 5], image: [0, 1, 2, 3, 4]};
		const steered = steer(steer(done, {type: 'maskWords', rows: forgotten.text}), {type: 'maskCodes', rows: forgotten.image});
		expect(steered.step).toBe(8);
		expect(steered.plan.length).toBeGreaterThan(8);
		const again = await endOf(steered);
		expect(tokensOf(again)).not.toContain(mask);
		for (const part of ['text', 'image'] as const) {
			for (const [row, token] of done.output[part].entries()) {
				if (!forgotten[part].includes(row)) expect(again.output[part][row]).toBe(token);
			}
			expect(forgotten[part].map(row => again.output[part][row])).not.toEqual(forgotten[part].map(row => done.output[part][row]));
		}
	});

	test('takes as many steps more as its share of the run', async () => {
		const halfway = (await statesAfter(start()))[4]!;
		const steered = steer(halfway, {type: 'maskWords', rows: [0, 1, 2, 3, 4, 19]});
		expect(steered.plan).toHaveLength(8 + (8 * 5) / 20);
		expect(tokensOf(await endOf(steered))).not.toContain(mask);
	});

	test('changes nothing where it was masked, or is fixed', () => {
		expect(steer(start(), {type: 'maskCodes', rows: [0, 3]})).toEqual(start());
		const written = steer(start(), {type: 'writeWords', words: [{row: 4, id: 9 as TokenId}]});
		expect(steer(written, {type: 'maskWords', rows: [4]})).toEqual(written);
	});
});

test('words that are written stay, and the network sees them', async () => {
	const halfway = (await statesAfter(start()))[3]!;
	const words = [41, 42, 43].map((id, index) => ({row: 15 + index, id: id as TokenId}));
	const seen: (readonly TokenId[])[] = [];
	const fake = fakeDenoiser();
	const watching: Denoiser = {
		predict(output, request) {
			seen.push(output.text.slice(15, 18));
			return fake.predict(output, request);
		},
	};
	const end = (await statesAfter(steer(halfway, {type: 'writeWords', words}), watching)).at(-1)!;
	expect(end.output.text.slice(15, 18)).toEqual([41, 42, 43]);
	expect(seen.every(row => row.join() === '41,42,43')).toBe(true);
	expect(tokensOf(end)).not.toContain(mask);
	const over = steer(end, {type: 'writeWords', words: [{row: 15, id: 7 as TokenId}]});
	expect(over.output.text[15]).toBe(7);
});

test('codes that are kept cannot be masked, and only decided ones can be kept', async () => {
	const end = await endOf(start());
	const kept = steer(end, {type: 'fixCodes', rows: [3, 1]});
	const steered = steer(kept, {type: 'maskCodes', rows: [0, 1, 2, 3]});
	expect(steered.output.image.flatMap((token, row) => (token === mask ? [row] : []))).toEqual([0, 2]);
	expect(() => steer(start(), {type: 'fixCodes', rows: [3]})).toThrow('The code 3 is not decided yet: there is nothing to keep.');
});

test('scales hold from then on, and the plan stays', () => {
	const guided = steer(steer(start(), {type: 'guidance', guidanceText: 3}), {type: 'temperature', temperature: 0.5, textTemperature: 0});
	expect(guided).toEqual({...start(), settings: {...settings, guidanceText: 3, temperature: 0.5, textTemperature: 0}});
});

test('the steps that are left can be fewer or more', async () => {
	const halfway = (await statesAfter(start()))[3]!;
	for (const steps of [1, 3, 20]) {
		const steered = steer(halfway, {type: 'steps', steps});
		expect(steered.plan).toHaveLength(4 + steps);
		expect(tokensOf(await endOf(steered))).not.toContain(mask);
	}
});

test('another instruction leaves what is decided as it is', () => {
	expect(steer(start(), {type: 'instruction', instruction: 'a cat'})).toEqual(start());
});

test.each([
	{said: 'There is no text row 20; rows are 0 to 19.', act: {type: 'maskWords', rows: [20]}},
	{said: 'There is no text row -1', act: {type: 'writeWords', words: [{row: -1, id: 3 as TokenId}]}},
	{said: 'There is no image row 1.5', act: {type: 'maskCodes', rows: [1.5]}},
	{said: 'The mask is no word', act: {type: 'writeWords', words: [{row: 1, id: mask}]}},
	{said: '`guidanceText` must be a number of at least 0, not -1.', act: {type: 'guidance', guidanceText: -1}},
	{said: '`steps` must be a whole number from 1 to 4096, not 0.', act: {type: 'steps', steps: 0}},
] as const)('$said', ({said, act}) => {
	expect(() => steer(start(), act)).toThrow(said);
});

test('the released loops are not steered', () => {
	const official = {...start(), settings: {...settings, recipe: 'official' as const}};
	expect(() => steer(official, {type: 'maskWords', rows: [1]})).toThrow('The released loops cannot be steered');
});

const rowsOf = (length: number) => fc.uniqueArray(fc.nat(length - 1), {maxLength: length});
const anyIntervention: fc.Arbitrary<Intervention> = fc.oneof(
	fc.record({
		type: fc.constant('writeWords' as const),
		words: fc.array(fc.record({row: fc.nat(19), id: fc.integer({min: 1, max: 49}).map(id => id as TokenId)}), {maxLength: 4}),
		isLasting: fc.boolean(),
		isForeseen: fc.boolean(),
	}),
	fc.record({type: fc.constant('maskWords' as const), rows: rowsOf(20)}),
	fc.record({type: fc.constant('maskCodes' as const), rows: rowsOf(12)}),
	fc.record({type: fc.constant('fixCodes' as const), rows: rowsOf(12)}),
	fc.record({type: fc.constant('guidance' as const), guidanceText: fc.integer({min: 0, max: 5})}),
	fc.record({type: fc.constant('temperature' as const), temperature: fc.integer({min: 0, max: 2})}),
	fc.record({type: fc.constant('steps' as const), steps: fc.integer({min: 1, max: 12})}),
	fc.constant({type: 'instruction' as const, instruction: 'another'}),
);
const anySettings = fc.record({
	recipe: fc.constantFrom('parallel' as const, 'semi-parallel' as const, 'sequential' as const),
	steps: fc.integer({min: 1, max: 12}),
	imageSteps: fc.integer({min: 1, max: 8}),
	blockLength: fc.integer({min: 1, max: 20}),
	acceleration: fc.constantFrom(undefined, {maxStepsPerPass: 3, confidence: 0.2, guidedShare: 0.5}),
});

/** A run that is steered after the passes that are named, to its end; each draw and each reveal is checked. */
async function steeredRun(change: Partial<DecodeSettings>, acts: readonly {readonly after: number; readonly act: Intervention}[]) {
	let state = start(change);
	const left = [...acts];
	let masked = {text: new Set(state.output.text.keys()), image: new Set(state.output.image.keys())};
	const fake = fakeDenoiser();
	const checking: Denoiser = {
		predict(output, request) {
			for (const [name, purpose] of [
				['text', 'textToken'],
				['image', 'imageToken'],
			] as const) {
				for (const [index, row] of (request[name]?.rows ?? []).entries())
					expect(request[name]!.uniforms[index]).toBe(uniform(5, state.step, purpose, row));
			}
			return fake.predict(output, request);
		},
	};
	for (let passes = 0; ; passes++) {
		while (left.length > 0 && (left[0]!.after <= passes || isComplete(state))) {
			const {act} = left.shift()!;
			const decided = act.type === 'fixCodes' ? act.rows.filter(row => state.output.image[row] !== mask) : [];
			const steered = steer(state, act.type === 'fixCodes' ? {...act, rows: decided} : act);
			for (const part of ['text', 'image'] as const) {
				for (const row of state.fixed?.[part] ?? []) {
					const isWritten = act.type === 'writeWords' && part === 'text' && act.words.some(word => word.row === row);
					if (!isWritten) expect(steered.output[part][row]).toBe(state.output[part][row]);
				}
			}
			expect(steered.step).toBe(state.step);
			state = steered;
			masked = maskedOf(state);
		}
		if (isComplete(state)) break;
		const before = state;
		({state} = await decodeStep(checking, state));
		expect(state.step).toBeGreaterThan(before.step);
		for (const part of ['text', 'image'] as const) {
			for (const [row, token] of state.output[part].entries()) {
				if (token === before.output[part][row]) continue;
				// What was known never changes in a step: a masked row is revealed, and then it is no longer one.
				expect(masked[part].delete(row)).toBe(true);
			}
		}
	}
	return state;
}

const maskedOf = ({output}: DecodeState) => ({
	text: new Set(output.text.flatMap((token, row) => (token === mask ? [row] : []))),
	image: new Set(output.image.flatMap((token, row) => (token === mask ? [row] : []))),
});

test('however it is steered, every masked row is revealed once after its last masking, fixed ones never change, draws go by seed, step and row', async () => {
	const acts = fc.array(fc.record({after: fc.nat(14), act: anyIntervention}), {maxLength: 6});
	await fc.assert(
		fc.asyncProperty(anySettings, acts, async (change, unordered) => {
			const ordered = unordered.toSorted((a, b) => a.after - b.after);
			const end = await steeredRun(change, ordered);
			expect(tokensOf(end)).not.toContain(mask);
			expect(await steeredRun(change, ordered)).toEqual(end);
		}),
		{numRuns: 1000},
	);
}, 300_000);
