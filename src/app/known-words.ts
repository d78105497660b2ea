import {describeModel} from '../model/describe.ts';
import {openTokenizer} from '../model/text/tokenizer.ts';

/** The words that a model of one small world knows, in the order of the alphabet; none for a model that reads any words. */
export async function knownWords(folder: string): Promise<readonly string[]> {
	const {things} = await describeModel(folder);
	if (!things) return [];
	const {vocabulary} = await openTokenizer(folder);
	return [...vocabulary.keys()].filter(word => /^\p{L}[\p{L}'-]+$/u.test(word)).toSorted();
}
