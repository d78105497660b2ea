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
const textRows = 640;

/** Longest instruction and reasoning, in tokens. */
export const lengths = {instruction: 40, text: 64} as const;

/**
A sentence as WordPiece pieces: words, and punctuation that sticks to one as `##,`. This is what the checkpoint's
tokenizer.json does; a test holds the two together.
*/
export const toPieces = (text: string): string[] => toWords(text).flat();

/** The pieces of each word. */
const toWords = (text: string): string[][] => split(rewrite(text));

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

/** Piece to id; the specials come first. */
export function createVocabulary(pieces: readonly string[]): Vocabulary {
	const all = [...specials, ...pieces];
	if (all.length > textRows) throw new RangeError(`${all.length} pieces do not fit into ${textRows} rows.`);
	return new Map(all.map((piece, id) => [piece, id]));
}

/** Ids of a sentence. A word with a piece that the vocabulary lacks is one `<unk>`, marks and all, as WordPiece has it. */
export const encode = (vocabulary: Vocabulary, text: string): number[] =>
	toWords(text).flatMap(pieces => {
		const ids = pieces.map(piece => vocabulary.get(piece));
		return ids.every(id => id !== undefined) ? ids : [0];
	});

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
		model: {type: 'WordPiece', unk_token: '<unk>', continuing_subword_prefix: '##', max_input_chars_per_word: 100, vocab},
	};
}
