import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {voices} from '../../../src/bench/voices/voices.ts';
import {demandsOf, mistaken, unmet} from '../../../src/world/detect/demands.ts';
import {createRandom} from '../../../src/world/random.ts';
import {readCorpus} from '../../../src/world/voices/corpus.ts';
import {fillTemplate, parseScene} from '../../../src/world/voices/fill.ts';

const before = parseScene('meadow, day, clear; small orange cat left; large blue house right');

test.each([
	['make the cat red', ['The cat was to be red, and is orange.']],
	['Paint the kitten blue, please!', ['The cat was to be blue, and is orange.']],
	['the house should be small', ['The house was to be small, and is large.']],
	['remove the cat', ['The cat was to go, and is still there.']],
	['Delete the cat. Nothing else.', ['The cat was to go, and is still there.']],
	['remove the cat, and keep everything else as it is please', ['The cat was to go, and is still there.']],
	['nothing else but the cat red', []],
	['get rid of the house', ['The house was to go, and is still there.']],
	['add a red kite', ['There was to be a kite, and there is none.']],
	['add an umbrella', ['There was to be an umbrella, and there is none.']],
	['replace the cat with a dog', ['The cat was to go, and is still there.', 'There was to be a dog, and there is none.']],
	['make it night', []],
	['put it at night', ['It was to be night, and is day.']],
	['in the forest, in the rain', ['It was to be forest, and is meadow.', 'It was to be rain, and is clear.']],
	['make the cat red, no, orange', []],
	['make the cat orange', []],
	['make the blue house small and orange', ['The house was to be small, and is large.']],
	['add a dog, or a kite', []],
	['I do not want the cat', []],
	['', []],
])('of an edit that changed nothing, what it plainly asks for is missed: %s', (instruction, expected) => {
	expect(unmet(demandsOf(instruction, before), before)).toEqual(expected);
});

test.each([
	['a large red cat', ['The cat was to be red, and is orange.', 'The cat was to be large, and is small.']],
	['a cat and a blue house', []],
	['orange kitten\nhouse: blue', []],
	['a cat, blue; a house', []],
	['a red cat, hmm, an orange one', []],
	['a red cat and an orange cat', ['There was to be a red cat, and there is none.']],
	['a small orange cat beside a large blue cat', ['There was to be a large blue cat, and there is none.']],
	['an orange cat, a small cat and a blue house', []],
	['a red cat, make that an orange cat', []],
	['a red cat and the orange cat', []],
])('of a drawing, colours and sizes before a thing are held against it: %s', (instruction, expected) => {
	expect(unmet(demandsOf(instruction), before)).toEqual(expected);
});

test('of several of a kind it is enough that one is as asked for', () => {
	const two = parseScene('meadow, day, clear; small orange cat left; large red cat right');
	expect(unmet(demandsOf('a red cat'), two)).toEqual([]);
	expect(unmet(demandsOf('a small orange cat next to a large red cat'), two)).toEqual([]);
	expect(mistaken('paint the red cat green', two)).toEqual([]);
	expect(mistaken('paint the blue cat green', two)).toEqual(['The picture had no blue cat: those in it were orange and red.']);
});

test.each([
	['remove the blue cat', ['The picture had no blue cat: its cat was orange.']],
	['remove the orange cat', []],
	['remove the cat', []],
	['add a blue cat', []],
])('a thing of another colour than the instruction takes it for is told: %s', (instruction, expected) => {
	expect(mistaken(instruction, before)).toEqual(expected);
});

const isPlain = ({kind}: {kind: string}) => !kind.includes('unknown') && !['absent', 'already'].includes(kind);

test('of the right pictures for requests of other people hardly any is doubted', () => {
	const doubted = (items: typeof voices) =>
		items.filter(
			({instruction, source, target}) =>
				unmet(demandsOf(instruction, source), target).length + (source ? mistaken(instruction, source).length : 0) > 0,
		);
	expect(doubted(voices.filter(isPlain)).map(({instruction}) => instruction)).toEqual([]);
	const corpus = readCorpus(fileURLToPath(new URL('../../../training/corpus', import.meta.url)));
	const some = corpus.flatMap(({templates}) => templates).filter((_, index) => index % 4 === 0);
	const items = some.map((template, index) => fillTemplate(createRandom(index), template));
	const right = items.filter(item => item !== undefined).filter(isPlain);
	expect(right.length).toBeGreaterThan(2000);
	expect(doubted(right).length / right.length).toBeLessThan(0.005);
	expect(right.filter(({instruction, source}) => demandsOf(instruction, source).length > 0).length).toBeGreaterThan(500);
});
