import path from 'node:path';
import {expect, test} from 'vitest';
import {openTokenizer} from '../../../src/model/text/tokenizer.ts';
import {unknownWords} from '../../../src/model/text/unknown-words.ts';
import {askableEdits, askableWords} from '../../../src/world/language/askable.ts';

const bundled = path.join(import.meta.dirname, '../../../models/storybook');

test('everything that is said to be askable is in words that the bundled model knows', async () => {
	const tokenizer = await openTokenizer(bundled);
	const said = [
		...askableEdits.map(({example}) => example),
		...askableWords.flatMap(({words}) => words.flatMap(({word, also}) => [word, ...also])),
	];
	expect(said.flatMap(text => unknownWords(tokenizer, text).map(({word}) => word))).toEqual([]);
});

test('there are ten kinds of edit, each with an example of its own', () => {
	expect(new Set(askableEdits.map(({example}) => example)).size).toBe(10);
});
