import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import type {TokenId} from '../../../src/decoder/ids.ts';
import {openTokenizer} from '../../../src/model/text/tokenizer.ts';
import {golden, goldenJson, temporaryFolder} from '../recipe.ts';
import {tokenizerJson} from '../tiny-storybook.ts';

type Golden = {
	readonly length: number;
	readonly encode: readonly {readonly text: string; readonly ids: readonly number[]}[];
	readonly decode: readonly {readonly ids: readonly TokenId[]; readonly text: string; readonly text_skip_special: string}[];
};
type Definition = {readonly model: {readonly vocab: Record<string, number>}};

/** Open a tokenizer definition. */
async function open(definition: object, config: object = {}) {
	await using temporary = await temporaryFolder();
	await writeFile(path.join(temporary.folder, 'tokenizer.json'), JSON.stringify(definition));
	await writeFile(path.join(temporary.folder, 'tokenizer_config.json'), JSON.stringify(config));
	return await openTokenizer(temporary.folder);
}

/** The byte-level tokenizer of a golden family, its filler vocabulary put back. */
async function openGolden(family: string) {
	const definition = await goldenJson<Definition>(family, 'tokenizer', 'tokenizer.base.json');
	const {vocab} = definition.model;
	for (let id = Object.keys(vocab).length; id < 126_080; id++) vocab[`~${id.toString(36)}`] = id;
	return open(definition, JSON.parse(await readFile(golden(family, 'tokenizer', 'tokenizer_config.json'), 'utf8')));
}

describe.each(['a', 'm'])('family %s', family => {
	test('encodes and decodes as the reference does', async () => {
		const tokenizer = await openGolden(family);
		const {length, encode, decode} = await goldenJson<Golden>(family, 'tokenizer', 'golden.json');
		expect(tokenizer.length).toBe(length);
		for (const {text, ids} of encode) expect(tokenizer.encode(text)).toEqual(ids);
		for (const {ids, text, text_skip_special} of decode) {
			expect(tokenizer.decode(ids, {withSpecial: true})).toBe(text);
			expect(tokenizer.decode(ids)).toBe(text_skip_special);
		}
	});

	test('byte-level text keeps its spaces around masks, and half a character does not swallow one', async () => {
		const tokenizer = await openGolden(family);
		const ids: (TokenId | null)[] = tokenizer.encode('Make the sky');
		expect(tokenizer.decodeWithMasks([...ids, null, null])).toBe('Make the sky░░');
		const [first, ...rest] = tokenizer.encode('é');
		expect(rest).not.toHaveLength(0);
		expect(tokenizer.decodeWithMasks([first!, null, ...ids])).toBe('�░Make the sky');
	});
});

describe('words', () => {
	test.each([
		{text: 'A red cat, above the house.', shown: 'a red cat, above the house.'},
		{text: 'the  BOAT;\nthe bird:', shown: 'the boat; the bird:'},
	])('$text is written back as $shown', async ({text, shown}) => {
		const tokenizer = await open(tokenizerJson);
		expect(tokenizer.decode(tokenizer.encode(text))).toBe(shown);
	});

	test('a mark stays with its word, an unknown word becomes <unk>', async () => {
		const tokenizer = await open(tokenizerJson);
		expect(tokenizer.encode('cat, giraffe')).toEqual([tokenizer.idOf('cat'), tokenizer.idOf('##,'), tokenizer.idOf('<unk>')]);
	});

	test('each masked word shows as one ░, and nothing shows from the first end on', async () => {
		const tokenizer = await open(tokenizerJson);
		const [a, cat, mark, end] = ['a', 'cat', '##,', '<|endoftext|>'].map(tokenizer.idOf);
		expect(tokenizer.decodeWithMasks([a!, null, cat!, mark!, null, null, end!, null, end!])).toBe('a ░ cat, ░ ░');
		expect(tokenizer.decodeWithMasks([null, mark!])).toBe('░,');
		expect(tokenizer.decodeWithMasks([end!])).toBe('');
		expect(tokenizer.decodeWithMasks([])).toBe('');
	});
});

test('a tokenizer file that cannot be run is one clear error', async () => {
	await expect(open({model: {type: 'Nonsense'}})).rejects.toMatchObject({
		exitCode: 65,
		message: expect.stringContaining('tokenizer.json is not a tokenizer'),
	});
});

test('a special token that is missing is named', async () => {
	const tokenizer = await open(tokenizerJson);
	expect(() => tokenizer.idOf('<|nothing|>')).toThrow('lacks the token <|nothing|>');
});
