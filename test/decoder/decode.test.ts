import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {decode, decodeStep} from '../../src/decoder/decode.ts';
import type {Denoiser, Output} from '../../src/decoder/denoiser.ts';
import type {TokenId} from '../../src/decoder/ids.ts';
import {recipes} from '../../src/decoder/plan.ts';
import {type DecodeSettings, type DecodeState, maskedOutput, startDecoding} from '../../src/decoder/state.ts';
import {steer} from '../../src/decoder/steer.ts';
import {type Asked, fakeDenoiser, mask} from './fake-denoiser.ts';

const settings: DecodeSettings = {
	recipe: 'parallel',
	steps: 8,
	imageSteps: 5,
	blockLength: 6,
	guidanceText: 1.5,
	guidanceImage: 2.5,
	temperature: 1,
	textTemperature: 0.5,
};
const start = (change: Partial<DecodeSettings> = {}, output: Output = maskedOutput(20, 12, mask), seed = 7) =>
	startDecoding({settings: {...settings, ...change}, seed, maskToken: mask, output});

const anySettings = fc.record({
	recipe: fc.constantFrom(...recipes),
	steps: fc.integer({min: 1, max: 24}),
	imageSteps: fc.integer({min: 1, max: 24}),
	blockLength: fc.integer({min: 1, max: 30}),
	guidanceText: fc.constant(0),
	guidanceImage: fc.constant(0),
	temperature: fc.constantFrom(0, 0.5, 1),
	textTemperature: fc.constantFrom(0, 0.7),
	remasking: fc.constantFrom(undefined, 'low_confidence' as const, 'random' as const),
});
const anyTokens = (maxLength: number) =>
	fc.array(fc.constantFrom(...[mask, mask, mask, 3, 4].map(token => token as TokenId)), {minLength: 1, maxLength});
/** States with some tokens known from the start. */
const anyState = fc
	.record({settings: anySettings, seed: fc.maxSafeNat(), text: anyTokens(24), image: anyTokens(20)})
	.map(({settings, seed, text, image}) => startDecoding({settings, seed, maskToken: mask, output: {text, image}}));

async function run(from: DecodeState, denoiser: Denoiser = fakeDenoiser()): Promise<DecodeState[]> {
	const states = [from];
	for await (const {state} of decode(denoiser, from)) states.push(state);
	return states;
}
const tokensOf = ({output}: DecodeState) => [...output.text, ...output.image];
const last = <Item>(items: readonly Item[]) => items.at(-1)!;

describe('for any settings, seed and known tokens', () => {
	test('every masked position is revealed exactly once, known tokens never change, and nothing stays masked', async () => {
		await fc.assert(
			fc.asyncProperty(anyState, async from => {
				const states = await run(from);
				expect(states).toHaveLength(from.plan.length + 1);
				for (const [index, after] of states.slice(1).entries()) {
					const before = tokensOf(states[index]!);
					for (const [row, token] of tokensOf(after).entries()) if (before[row] !== mask) expect(token).toBe(before[row]);
				}
				expect(tokensOf(last(states))).not.toContain(mask);
			}),
		);
	});

	test('each step reveals what its plan says', async () => {
		await fc.assert(
			fc.asyncProperty(anyState, async from => {
				const states = await run(from);
				for (const [index, {text, image}] of from.plan.entries()) {
					const masked = (part: 'text' | 'image', at: number) => states[at]!.output[part].filter(token => token === mask).length;
					expect(masked('text', index) - masked('text', index + 1)).toBe(text);
					expect(masked('image', index + 1)).toBe(image?.masked ?? masked('image', index));
				}
			}),
		);
	});

	test('blocks are honoured: no token is revealed while an earlier block has more masked ones than the step can fill', async () => {
		await fc.assert(
			fc.asyncProperty(anyState, async from => {
				const asked: Asked[] = [];
				const states = await run(from, fakeDenoiser(asked));
				const blockOf = (row: number) => Math.floor(row / from.settings.blockLength);
				for (const {output} of states) {
					const maskedBlocks = output.text.flatMap((token, row) => (token === mask ? [blockOf(row)] : []));
					const newBlocks = output.text.flatMap((token, row) => (token !== mask && from.output.text[row] === mask ? [blockOf(row)] : []));
					expect(Math.max(-1, ...newBlocks)).toBeLessThanOrEqual(Math.min(...maskedBlocks, Number.POSITIVE_INFINITY));
				}
			}),
		);
	});

	test('a pass is asked for masked rows only, for text rows only up to the block it fills, and for image rows only on image steps', async () => {
		await fc.assert(
			fc.asyncProperty(anyState, async from => {
				for (const state of await run(from)) {
					const step = state.plan[state.step];
					if (!step) continue;
					const asked: Asked[] = [];
					await decodeStep(fakeDenoiser(asked), state);
					const {text = [], image = []} = asked[0] ?? {};
					for (const row of text) expect(state.output.text[row]).toBe(mask);
					const masked = state.output.text.flatMap((token, row) => (token === mask ? [row] : []));
					const blockOf = (row: number) => Math.floor(row / state.settings.blockLength);
					const filled = masked[step.text - 1];
					expect(text).toEqual(filled === undefined ? [] : masked.filter(row => blockOf(row) <= blockOf(filled)));
					const maskedCodes = state.output.image.flatMap((token, row) => (token === mask ? [row] : []));
					expect(image).toEqual(step.image ? maskedCodes : []);
				}
			}),
		);
	});

	test('a run resumed from any step, through JSON, ends with the tokens of the undisturbed run', async () => {
		await fc.assert(
			fc.asyncProperty(anyState, fc.nat(), async (from, at) => {
				const states = await run(from);
				const saved: DecodeState = JSON.parse(JSON.stringify(states[at % states.length]));
				expect(last(await run(saved))).toEqual(last(states));
			}),
		);
	});

	test('runs that take turns end with the tokens they have alone', async () => {
		await fc.assert(
			fc.asyncProperty(anyState, anyState, fc.infiniteStream(fc.boolean()), async (first, second, turns) => {
				const alone = [last(await run(first)), last(await run(second))];
				const denoiser = fakeDenoiser();
				const together = [first, second];
				const isUnfinished = (state: DecodeState) => state.step < state.plan.length;
				for (const isFirst of turns) {
					const which = isUnfinished(together[isFirst ? 0 : 1]!) === isFirst ? 0 : 1;
					if (!isUnfinished(together[which]!)) {
						if (!together.some(isUnfinished)) break;
						continue;
					}
					together[which] = (await decodeStep(denoiser, together[which]!)).state;
				}
				expect(together).toEqual(alone);
			}),
		);
	});
});

test('another seed gives other tokens, and no temperature makes the seed idle', async () => {
	const of = async (seed: number, temperatures: Partial<DecodeSettings>) =>
		tokensOf(last(await run(start(temperatures, maskedOutput(20, 12, mask), seed))));
	expect(await of(1, {})).not.toEqual(await of(2, {}));
	const none = {temperature: 0, textTemperature: 0};
	expect(await of(1, none)).toEqual(await of(2, none));
});

test('text and picture of a step come from one pass, the picture guided and the text not', async () => {
	const requests: Parameters<Denoiser['predict']>[1][] = [];
	const fake = fakeDenoiser();
	await run(start(), {
		predict(output, request) {
			requests.push(request);
			return fake.predict(output, request);
		},
	});
	expect(requests).toHaveLength(8);
	expect(requests[0]?.text).toMatchObject({rows: [0, 1, 2, 3, 4, 5], temperature: 0.5, guidanceText: 0, guidanceImage: 0});
	expect(requests[0]?.image).toMatchObject({temperature: 1, guidanceText: 1.5, guidanceImage: 2.5});
	expect(requests.map(({image}) => image?.rows.length)).toEqual([12, undefined, 11, undefined, 9, 7, undefined, 3]);
});

test('the prediction shows the whole picture: known codes, and the latest sample elsewhere', async () => {
	let latest: readonly TokenId[] | undefined;
	for await (const {state, prediction} of decode(fakeDenoiser(), start())) {
		expect(prediction).not.toContain(mask);
		latest = prediction;
		for (const [row, token] of state.output.image.entries()) if (token !== mask) expect(prediction?.[row]).toBe(token);
	}
	expect(latest).toHaveLength(12);
});

test('when a pass would change nothing there is none', async () => {
	const asked: Asked[] = [];
	const known = {text: [3, 4] as TokenId[], image: [5, 6] as TokenId[]};
	const states = await run(start({}, known), fakeDenoiser(asked));
	expect(asked).toEqual([]);
	expect(last(states).output).toEqual(known);
});

test.each([
	{steps: 0, message: '`steps` must be a whole number of at least 1, not 0.'},
	{blockLength: 2.5, message: '`blockLength` must be a whole number of at least 1, not 2.5.'},
	{temperature: Number.NaN, message: '`temperature` must be a number of at least 0, not NaN.'},
])('$message', ({message, ...change}) => {
	expect(() => start(change)).toThrow(message);
});

test('a network that answers with the mask, or with too little, is a bug that is told', async () => {
	const answering = (probability: number, count: number): Denoiser => ({
		predict: async () => ({text: Array.from({length: count}, () => ({id: mask, probability})), image: []}),
	});
	const textOnly = start({recipe: 'sequential'});
	await expect(decodeStep(answering(1, 6), textOnly)).rejects.toThrow('The denoiser chose the mask token for a text row.');
	await expect(decodeStep(answering(1, 2), textOnly)).rejects.toThrow('The denoiser was asked for 6 text rows and answered 2.');
});

test('random remasking reveals other words first, each block still before the next', async () => {
	const orderOf = async (remasking: DecodeSettings['remasking']) => {
		const states = await run(start({remasking}));
		return states.map(({output}) => output.text.flatMap((token, row) => (token === mask ? [] : [row])));
	};
	const [surest, random] = [await orderOf('low_confidence'), await orderOf('random')];
	expect(random).not.toEqual(surest);
	expect(await orderOf('random')).toEqual(random);
	// A row of the second block (6 tokens) is known only when the first block is.
	for (const known of random) if (known.some(row => row >= 6)) expect(known.slice(0, 6)).toEqual([0, 1, 2, 3, 4, 5]);
});

test('without thinking no pass asks for text, and the picture is asked for at the same steps', async () => {
	const asked: Asked[] = [];
	const silent = start({thinking: false});
	expect(silent.plan.map(({image}) => image)).toEqual(start().plan.map(({image}) => image));
	let last = silent;
	for await (const {state} of decode(fakeDenoiser(asked), silent)) last = state;
	expect(asked.map(({text}) => text)).toEqual(silent.plan.filter(({image}) => image).map(() => []));
	expect(last.output.text).toEqual(silent.output.text);
	expect(last.output.image).not.toContain(mask);
	const again = steer(last, {type: 'maskCodes', rows: [3, 4]});
	expect(again.plan.slice(again.step).every(({text}) => text === 0)).toBe(true);
});

test('codes that are free of the input picture are asked for without it, and the others as ever', async () => {
	const asked: {readonly rows: readonly number[]; readonly guidanceImage: number}[] = [];
	const denoiser: Denoiser = {
		async predict(output, request) {
			if (request.image) asked.push({rows: request.image.rows, guidanceImage: request.image.guidanceImage});
			return fakeDenoiser().predict(output, request);
		},
	};
	const state = {...start({guidanceImage: 2}), free: [1, 3]};
	for await (const {state: next} of decode(denoiser, state)) if (next.step === 1) break;
	expect(asked.map(({guidanceImage}) => guidanceImage)).toEqual([2, -1]);
	expect(asked[1]?.rows).toEqual([1, 3]);
	expect(asked[0]?.rows).not.toContain(1);
});
