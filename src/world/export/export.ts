import {sceneToCodes} from '../codes.ts';
import {createRandom, type Random} from '../random.ts';
import {categories, type Item} from '../scene/item.ts';
import {belongs, type Split} from '../scene/sample.ts';
import {geometry} from '../scene/scene.ts';
import {sampleEdit} from '../tasks/edits/sample.ts';
import {sampleGeneration} from '../tasks/generation.ts';
import {sampleVoice, type Voice} from '../voices/corpus.ts';
import {writeSafetensors} from './safetensors-writer.ts';
import {encode, lengths, specials, toPieces, type Vocabulary} from './vocabulary.ts';

const endOfText = specials.indexOf('<|endoftext|>');
const codeCount = geometry.tokensPerSide ** 2;

/** Share of items of which some word is replaced by `<unk>`, so that the model has met words it does not know. */
const unknownShare = 0.03;

/** Share of generations without a relation in which two things are joined by an unknown word: "a dog <unk> a ball". */
const strangeJointShare = 0.04;

/** Share of items with words put in that say nothing of the picture, most of them unknown. */
const chatterShare = 0.2;

export type SampleOptions = {
	readonly split: Split;
	/** Weights of 1, 2, 3 objects. */
	readonly counts?: readonly number[];
	/** 0: generations say everything; 1: they leave out what people leave out. */
	readonly looseness?: number;
	/** Share of generations; the rest are edits. */
	readonly generationShare?: number;
	/** Writers of the split, and the share of items that are theirs; all are the grammar's without them. */
	readonly voices?: readonly Voice[];
	readonly voiceShare?: number;
};

/** The next exercise that the split allows, source and target alike, and that fits the model's lengths. */
export function sampleItem(
	random: Random,
	{split, counts, looseness = 1, generationShare = 0.5, voices, voiceShare = 0}: SampleOptions,
): Item {
	const options = counts ? {counts} : {};
	for (;;) {
		// A voice keeps words that are held out by their writer; a scene need not be held out, too.
		const isVoice = voices !== undefined && random.chance(voiceShare);
		const task = random.chance(generationShare) ? 'gen' : 'edit';
		const item = isVoice
			? sampleVoice(random, voices, task)
			: task === 'gen'
				? sampleGeneration(random, {...options, looseness})
				: sampleEdit(random, options);
		const scenes = item.source ? [item.source, item.target] : [item.target];
		if (toPieces(item.instruction).length > lengths.instruction || toPieces(item.reasoning).length >= lengths.text) continue;
		if (split === 'train' ? scenes.every(scene => belongs(scene, split)) : isVoice || belongs(item.target, split)) return item;
	}
}

/** The last "and" of an instruction becomes a word without meaning: one thing's action on another is mostly an unknown verb. */
function hideJoint(random: Random, asked: number[], vocabulary: Vocabulary): void {
	const at = asked.lastIndexOf(vocabulary.get('and') ?? -1);
	if (at >= 0) replaceAt(asked, at, strangeWord(random, vocabulary));
}

/** One token gives way to others, as far as there is room. */
function replaceAt(asked: number[], at: number, pieces: readonly number[]): void {
	asked.splice(at, 1, ...pieces.slice(0, lengths.instruction - asked.length + 1));
}

const syllables = [
	'ba',
	'cor',
	'di',
	'el',
	'fra',
	'gu',
	'hin',
	'jo',
	'ka',
	'lum',
	'mer',
	'no',
	'pli',
	'qua',
	'ras',
	'ste',
	'tor',
	'u',
	'ven',
	'wi',
	'zan',
];

/** An unknown word, in pieces; sometimes one whose letters have none. */
function strangeWord(random: Random, vocabulary: Vocabulary): readonly number[] {
	if (random.chance(0.2)) return [0];
	return encode(vocabulary, Array.from({length: 1 + random.int(3)}, () => random.pick(syllables)).join('')).slice(0, 5);
}

const smallWords = ['the', 'my', 'for', 'so', 'i', 'and', 'is', 'that', 'of', 'to', 'we', 'you', 'in', 'me'];

/** Puts one to three stretches of up to three words into an instruction, as far as there is room: what people say besides. */
function addChatter(random: Random, asked: number[], vocabulary: Vocabulary): void {
	for (let stretches = 1 + random.int(3); stretches > 0; stretches--) {
		const words = Array.from({length: 1 + random.int(3)}, () =>
			random.chance(0.6) ? strangeWord(random, vocabulary) : [vocabulary.get(random.pick(smallWords)) ?? 0],
		);
		// Half of it before or after all else: a greeting, a reason.
		const at = random.chance(0.5) ? random.int(asked.length + 1) : random.chance(0.5) ? 0 : asked.length;
		asked.splice(at, 0, ...words.flat().slice(0, lengths.instruction - asked.length));
	}
}

/**
Exercises as one safetensors file, deterministic by seed; N items:
`instruction` U16 [N, 40] and `instruction_length` U8 [N]; `reasoning` U16 [N, 64], filled up with <|endoftext|>;
`source` U16 [N, 36] image codes (0 for generations), `target` U16 [N, 36]; `is_edit` U8 [N]; `category` U8 [N], an index into
`categories`; `object_count` U8 [N] of the target.
*/
export function exportItems(vocabulary: Vocabulary, count: number, seed: number, options: SampleOptions): Uint8Array {
	const random = createRandom(seed);
	const instruction = new Uint16Array(count * lengths.instruction);
	const instructionLength = new Uint8Array(count);
	const reasoning = new Uint16Array(count * lengths.text).fill(endOfText);
	const source = new Uint16Array(count * codeCount);
	const target = new Uint16Array(count * codeCount);
	const isEdit = new Uint8Array(count);
	const category = new Uint8Array(count);
	const objectCount = new Uint8Array(count);
	for (let i = 0; i < count; i++) {
		const item = sampleItem(random, options);
		const asked = encode(vocabulary, item.instruction).slice(0, lengths.instruction);
		const thought = encode(vocabulary, item.reasoning);
		if (random.chance(unknownShare)) replaceAt(asked, random.int(asked.length), strangeWord(random, vocabulary));
		if (item.task === 'gen' && item.goal.relations.length === 0 && random.chance(strangeJointShare)) hideJoint(random, asked, vocabulary);
		if (random.chance(chatterShare)) addChatter(random, asked, vocabulary);
		instruction.set(asked, i * lengths.instruction);
		instructionLength[i] = asked.length;
		reasoning.set(thought, i * lengths.text);
		if (item.source) source.set(sceneToCodes(item.source), i * codeCount);
		target.set(sceneToCodes(item.target), i * codeCount);
		isEdit[i] = item.task === 'edit' ? 1 : 0;
		category[i] = categories.indexOf(item.category);
		objectCount[i] = item.target.objects.length;
	}
	return writeSafetensors([
		{name: 'instruction', dtype: 'U16', shape: [count, lengths.instruction], data: instruction},
		{name: 'instruction_length', dtype: 'U8', shape: [count], data: instructionLength},
		{name: 'reasoning', dtype: 'U16', shape: [count, lengths.text], data: reasoning},
		{name: 'source', dtype: 'U16', shape: [count, codeCount], data: source},
		{name: 'target', dtype: 'U16', shape: [count, codeCount], data: target},
		{name: 'is_edit', dtype: 'U8', shape: [count], data: isEdit},
		{name: 'category', dtype: 'U8', shape: [count], data: category},
		{name: 'object_count', dtype: 'U8', shape: [count], data: objectCount},
	]);
}
