import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openTokenizer, type Tokenizer} from '../../../src/model/text/tokenizer.ts';
import {readInstruction} from '../../../src/model/text/unknown-words.ts';
import {temporaryFolder} from '../recipe.ts';
import {tokenizerJson} from '../tiny-storybook.ts';

const bundled = new URL('../../../models/storybook', import.meta.url).pathname;
/** One whose vocabulary can spell any word. */
const spelling = {
	...tokenizerJson,
	model: {
		...tokenizerJson.model,
		vocab: {
			...tokenizerJson.model.vocab,
			...Object.fromEntries(
				[..."abcdefghijklmnopqrstuvwxyz0123456789'"].flatMap((letter, index) => [
					[`##${letter}`, 100 + 2 * index],
					[letter, 101 + 2 * index],
				]),
			),
			a: tokenizerJson.model.vocab.a,
		},
	},
};

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
const tokenizers: Record<string, Tokenizer> = {};
beforeAll(async () => {
	temporary = await temporaryFolder();
	await writeFile(path.join(temporary.folder, 'tokenizer_config.json'), '{}');
	for (const [name, definition] of Object.entries({whole: tokenizerJson, spelling})) {
		await writeFile(path.join(temporary.folder, 'tokenizer.json'), JSON.stringify(definition));
		tokenizers[name] = await openTokenizer(temporary.folder);
	}
	tokenizers.bundled = await openTokenizer(bundled);
});
afterAll(async () => temporary[Symbol.asyncDispose]());

const kinds = ['whole', 'spelling', 'bundled'];

/** The tokens, `<unk>` and pieces included, and what is told to be unknown. */
function reading(kind: string, instruction: string) {
	const tokenizer = tokenizers[kind]!;
	const names = new Map([...tokenizer.vocabulary].map(([token, id]) => [id, token]));
	const {text, unknown} = readInstruction(tokenizer, instruction);
	const tokens = tokenizer.encode(text).map(id => names.get(id) ?? '');
	return {words: tokens.filter(token => !/^##[.,;:!?]$/.test(token)).join(' '), named: unknown.map(({word}) => word)};
}

const redCat = [
	["'a red cat'", 'quotes'],
	["a 'red' cat", 'quotes of one word'],
	['a ‘red’ “cat”', 'typographic quotes'],
	['a «red» ‹cat›', 'French quotes'],
	['a „red“ 「cat」', 'German and Japanese quotes'],
	['a (red) [cat]', 'brackets'],
	['a {{red}} <cat>', 'more brackets'],
	['a (red:1.2) ((cat:1.1))', 'weights'],
	['a red::2 (cat)1.3', 'other weights'],
	['a red++ cat+', 'stresses'],
	['a *red* _cat_', 'Markdown'],
	['a red-cat', 'a hyphen'],
	['-a red cat-', 'hyphens around'],
	['a red/cat', 'a slash'],
	['¿a red cat?', 'a mark in front'],
	['a red\u200Bcat', 'an invisible space'],
	['a re\u00ADd c\u200Dat\uFE0F\uFEFF', 'invisible characters within words'],
	['\u202Ea red\u2069 cat\u{E0041}', 'directions and tags'],
	['a\u00A0red\u3000cat', 'other spaces'],
	['ａ ｒｅｄ ｃａｔ！', 'wide letters'],
	['𝐚 𝐫𝐞𝐝 𝓬𝓪𝓽', 'mathematical letters'],
	['a red cat…', 'an ellipsis'],
	['a red cat ...', 'dots that stand alone'],
	['`a red cat`', 'code'],
	['a red ~cat~', 'tildes'],
] as const;

test.each(kinds.flatMap(kind => redCat.map(([instruction, rule]) => ({kind, instruction, rule}))))(
	'$kind: $rule touch words, and these are read as they are: $instruction',
	({kind, instruction}) => {
		expect(reading(kind, instruction)).toEqual({words: 'a red cat', named: []});
	},
);

test.each(kinds)('%s: signs with a meaning are left out and named, or read', kind => {
	for (const instruction of ['a red cat😀', 'a red 🚀 cat', '❤️a red cat', 'a red cat™', 'a red cat💩💩']) {
		const {words, named} = reading(kind, instruction);
		expect(words.replace(' love', ''), instruction).not.toMatch(/<unk>|##/);
		if (kind !== 'bundled') expect(named, instruction).toHaveLength(1);
		if (kind !== 'bundled') expect(words).toBe('a red cat');
	}
});

test.each([
	['a cat 🟥', 'a cat', ['🟥']],
	['🟥🟥 cat', 'cat', ['🟥🟥']],
	['👨‍👩‍👧 at the beach', 'at the beach', ['👨👩👧']],
	['a 🐈‍⬛', 'a cat', ['⬛']],
	['a red cat🦓dog', 'a red cat dog', ['🦓']],
	['☯ a red cat', 'a red cat', ['☯']],
	['a red cat ★', 'a red cat', ['★']],
	['a 🐱 by the 🏠', 'a cat by the house', []],
	['a red cat :-) ^_^ ~ <>', 'a red cat', []],
	['a ⓡⓔⓓ 🄲🄰🅃', 'a red cat', []],
] as const)('bundled: what a tokenizer that knows emoji makes nothing of is named all the same: %s', (instruction, words, named) => {
	expect(reading('bundled', instruction)).toEqual({words, named});
});

test.each(kinds)('%s: weights of nothing and below are named: they ask for the contrary', kind => {
	expect(reading(kind, 'a red (cat:-1)')).toEqual({words: 'a red cat', named: [':-1']});
	expect(reading(kind, 'a red (cat:0.0) by night')).toMatchObject({named: expect.arrayContaining([':0.0'])});
});

test.each(kinds)('%s: what stays unknown is named without its marks', kind => {
	expect(reading(kind, "a 'gorblox', by night").named).toEqual(['gorblox']);
	expect(reading(kind, 'a (zzyzx:1.2) c\u0430t').named).toEqual(['zzyzx', 'c\u0430t']);
	expect(reading(kind, 'a red cat-gorblox').named).toEqual(['cat-gorblox']);
});

test('a word that a vocabulary can only spell is as unknown as one it cannot', () => {
	expect(reading('spelling', 'a red giraffe')).toMatchObject({words: expect.stringContaining('##'), named: ['giraffe']});
	expect(reading('whole', 'a red giraffe')).toEqual({words: 'a red <unk>', named: ['giraffe']});
	expect(reading('spelling', 'a red cat 12').named).toEqual([]);
	expect(reading('whole', 'a red cat2')).toEqual({words: 'a red cat <unk>', named: ['2']});
});

test('an instruction that no such model can read is refused at once, however strange', () => {
	for (const long of ['x'.repeat(1e6), "a'".repeat(5e5), '('.repeat(1e6), 'wxyz '.repeat(2e5)])
		expect(() => reading('bundled', long)).toThrow('The instruction has 1000000 characters, and this model reads at most 4000.');
});
