import type {Denoiser} from '../decoder/denoiser.ts';
import {foreseen} from '../decoder/foreseen.ts';
import type {TokenId} from '../decoder/ids.ts';
import type {DecodeState} from '../decoder/state.ts';
import type {EngineModel} from './engine-model.ts';
import type {ShownWord} from './job.ts';

/**
The tokens of the text up to its end, each with its piece of the text and how sure the model is of it. Every second one is masked at a time, so that none
vouches for itself. A masked one shows what the model would come to write by itself.
*/
export async function shownWords(model: EngineModel, state: DecodeState, denoiser: Denoiser): Promise<ShownWord[]> {
	const {output, maskToken, fixed} = state;
	const end = output.text.indexOf(model.tokens.end);
	const rows = Array.from({length: end === -1 ? output.text.length : end}, (_, row) => row);
	const seen = new Map<number, {readonly id: TokenId; readonly probability: number}>();
	const ask = async (asked: readonly number[], shown: readonly TokenId[], tokens?: readonly TokenId[]) => {
		if (asked.length === 0) return;
		const request = {rows: asked, uniforms: [], temperature: 0, guidanceText: 0, guidanceImage: 0, ...(tokens && {tokens})};
		const {text} = await denoiser.predict({...output, text: shown}, {text: request});
		for (const [index, choice] of text.entries()) seen.set(asked[index]!, choice);
	};
	for (const part of [0, 1]) {
		const decided = rows.filter(row => row % 2 === part && output.text[row] !== maskToken);
		const hidden = new Set(decided);
		const shown = output.text.map((id, row) => (hidden.has(row) ? maskToken : id));
		await ask(
			decided,
			shown,
			decided.map(row => output.text[row]!),
		);
	}
	for (const {row, ...choice} of (await foreseen(denoiser, state)).words) seen.set(row, choice);
	const kept = new Set(fixed?.text);
	return rows.map(row => {
		const {id, probability} = seen.get(row)!;
		return {row, text: pieceOf(model, id, row), isMasked: output.text[row] === maskToken, isFixed: kept.has(row), probability};
	});
}

/** A token's piece of the text: as it reads after another one, so that its space shows. */
export function pieceOf({tokenizer}: EngineModel, id: TokenId, row: number): string {
	if (row === 0) return tokenizer.decodeWithMasks([id]);
	const [one, two] = [tokenizer.decodeWithMasks([id]), tokenizer.decodeWithMasks([id, id])];
	return two.slice(one.length);
}
