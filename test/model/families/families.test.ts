import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {parseConfig} from '../../../src/model/checkpoint/config.ts';
import {describeModel} from '../../../src/model/describe.ts';
import {familyOf} from '../../../src/model/families/family-of.ts';
import {families} from '../../../src/model/families/index.ts';
import {parseStorybook} from '../../../src/model/families/storybook/config.ts';
import {goldenJson, temporaryFolder} from '../recipe.ts';
import {releasedFolder} from '../released-folder.ts';
import {writeTinyStorybook} from '../tiny-storybook.ts';

const m = await goldenJson<Record<string, unknown>>('m', 'checkpoint', 'config.json');

test('every family has a name of its own', () => {
	expect(new Set(families.map(({name}) => name)).size).toBe(families.length);
});

test.each([
	{architecture: 'MMadaModelLM', images: '', family: 'm'},
	{architecture: 'LLaDAForMultiModalGeneration', images: 'MAGVITv2', family: 'a'},
	{architecture: 'LLaDAModelLM', images: 'MAGVITv2', family: 'm'},
	{architecture: 'LLaDAModelLM', images: 'VQModel', family: 'a'},
])('$architecture with the image tokenizer "$images" is of family $family', async ({architecture, images, family}) => {
	const config = parseConfig({...m, architectures: [architecture]}, 'config.json');
	expect((await familyOf(config, async () => images)).name).toBe(family);
});

test('what names no family is refused, with all there are', async () => {
	const config = parseConfig({...m, architectures: ['Other']}, 'x/config.json');
	await expect(familyOf(config, async () => 'Other')).rejects.toMatchObject({
		exitCode: 65,
		message: expect.stringContaining('MMaDA-Parallel-A'),
	});
});

test.each([
	{mmada: {layout: 'other'}, said: 'in "mmada", layout'},
	{mmada: null, said: 'in "mmada"'},
])('a part "mmada" of $mmada is refused', ({mmada, said}) => {
	expect(() => parseStorybook({json: {...m, mmada}, file: 'x/config.json'})).toThrow(said);
});

describe('a model is described by its files', () => {
	test.each([
		{family: 'a', wide: {width: 1024, height: 256}, trained: 'crop'},
		{family: 'm', wide: {width: 512, height: 512}, trained: 'stretch'},
	] as const)('one of family $family', async ({family, wide, trained}) => {
		await using released = await releasedFolder(family);
		const described = await describeModel(released.folder);
		expect(described).toMatchObject({isFixed: false, grid: {rows: 32, columns: 32}, patch: 16, codebookSize: 8192});
		expect(described.inputSize({width: 4000, height: 1000})).toEqual(wide);
		expect(described.family).toMatchObject({name: family, trainedFit: trained});
	});

	test('the bundled kind takes every picture at its own size, and lays out no more positions than there are', async () => {
		await using tiny = await temporaryFolder();
		await writeTinyStorybook(tiny.folder);
		const described = await describeModel(tiny.folder);
		expect(described).toMatchObject({isFixed: true, grid: {rows: 6, columns: 6}, patch: 24, textLength: 64});
		expect(described.inputSize({width: 9, height: 999})).toEqual({width: 144, height: 144});
		const file = path.join(tiny.folder, 'config.json');
		await writeFile(file, JSON.stringify({...(JSON.parse(await readFile(file, 'utf8')) as object), max_sequence_length: 183}));
		await expect(describeModel(tiny.folder)).rejects.toMatchObject({
			exitCode: 65,
			message: expect.stringContaining('lays out 184 positions'),
		});
	});
});
