import type {Choice, Denoiser, Output, RowRequest} from '../../src/decoder/denoiser.ts';
import type {TokenId} from '../../src/decoder/ids.ts';
import {threefry2x32} from '../../src/decoder/random.ts';

/** The mask of the fake network; it never chooses it. */
export const mask = 0 as TokenId;
const vocabulary = 50;

export type Asked = {readonly output: Output; readonly text: readonly number[]; readonly image: readonly number[]};

/**
A network that has learned nothing but depends on everything: on every token it is shown, on the row, and on the uniform when the
temperature asks for one. Codes are tokens from `vocabulary` on.
@param asked - Gets what every pass was asked for.
*/
export function fakeDenoiser(asked: Asked[] = []): Denoiser {
	return {
		async predict(output, {text, image}) {
			asked.push({output, text: text?.rows ?? [], image: image?.rows ?? []});
			const seen = [...output.text, ...output.image].reduce((hash: number, token) => mix(hash, token), 1);
			return {text: choose(seen, text, 1), image: choose(seen + 1, image, vocabulary)};
		},
	};
}

function choose(seen: number, request: RowRequest | undefined, firstToken: number): Choice[] {
	return (request?.rows ?? []).map((row, order) => {
		const chance = request!.temperature === 0 ? 0 : Math.floor(request!.uniforms[order]! * 2 ** 20);
		const hash = mix(mix(seen, row), chance);
		return {
			id: request!.tokens?.[order] ?? ((firstToken + (hash % (vocabulary - 1))) as TokenId),
			probability: ((hash >>> 8) % 1000) / 1000,
		};
	});
}

const mix = (a: number, b: number): number => threefry2x32([a, 17], [b, 3])[0];
