import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import type {CodeId} from '../../src/decoder/ids.ts';
import {openModel} from '../../src/model/open.ts';
import {temporaryFolder} from './recipe.ts';
import {codeOffset, specials, writeTinyStorybook} from './tiny-storybook.ts';

/** A made-up checkpoint, with `change` made to its config.json. */
async function write(folder: string, change: (config: Record<string, unknown>) => object = config => config) {
	await writeTinyStorybook(folder);
	const file = path.join(folder, 'config.json');
	await writeFile(file, JSON.stringify(change(JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>)));
}

test('a checkpoint says what it is', async () => {
	await using temporary = await temporaryFolder();
	await write(temporary.folder);
	await using model = await openModel(temporary.folder);
	expect(model.facts).toEqual({
		name: path.basename(temporary.folder),
		digest: expect.stringMatching(/^[0-9a-f]{64}\.[0-9a-f]{32}$/),
		grid: {rows: 6, columns: 6},
		patch: 24,
	});
	expect(model.device).toBe('cpu');
	expect(model.textLength).toBe(64);
	expect(model.defaults).toMatchObject({steps: 64, imageSteps: 12, blockLength: 16, guidanceText: 0.5, textTemperature: 0});
	expect(model.tokens).toEqual({
		mask: specials.indexOf('<|mdm_mask|>'),
		end: specials.indexOf('<|endoftext|>'),
		codeOffset,
		codebookSize: 8192,
	});
});

test('the digest follows the config', async () => {
	await using one = await temporaryFolder();
	await using two = await temporaryFolder();
	await write(one.folder);
	await write(two.folder, config => ({...config, rope_theta: 20_000}));
	await using first = await openModel(one.folder);
	await using same = await openModel(one.folder);
	await using second = await openModel(two.folder);
	expect(first.facts.digest).toBe(same.facts.digest);
	expect(first.facts.digest).not.toBe(second.facts.digest);
});

test('pictures and codes are turned into each other', async () => {
	await using temporary = await temporaryFolder();
	await write(temporary.folder);
	await using model = await openModel(temporary.folder);
	const codes = Array.from({length: 36}, (_, index) => (index * 227) as CodeId);
	const {width, height, rgb} = await model.decodeImage(codes, 6, 6);
	expect({width, height, bytes: rgb.length}).toEqual({width: 144, height: 144, bytes: 144 * 144 * 3});
	expect(await model.encodeImage(rgb, width, height)).toHaveLength(36);
	// Bytes and the floats they stand for are one picture.
	const floats = Float32Array.from(rgb, byte => byte / 127.5 - 1);
	expect(await model.encodeImage(floats, width, height)).toEqual(await model.encodeImage(rgb, width, height));
	await expect(model.encodeImage(rgb, 108, 192)).rejects.toThrow(RangeError);
	await expect(model.encodeImage(rgb, 143, 144)).rejects.toThrow(RangeError);
	await expect(model.decodeImage(codes, 6, 5)).rejects.toThrow('36 codes for a grid of 6 x 5.');
});

test('an instruction that is empty or too long is refused', async () => {
	await using temporary = await temporaryFolder();
	await write(temporary.folder);
	await using model = await openModel(temporary.folder);
	expect(() => model.templatesFor({instruction: ' \n'})).toThrow('The instruction is empty.');
	expect(() => model.templatesFor({instruction: 'cat '.repeat(41)})).toThrow(
		'The instruction has 41 words and marks, and this model reads at most 40.',
	);
	expect(model.templatesFor({instruction: 'cat '.repeat(40)}).withoutImage).toBeUndefined();
	expect(model.templatesFor({instruction: 'cat', inputCodes: Array<CodeId>(36).fill(1 as CodeId)}).withoutImage).toBeDefined();
});

type Image = Record<'mmada', {image: object}>;
test.each([
	{name: 'no mmada part', change: ({mmada: _, ...config}: Record<string, unknown>) => config, said: 'has no "mmada" part'},
	{
		name: 'too few positions',
		change: (config: object) => ({...config, max_sequence_length: 100}),
		said: 'lays out 184 positions, and max_sequence_length is 100',
	},
	{name: 'another width', change: (config: object) => ({...config, d_model: 64}), said: 'and the model needs [any, 64]'},
	{
		name: 'more layers',
		change: (config: object) => ({...config, n_layers: 3}),
		said: 'lacks the tensor model.transformer.blocks.2.attn_norm.weight',
	},
	{
		name: 'codes beyond the vocabulary',
		change: (config: object) => ({
			...config,
			mmada: {...(config as Image).mmada, image: {...(config as Image).mmada.image, code_offset: 99}},
		}),
		said: 'puts image codes up to token 8290',
	},
	{
		name: 'another patch',
		change: (config: object) => ({...config, mmada: {...(config as Image).mmada, image: {...(config as Image).mmada.image, patch: 16}}}),
		said: 'says 16 pixels per token, and the image tokenizer has 24',
	},
])('a config that its weights do not agree with is one clear error: $name', async ({change, said}) => {
	await using temporary = await temporaryFolder();
	await write(temporary.folder, change);
	await expect(openModel(temporary.folder)).rejects.toMatchObject({
		name: 'UserError',
		exitCode: 65,
		message: expect.stringContaining(said),
	});
});

test('a folder that is not there is exit 66', async () => {
	await expect(openModel('/nowhere/at/all')).rejects.toMatchObject({exitCode: 66, message: 'Cannot read /nowhere/at/all/config.json.'});
});
