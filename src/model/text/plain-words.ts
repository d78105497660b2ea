import type {TokenId} from '../../decoder/ids.ts';
import {exitCodes, UserError} from '../../errors.ts';
import type {Tokenizer} from './tokenizer.ts';

/** An instruction in the plain words that a tokenizer of words reads. */
export type PlainText = {
	readonly text: string;
	/** Words of `text` that the vocabulary does not have whole, each once. */
	readonly unknown: readonly string[];
	/** Signs with a meaning that no word stands for, such as emoji: they are left out of `text`. Each once. */
	readonly leftOut: readonly string[];
};

const unknownToken = '<unk>';
/** Characters: forty words of a hundred letters, the longest word that tokenizers of words take apart. What is longer takes minutes. */
const longestInstruction = 4000;

/** Invisible by definition: joiners, variation selectors, soft hyphens, directions, tags. What separates words is no part of them. */
const invisible = /[\p{Cf}\p{DI}\p{Cc}\p{Co}\p{Cs}]/gu;
const breaks = /[\s\p{Z}\u0085\u200B]+/gu;
/** `(cat:1.2)` and `cat::2` stress a word, `(cat)1.2` and `cat++` do as well. */
const weights =
	/(?<=[\p{L}\p{N})\]}"']):{1,2}\s?([+-]?\d{0,9}(?:\.\d{1,9})?)(?=[)\]}>\s,;]|$)|(?<=\))([+-]?\d{0,9}(?:\.\d{1,9})?)(?=[)\]}>\s,;]|$)/gu;
const stresses = /(?<=[)\p{L}])\+{1,9}(?=[\s,.)]|$)/gu;
/** Quotes of all languages, but for those that may be apostrophes. */
const quotes = /["“”„‟«»‹›‚‛「」『』〝〞〟＂]/gu;
const apostrophes = /[‘’ʼ´`′＇]/gu;

/** A number, or a word with the apostrophes and hyphens within it. */
const parts = /\p{N}+(?:[.,:]\p{N}+)*(?![\p{L}\p{N}])|[\p{L}\p{M}\p{N}]+(?:['-][\p{L}\p{M}\p{N}]+)*/gu;
/** Signs without a meaning of their own: marks, spaces, accents without a letter and the signs of lists, forms and code. */
const meaningless = /[\p{P}\p{Z}\p{C}\p{DI}\p{Sk}\p{M}~^=<>|+$\s]/gu;

/**
Words that a tokenizer of whole words, with `<unk>` for all others, reads of an instruction: quotes, brackets, weights and what is
invisible are taken from the words that they touch. A text that it reads whole stays as it is, but for these. For other tokenizers nothing changes.
@throws UserError (exit 65) when it is longer than any such model reads
*/
export function plainText(tokenizer: Tokenizer, instruction: string): PlainText {
	if (!tokenizer.vocabulary.has(unknownToken)) return {text: instruction, unknown: [], leftOut: []};
	if (instruction.length > longestInstruction) throw tooLong(instruction.length);
	const unknown = new Set<string>();
	const leftOut = new Set<string>();
	const text = tidied(instruction, leftOut);
	for (const lost of dropped(tokenizer, text)) leftOut.add(lost);
	if (isKnown(tokenizer, text)) return {text, unknown: [], leftOut: [...leftOut]};
	const read = new Map<string, string>();
	const words: string[] = [];
	for (const piece of text.split(' ')) {
		let plain = read.get(piece);
		if (plain === undefined) {
			plain = isKnown(tokenizer, piece) ? piece : plainPiece(tokenizer, piece, {unknown, leftOut});
			read.set(piece, plain);
		}
		// A mark goes to the word that it ends.
		if (/^[.,;:!?]+$/.test(plain)) {
			const last = words.pop();
			if (last !== undefined) words.push(/[.,;:!?]$/.test(last) ? last : `${last}${plain[0]}`);
		} else if (plain !== '') words.push(plain);
	}
	const plain = words.join(' ');
	// Words that arise only beside others.
	if (unknown.size === 0 && !isKnown(tokenizer, plain)) unknown.add(firstUnknown(tokenizer, words));
	return {text: plain, unknown: [...unknown], leftOut: [...leftOut]};
}

/** The same letters, quotes and spaces however they are written, without weights and without what cannot be seen. */
function tidied(instruction: string, leftOut: Set<string>): string {
	return (
		instruction
			.normalize('NFC')
			// Only what words are made of: of a sign such as ™ two letters would become.
			.replace(/[\p{L}\p{N}\p{P}]+/gu, run => run.normalize('NFKC'))
			// A letter in a circle or a square is one.
			.replace(/\p{So}/gu, sign => (/^\p{L}$/u.test(sign.normalize('NFKC')) ? sign.normalize('NFKC') : sign))
			.replace(breaks, ' ')
			.replace(invisible, '')
			.replace(apostrophes, "'")
			.replace(quotes, ' ')
			.replace(weights, (weight, one?: string, other?: string) => {
				// A negation is no stress.
				if (Number(one ?? other) <= 0 && (one ?? other) !== '') leftOut.add(weight.replaceAll(/\s/g, ''));
				return '';
			})
			.replace(stresses, '')
			.replace(/ {2,}/g, ' ')
			.trim()
	);
}

/** Words and signs with a meaning that a tokenizer makes nothing of, not even `<unk>`: emoji of things that a model cannot draw. */
function dropped(tokenizer: Tokenizer, text: string): string[] {
	const isDropped = (part: string) => tokenizer.encode(part).length === 0;
	const meant = (text.match(/\S+/gu) ?? []).flatMap(piece => [
		...(piece.match(parts) ?? []),
		...piece.replace(parts, ' ').replace(meaningless, ' ').split(' '),
	]);
	return (
		[...new Set(meant)]
			.filter(part => part !== '')
			// A word that is dropped is one of talk, and says nothing: "um", "lol".
			.flatMap(part =>
				isDropped(part) ? (/\p{L}/u.test(part) ? [] : [part]) : [...part].filter(sign => /\p{S}/u.test(sign) && isDropped(sign)),
			)
	);
}

type Found = {readonly unknown: Set<string>; readonly leftOut: Set<string>};

/** The words of a piece without the marks around and between them, and the mark that ends it. */
function plainPiece(tokenizer: Tokenizer, piece: string, {unknown, leftOut}: Found): string {
	const words = (piece.match(parts) ?? []).flatMap(part => {
		if (isKnown(tokenizer, part)) return [part];
		const smaller = part.match(/\p{N}+(?:[.,:]\p{N}+)*|[\p{L}\p{M}]+/gu) ?? [];
		const areKnown = smaller.every(word => /^\p{N}/u.test(word) || isKnown(tokenizer, word));
		const read = areKnown && smaller.length > 0 ? smaller : [part];
		for (const word of read) if (!isKnown(tokenizer, word)) unknown.add(word);
		return read;
	});
	for (const sign of piece.replace(parts, ' ').match(/\S+/gu) ?? []) {
		const meant = sign.replace(meaningless, '');
		if (meant !== '') leftOut.add(meant);
	}
	const [, mark = ''] = /([.,;:!?])[^\p{L}\p{N}]*$/u.exec(piece) ?? [];
	return `${words.join(' ')}${tokenizer.vocabulary.has(`##${mark}`) ? mark : ''}`;
}

const tooLong = (length: number) =>
	new UserError(`The instruction has ${length} characters, and this model reads at most ${longestInstruction}.`, {
		hint: 'Say it more shortly.',
		exitCode: exitCodes.badData,
	});

/** Ids of `<unk>` and of pieces that only continue a word, by tokenizer. */
const partial = new WeakMap<Tokenizer, {readonly letters: ReadonlySet<TokenId>; readonly digits: ReadonlySet<TokenId>}>();

function partialIds(tokenizer: Tokenizer) {
	const known = partial.get(tokenizer);
	if (known) return known;
	const matching = (pattern: RegExp) => new Set([...tokenizer.vocabulary].filter(([token]) => pattern.test(token)).map(([, id]) => id));
	const made = {letters: matching(/^(?:<unk>|##[^.,;:!?\p{N}].*)$/u), digits: matching(/^##\p{N}/u)};
	partial.set(tokenizer, made);
	return made;
}

/** Whether every word of a text is one of the vocabulary; a number may be spelt. */
function isKnown(tokenizer: Tokenizer, text: string): boolean {
	const {letters, digits} = partialIds(tokenizer);
	const mixed = /\p{L}\p{N}/u.test(text);
	return !tokenizer.encode(text).some(id => letters.has(id) || (mixed && digits.has(id)));
}

/** The word with which a text that was known becomes unknown. */
function firstUnknown(tokenizer: Tokenizer, words: readonly string[]): string {
	let [known, unknown] = [0, words.length];
	while (unknown - known > 1) {
		const middle = (known + unknown) >> 1;
		if (isKnown(tokenizer, words.slice(0, middle).join(' '))) known = middle;
		else unknown = middle;
	}
	return words[unknown - 1] ?? '';
}
