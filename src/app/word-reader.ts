import path from 'node:path';
import {describeModel} from '../model/describe.ts';
import {openThings} from '../model/text/known-nouns.ts';
import {openTokenizer} from '../model/text/tokenizer.ts';
import {unknownWords} from '../model/text/unknown-words.ts';
import type {WordReader} from '../run/check-prompt.ts';

/** The part of a model in a folder that reads words, without its network. */
export async function openWordReader(folder: string): Promise<WordReader> {
	const [{things, cannotDraw}, tokenizer] = await Promise.all([describeModel(folder), openTokenizer(folder)]);
	return {
		facts: {name: path.basename(folder)},
		unknownWords: instruction => unknownWords(tokenizer, instruction),
		...(things && {things: openThings(tokenizer, things, cannotDraw)}),
	};
}
