import {describeModel} from '../model/describe.ts';
import {openTokenizer} from '../model/text/tokenizer.ts';

/** The words that a model of one small world knows, in the order of the alphabet; none for a model that reads any words. */
export async function knownWords(folder: string): Promise<readonly string[]> {
	const {things} = await describeModel(folder);
	if (!things) return [];
	const {vocabulary} = await openTokenizer(folder);
	return [...vocabulary.keys()].filter(word => /^\p{L}[\p{L}'-]+$/u.test(word)).toSorted();
}

/** The beginnings in a text, in lower case: "dra Rab". */
export const beginningsIn = (text: string): readonly string[] => text.toLowerCase().split(/\s+/u).filter(Boolean);

/** Those of some words that begin with any of the beginnings. */
export const wordsWith = (beginnings: readonly string[], words: readonly string[]): readonly string[] =>
	words.filter(word => beginnings.some(beginning => word.startsWith(beginning)));

/** Sentence for beginnings that no word has. */
export const noneWith = (beginnings: readonly string[]): string =>
	`No word that the model knows begins with ${beginnings.map(beginning => `\`${beginning}\``).join(' or ')}.`;
