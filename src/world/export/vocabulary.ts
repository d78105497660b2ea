import {rewrite, rewrites} from '../language/rewrites.ts';
import {
	cellWords,
	colourWords,
	nounWords,
	placeWords,
	relationWords,
	sizeWords,
	timeNouns,
	timeWords,
	weatherAdjectives,
	weatherWords,
} from '../language/words.ts';
import {createRandom} from '../random.ts';
import {cells, colours, nouns, places, sizes, times, weathers} from '../scene/scene.ts';
import {operations, sampleEdit} from '../tasks/edits/sample.ts';
import {sampleGeneration} from '../tasks/generation.ts';

/** The tokens with a role, at the first ids, in this order. */
export const specials = [
	'<unk>',
	'<|mdm_mask|>',
	'<|startoftext|>',
	'<|endoftext|>',
	'<|t2i|>',
	'<|interleave|>',
	'<|soi|>',
	'<|eoi|>',
] as const;

/** Rows of the text vocabulary, spare ones included: image code 0 is the token after them. */
export const textRows = 3072;

/** Longest instruction and reasoning, in tokens. */
export const lengths = {instruction: 40, text: 64} as const;

/**
A sentence as WordPiece pieces: words, and punctuation that sticks to one as `##,`. This is what the checkpoint's
tokenizer.json does; a test holds the two together.
*/
export const toPieces = (text: string): string[] => split(rewrite(text)).flat();

function split(sentence: string): string[][] {
	return sentence
		.split(/\s+/)
		.map(word => {
			const [, stem = '', marks = ''] = /^(.*?)([.,;:!?]*)$/.exec(word) ?? [];
			return [stem, ...[...marks].map(mark => `##${mark}`)].filter(piece => piece !== '');
		})
		.filter(pieces => pieces.length > 0);
}

/** All pieces that the world's sentences use: from its word lists, and from `samples` seeded sentences of each kind. */
export function collectPieces(samples = 100_000): string[] {
	const tables = [
		nounWords,
		colourWords,
		sizeWords,
		placeWords,
		timeWords,
		timeNouns,
		weatherWords,
		weatherAdjectives,
		cellWords,
		relationWords,
	];
	const lists = [nouns, colours, sizes, places, times, weathers, cells, operations.map(() => '')];
	const pieces = new Set([...tables.flatMap(table => Object.values<readonly string[]>(table).flat()), ...lists.flat()].flatMap(toPieces));
	const random = createRandom(1);
	const words = new Set<string>();
	for (let i = 0; i < samples; i++) {
		for (const {instruction, reasoning} of [sampleGeneration(random), sampleEdit(random)])
			for (const word of `${instruction} ${reasoning}`.split(' ')) words.add(word);
	}
	// No sentence of the world is rewritten (a test holds it to that), so each word needs to be read once.
	for (const word of words) for (const piece of split(word).flat()) pieces.add(piece);
	return [...pieces].sort();
}

export type Vocabulary = ReadonlyMap<string, number>;

/** Pieces that any word can be spelt with: letters, digits and some marks, at the start of a word and within it, and endings. */
const letters: readonly string[] = [
	...[..."abcdefghijklmnopqrstuvwxyz0123456789'-%$!?.,;:"].flatMap(letter => [letter, `##${letter}`]),
	...['s', 'es', 'ed', 'ing', 'er', 'ers', 'est', 'ly', 'y', 'ish', 'ness', 'ful', 'less', 'en', 'ie', 'ies', 'al', 'tion'].map(
		end => `##${end}`,
	),
];

/**
Piece to id; the specials come first, then the pieces given, and what any word can be spelt with. Rows that are left take the words of
`more`, in order.
*/
export function createVocabulary(pieces: readonly string[], more: Iterable<string> = []): Vocabulary {
	const all = new Set<string>([...specials, ...pieces, ...letters]);
	if (all.size > textRows) throw new RangeError(`${all.size} pieces do not fit into ${textRows} rows.`);
	for (const word of more) {
		if (all.size === textRows) break;
		all.add(word);
	}
	return new Map([...all].map((piece, id) => [piece, id]));
}

/** The words of sentences as the tokenizer reads them, the most frequent first; in the order of the alphabet where they are as frequent. */
export function countWords(sentences: Iterable<string>, least: number): string[] {
	const counts = new Map<string, number>();
	for (const sentence of sentences)
		for (const piece of toPieces(sentence)) if (/^[a-z][a-z'-]*$/.test(piece)) counts.set(piece, (counts.get(piece) ?? 0) + 1);
	const common = [...counts].filter(([, count]) => count >= least);
	return common.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([word]) => word);
}

/** Ids of a sentence, each word in the longest pieces from its start, as WordPiece has it; one with a letter of no piece is one `<unk>`. */
export const encode = (vocabulary: Vocabulary, text: string): number[] =>
	rewrite(text)
		.split(/\s+/)
		.filter(word => word !== '')
		.flatMap(word => {
			const whole = vocabulary.get(word);
			return whole === undefined ? (spell(vocabulary, word) ?? [0]) : [whole];
		});

/** Longest word that WordPiece takes apart. */
const longestWord = 100;

function spell(vocabulary: Vocabulary, word: string): number[] | undefined {
	if (word.length > longestWord) return;
	const ids: number[] = [];
	for (let start = 0; start < word.length; ) {
		let end = word.length;
		let id: number | undefined;
		for (; end > start && id === undefined; end--) id = vocabulary.get(`${start > 0 ? '##' : ''}${word.slice(start, end)}`);
		if (id === undefined) return;
		ids.push(id);
		start = end + 1;
	}
	return ids;
}

/** The edges of words of lower case. */
const boundary = '(?:(?<![0-9a-z_])(?=[0-9a-z_])|(?<=[0-9a-z_])(?![0-9a-z_]))';

/**
`\b` spelt out. For the tokenizer libraries it is one between all of Unicode's letters, which takes milliseconds to compile for each
pattern, and seconds for all of them; here, and in lower case, it is this.
*/
const spellBoundaries = (pattern: string): string => pattern.replaceAll(/\\./gu, found => (found === '\\b' ? boundary : found));

/** tokenizer.json in the Hugging Face format, with spare pieces so that its length is `textRows`. */
export function tokenizerJson(vocabulary: Vocabulary): unknown {
	const vocab = Object.fromEntries(vocabulary);
	for (let id = vocabulary.size; id < textRows; id++) vocab[`<spare-${id}>`] = id;
	return {
		version: '1.0',
		truncation: null,
		padding: null,
		added_tokens: specials.map((content, id) => ({
			id,
			content,
			single_word: false,
			lstrip: false,
			rstrip: false,
			normalized: false,
			special: true,
		})),
		normalizer: {
			type: 'Sequence',
			normalizers: [
				{type: 'Lowercase'},
				...rewrites.map(([pattern, content]) => ({type: 'Replace', pattern: {Regex: spellBoundaries(pattern)}, content})),
			],
		},
		pre_tokenizer: {type: 'WhitespaceSplit'},
		post_processor: null,
		decoder: {type: 'WordPiece', prefix: '##', cleanup: false},
		model: {type: 'WordPiece', unk_token: '<unk>', continuing_subword_prefix: '##', max_input_chars_per_word: longestWord, vocab},
	};
}
