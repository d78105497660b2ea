import type {Denoiser} from '../decoder/denoiser.ts';
import type {TokenId} from '../decoder/ids.ts';
import type {DecodeState} from '../decoder/state.ts';
import {exitCodes, UserError} from '../errors.ts';
import type {EngineModel} from './engine-model.ts';
import {pieceOf} from './shown-words.ts';

/** More are not scored: a vocabulary of everything has thousands that begin with a letter, the common ones first. */
const mostScored = 256;

/**
Words of one token that might stand in a place of the text, the most probable first: those that begin with these letters. They are scored
without the instruction, the codes and what stands there now, since these speak for that.
*/
export async function completions(
	model: EngineModel,
	{output, maskToken, fixed}: DecodeState,
	denoiser: Denoiser,
	{row, prefix}: {readonly row: number; readonly prefix: string},
): Promise<readonly string[]> {
	if (output.text[row] === undefined) {
		throw new UserError(`There is no text row ${row}; rows are 0 to ${output.text.length - 1}.`, {
			hint: 'Ask for one that is there.',
			exitCode: exitCodes.usage,
		});
	}
	const begun = prefix.toLowerCase();
	const words = wordsOf(model)
		.filter(({id, text}) => text.toLowerCase().startsWith(begun) && id !== output.text[row])
		.slice(0, mostScored);
	if (words.length === 0) return [];
	const kept = new Set(fixed?.image);
	const shown = {
		text: output.text.map((id, at) => (at === row ? maskToken : id)),
		image: output.image.map((id, at) => (kept.has(at) ? id : maskToken)),
	};
	const probabilities: number[] = [];
	// No pass has more rows than the text: networks turn no more positions than they have.
	for (let start = 0; start < words.length; start += output.text.length) {
		const tokens = words.slice(start, start + output.text.length).map(({id}) => id);
		const request = {rows: tokens.map(() => row), tokens, uniforms: [], temperature: 0, guidanceText: -1, guidanceImage: 0};
		const {text: choices} = await denoiser.predict(shown, {text: request});
		probabilities.push(...choices.map(({probability}) => probability));
	}
	const order = [...words.keys()].sort((a, b) => probabilities[b]! - probabilities[a]!);
	return [...new Set(order.map(index => words[index]!.text))];
}

type Word = {readonly id: TokenId; readonly text: string};

const known = new WeakMap<EngineModel, readonly Word[]>();

/** The tokens of a model that are words within a text, in its order: read once. */
function wordsOf(model: EngineModel): readonly Word[] {
	const before = known.get(model);
	if (before) return before;
	const words: Word[] = [];
	for (let id = 0; id < model.tokens.codeOffset; id++) {
		// Any number below the codes is a token of the text: the brand is put back.
		const piece = pieceOf(model, id as TokenId, 1);
		if (isWord.test(piece)) words.push({id: id as TokenId, text: piece.trim()});
	}
	known.set(model, words);
	return words;
}

/** Letters alone are in vocabularies for words that they do not know, and complete nothing. */
const isWord = /^\s[\p{L}\p{N}][\p{L}\p{N}\p{M}'’-]+$/u;
