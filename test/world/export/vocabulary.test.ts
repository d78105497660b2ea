import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openTokenizer} from '../../../src/model/text/tokenizer.ts';
import {collectPieces, createVocabulary, encode, textRows, tokenizerJson} from '../../../src/world/export/vocabulary.ts';
import {rewrite} from '../../../src/world/language/rewrites.ts';
import {createRandom} from '../../../src/world/random.ts';
import {sampleEdit} from '../../../src/world/tasks/edits/sample.ts';
import {sampleGeneration} from '../../../src/world/tasks/generation.ts';
import {temporaryFolder} from '../../model/recipe.ts';

const vocabulary = createVocabulary(collectPieces(5000));

test.each([
	["It's night and I’d like two dogs", 'it is night and i would like two dog'],
	['Create an image of butterflies, really!', 'draw a picture of butterfly, really!'],
	["Paint the dog's house in the color of the sky", 'paint the dog house in the colour of the sky'],
	['a gray, red-coloured (tiny) rose by the coast at dawn', 'a grey, red tiny flower by the shore at morning'],
	['pine trees and oaks', 'tree and tree'],
	['the bus passes three grasses', 'the bus passes three grasses'],
	["I'm sure it isn't an owl & a sea turtle", 'i am sure it is not a bird and a turtle'],
	['a dark blue kite under a starry sky in the middle of the night', 'a blue kite under a night sky at night'],
	['relocate the enormous taxi to the upper left-hand corner', 'move the huge car to the upper left corner'],
	['erase everything except the critters, pls', 'erase everything but the creatures, please'],
	['a christmas tree in a small town in the moonlight', 'a tree in a town at night'],
	['a yelow baloon by the ocean at sundown', 'a yellow balloon by the sea at sunset'],
	['Make the sky blue', 'make the sky blue'],
	['cat + mushroom, forest/night!!!', 'cat and mushroom, forest night!'],
	['scene: town... car@left; colour=red', 'scene: town. car at left; colour red'],
	['the dog barked — and the cat ran off', 'the dog barked, and the cat goes away'],
	['a puppy chasing a red ball', 'a puppy with a red ball'],
	['the balloon pops', 'the balloon goes away'],
	['Night fell. Hours passed', 'night comes. hours pass'],
	["make the 'frog' \u2018blue\u2019", 'make the frog blue'],
	['a red cat\u{1f600} on the beach', 'a red cat on the beach'],
	['a \u{1f431} and a cat \u{1f408}', 'a cat and a cat '],
	['a (cat:1.2) by a [house:0.8]', 'a cat by a house '],
	['2 dogs and 1 cat', 'two dog and one cat'],
	['a caf\u00e9 for the c\u00e0t\u200b', 'a cafe for the cat '],
	['remove everything that flies away from here', 'remove everything that flies away from here'],
])('%s is read as %s', (given, read) => {
	expect(rewrite(given)).toBe(read);
});

test('the words of training fit their rows, with some to spare', () => {
	expect(vocabulary.size).toBeLessThan(textRows / 2);
});

test('the checkpoint spells the edges of words out, which libraries else look up in all of Unicode, pattern by pattern', async () => {
	const bundled = await readFile(new URL('../../../models/storybook/tokenizer.json', import.meta.url), 'utf8');
	const {normalizer} = tokenizerJson(vocabulary) as {normalizer: unknown};
	expect(JSON.parse(bundled)).toMatchObject({normalizer});
	expect(JSON.stringify(normalizer)).toContain('(?<![0-9a-z_])(?=[0-9a-z_])');
	expect(/\\\\[bBwWdD]/.exec(JSON.stringify(normalizer))).toBeNull();
});

test('what is rewritten once stays as it is', () => {
	const random = createRandom(11);
	for (let i = 0; i < 2000; i++) {
		for (const {instruction} of [sampleGeneration(random), sampleEdit(random)])
			expect(rewrite(rewrite(instruction))).toBe(rewrite(instruction));
	}
});

test('no sentence of the world is rewritten but for capitals', () => {
	const random = createRandom(12);
	for (let i = 0; i < 2000; i++) {
		for (const {instruction, reasoning} of [sampleGeneration(random), sampleEdit(random)]) {
			expect(rewrite(instruction)).toBe(instruction);
			expect(rewrite(reasoning)).toBe(reasoning);
		}
	}
});

test("the exported tokenizer reads as the world does, people's spellings included", async () => {
	await using temporary = await temporaryFolder();
	await writeFile(path.join(temporary.folder, 'tokenizer.json'), JSON.stringify(tokenizerJson(vocabulary)));
	await writeFile(path.join(temporary.folder, 'tokenizer_config.json'), '{}');
	const tokenizer = await openTokenizer(temporary.folder);
	const random = createRandom(13);
	const sentences = Array.from({length: 300}, () => [sampleGeneration(random), sampleEdit(random)]).flatMap(items =>
		items.flatMap(({instruction, reasoning}) => [instruction, reasoning]),
	);
	const written = [
		"There's a cat; It's raining!",
		'I’d like PINE TREES, please...',
		'an image of the dogs',
		'"two" roses (red)',
		'zebra, 3 cats',
		'xylophones: 7 of them',
	];
	for (const sentence of [...sentences, ...written]) expect(tokenizer.encode(sentence), sentence).toEqual(encode(vocabulary, sentence));
});
