import type {Tokenizer} from './tokenizer.ts';

/** A word that a model was never shown. */
export type UnknownWord = {
	readonly word: string;
	/** The known word that it is taken for, where it looks like a slip of the keyboard. */
	readonly readAs?: string;
	/** Known words that are spelt alike, nearest first. */
	readonly nearest: readonly string[];
};

const unknownToken = '<unk>';
const suggestions = 4;

/** The words of `instruction` that the tokenizer maps to `<unk>`, each once; none when it has no such token (byte-level ones). */
export function unknownWords(tokenizer: Tokenizer, instruction: string): UnknownWord[] {
	const unknown = tokenizer.vocabulary.get(unknownToken);
	if (unknown === undefined) return [];
	const known = [...tokenizer.vocabulary.keys()].filter(token => /^\p{L}{2,}$/u.test(token));
	const words = instruction.split(/\s+/u).map(bare);
	return [...new Set(words)]
		.filter(word => word !== '' && tokenizer.encode(word).includes(unknown))
		.map(word => {
			const alike = byDistance(word.toLowerCase(), known);
			const readAs = alike.find(candidate => isSlip(word.toLowerCase(), candidate));
			return {word, ...(readAs !== undefined && {readAs}), nearest: alike.slice(0, suggestions)};
		});
}

/** The instruction as the model is given it: slips of the keyboard mended, all else as it is. */
export function mendWords(tokenizer: Tokenizer, instruction: string): string {
	const mended = new Map(unknownWords(tokenizer, instruction).map(({word, readAs}) => [word, readAs]));
	return instruction.replaceAll(/\S+/gu, piece => {
		const word = bare(piece);
		const readAs = mended.get(word);
		return readAs === undefined ? piece : piece.replace(word, () => readAs);
	});
}

/** A word without the marks around it. */
const bare = (piece: string): string => piece.replaceAll(/^\P{L}+|\P{L}+$/gu, '') || piece;

const byDistance = (word: string, known: readonly string[]): string[] =>
	known
		.map(candidate => ({candidate, distance: editDistance(word, candidate)}))
		.sort((a, b) => a.distance - b.distance)
		.map(({candidate}) => candidate);

/**
Whether `word` is most likely `meant`, mistyped. People double, drop and swap letters inside a word; a letter put for another, a
short word or another end is most often another word: "horse" is no house, "planet" no plane.
*/
function isSlip(word: string, meant: string): boolean {
	if (word.length < 5 || word[0] !== meant[0]) return false;
	if (isSwapped(word, meant)) return true;
	if (word.at(-1) !== meant.at(-1)) return false;
	const distance = editDistance(word, meant);
	return (
		(distance === 1 && (word.length !== meant.length || word.length > 6)) || (distance === 2 && Math.min(word.length, meant.length) > 7)
	);
}

/** Whether two neighbouring letters are the wrong way round, and nothing else. */
function isSwapped(word: string, meant: string): boolean {
	const at = [...meant].findIndex((letter, index) => letter !== word[index]);
	return at !== -1 && word === `${meant.slice(0, at)}${meant[at + 1]}${meant[at]}${meant.slice(at + 2)}`;
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
