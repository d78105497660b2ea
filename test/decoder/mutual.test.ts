import {expect, test} from 'vitest';
import type {Denoiser} from '../../src/decoder/denoiser.ts';
import type {TokenId} from '../../src/decoder/ids.ts';
import {mutualConfidence} from '../../src/decoder/mutual.ts';
import type {DecodeState} from '../../src/decoder/state.ts';

const mask = 99 as TokenId;
const state = {output: {text: [1, 2, 3], image: [4, 5, 6, 7]}, maskToken: mask} as unknown as DecodeState;

test('each token is scored once, masked, without the instruction, and beside tokens of its own kind that are not', async () => {
	const scored: string[] = [];
	const denoiser: Denoiser = {
		async predict(output, request) {
			const choices = {text: [] as {id: TokenId; probability: number}[], image: [] as {id: TokenId; probability: number}[]};
			for (const kind of ['text', 'image'] as const) {
				const asked = request[kind];
				if (!asked) continue;
				expect(asked.guidanceText).toBe(-1);
				expect(asked.rows.every(row => output[kind][row] === mask)).toBe(true);
				expect(output[kind === 'text' ? 'image' : 'text']).not.toContain(mask);
				if (output[kind].length > asked.rows.length) expect(output[kind].some(token => token !== mask)).toBe(true);
				for (const [index, row] of asked.rows.entries()) scored.push(`${kind} ${row} ${asked.tokens?.[index]}`);
				choices[kind] = asked.rows.map((_, index) => ({
					id: asked.tokens?.[index] ?? mask,
					probability: kind === 'text' ? 1 : Math.exp(-2),
				}));
			}
			return choices;
		},
	};
	const {text, image} = await mutualConfidence(denoiser, state);
	expect(text).toBe(0);
	expect(image).toBeCloseTo(-2);
	expect(scored.sort()).toEqual(['image 0 4', 'image 1 5', 'image 2 6', 'image 3 7', 'text 0 1', 'text 1 2', 'text 2 3']);
});

test('one impossible token counts as very unlikely, not as infinitely so', async () => {
	const predict: Denoiser['predict'] = async (_, {text, image}) => ({
		text: (text?.rows ?? []).map(() => ({id: mask, probability: 0})),
		image: (image?.rows ?? []).map(() => ({id: mask, probability: 1})),
	});
	const {text} = await mutualConfidence({predict}, state);
	expect(text).toBeGreaterThan(-20);
	expect(text).toBeLessThan(-5);
});
