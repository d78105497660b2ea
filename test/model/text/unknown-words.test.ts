import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openTokenizer} from '../../../src/model/text/tokenizer.ts';
import {mendWords, unknownWords} from '../../../src/model/text/unknown-words.ts';
import {temporaryFolder} from '../recipe.ts';
import {tokenizerJson} from '../tiny-storybook.ts';

async function unknownIn(instruction: string) {
	await using temporary = await temporaryFolder();
	await writeFile(path.join(temporary.folder, 'tokenizer.json'), JSON.stringify(tokenizerJson));
	await writeFile(path.join(temporary.folder, 'tokenizer_config.json'), '{}');
	return unknownWords(await openTokenizer(temporary.folder), instruction);
}

test.each([
	{instruction: 'a red cat, above the house.', unknown: []},
	{instruction: 'A Giraffe, and the giraffe', unknown: ['Giraffe', 'giraffe']},
	{instruction: 'the boot; the boot', unknown: ['boot']},
	{instruction: '"cat" cat!', unknown: []},
	{instruction: '3 cat', unknown: ['3']},
])('$instruction: $unknown', async ({instruction, unknown}) => {
	expect((await unknownIn(instruction)).map(({word}) => word)).toEqual(unknown);
});

test('the nearest known words come first', async () => {
	const [boot] = await unknownIn('the Boot');
	expect(boot?.nearest[0]).toBe('boat');
});

test('a word is near none that only begins as it does, and an unknown colour is told the known ones', async () => {
	const [dragon] = await unknownIn('a dragon');
	expect(dragon?.nearest ?? []).not.toContain('draw');
	const [black] = await unknownIn('a black cat');
	expect(black?.readAs).toBeUndefined();
	expect(black?.nearest ?? []).not.toContain('back');
});

test.each([
	{instruction: 'a red hosue, and a BALOLON.', rule: 'letters the wrong way round', read: 'a red house, and a balloon.'},
	{instruction: 'a baloon, a housse', rule: 'a letter dropped or doubled', read: 'a balloon, a house'},
	{instruction: 'a horse, a coat, a boots', rule: 'another word stays what it is', read: 'a horse, a coat, a boots'},
	{instruction: 'constructor __proto__', rule: 'no word at all stays what it is', read: 'constructor proto'},
])('slips of the keyboard are mended: $rule', async ({instruction, read}) => {
	await using temporary = await temporaryFolder();
	await writeFile(path.join(temporary.folder, 'tokenizer.json'), JSON.stringify(tokenizerJson));
	await writeFile(path.join(temporary.folder, 'tokenizer_config.json'), '{}');
	expect(mendWords(await openTokenizer(temporary.folder), instruction)).toBe(read);
});
