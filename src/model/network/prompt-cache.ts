import type {Template} from '../../decoder/denoiser.ts';
import type {BodyInput, KeepingInput, KeptPrompt} from './llada.ts';

/** The body for passes that may keep what they make of the first tokens. */
export type KeepingBody = {hidden(input: KeepingInput): Promise<{readonly hidden: Float32Array; readonly kept: KeptPrompt}>};

/** Tokens before the first one that decoding changes: the instruction, and the picture of an edit. */
export const promptLength = ({text, image}: Template): number =>
	[...text, ...image].reduce((first, place) => Math.min(first, place), Number.POSITIVE_INFINITY);

/**
Passes over the sequences of one run, each of which keeps a prompt of its own. Only the first pass of a cacheWindow computes it; the others
compute the output part alone, which attends to the kept keys and values as to its own.
*/
export function createPromptCache(body: KeepingBody) {
	const prompts = new Map<Template, {readonly cacheWindow: number; readonly kept: KeptPrompt}>();
	return async (cacheWindow: number, template: Template, input: BodyInput): Promise<Float32Array> => {
		const held = prompts.get(template);
		if (held?.cacheWindow === cacheWindow) return (await body.hidden({...input, kept: held.kept})).hidden;
		// Before its successor is made: for a large model one of them takes a gigabyte.
		prompts.delete(template);
		const {hidden, kept} = await body.hidden({...input, keep: promptLength(template)});
		prompts.set(template, {cacheWindow, kept});
		return hidden;
	};
}
