import type {Tokenizer} from './tokenizer.ts';

/** A word that a model was never shown, and words it knows that are spelt alike, nearest first. */
export type UnknownWord = {readonly word: string; readonly nearest: readonly string[]};

const unknownToken = '<unk>';
const suggestions = 4;

/** The words of `instruction` that the tokenizer maps to `<unk>`, each once; none when it has no such token (byte-level ones). */
export function unknownWords(tokenizer: Tokenizer, instruction: string): UnknownWord[] {
	const unknown = tokenizer.vocabulary.get(unknownToken);
	if (unknown === undefined) return [];
	const known = [...tokenizer.vocabulary.keys()].filter(token => /^\p{L}{2,}$/u.test(token));
	const words = instruction.split(/\s+/u).map(word => word.replaceAll(/^\P{L}+|\P{L}+$/gu, '') || word);
	return [...new Set(words)]
		.filter(word => word !== '' && tokenizer.encode(word).includes(unknown))
		.map(word => ({word, nearest: nearest(word.toLowerCase(), known)}));
}

function nearest(word: string, known: readonly string[]): string[] {
	return known
		.map(candidate => ({candidate, distance: editDistance(word, candidate)}))
		.sort((a, b) => a.distance - b.distance)
		.slice(0, suggestions)
		.map(({candidate}) => candidate);
}

/** Insertions, deletions and replacements that turn `a` into `b` (Levenshtein). */
export function editDistance(a: string, b: string): number {
	let previous = Array.from({length: b.length + 1}, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const replaced = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
			row.push(Math.min(replaced, previous[j]! + 1, row[j - 1]! + 1));
		}
		previous = row;
	}
	return previous[b.length]!;
}
