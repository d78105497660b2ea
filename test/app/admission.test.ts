import {link, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {admitModel, type BeforeRun, checkBeforeRun} from '../../src/app/admission.ts';
import {readableTime} from '../../src/app/readable.ts';
import {toGenOptions} from '../../src/cli/parse/options.ts';
import {inspectModel, type ModelInfo} from '../../src/model/inspect.ts';
import {findModel} from '../../src/store/find-model.ts';
import {writeLarge} from '../model/large-model.ts';
import {temporaryFolder} from '../model/recipe.ts';
import {releasedFolder} from '../model/released-folder.ts';
import {writeTinyStorybook} from '../model/tiny-storybook.ts';

let model: Awaited<ReturnType<typeof releasedFolder>>;
let info: ModelInfo;
beforeAll(async () => {
	model = await releasedFolder('m');
	await writeLarge(model.folder);
	info = await inspectModel(model.folder);
});
afterAll(() => model[Symbol.asyncDispose]());

const check = (freeBytes: number, speed: number, isAgreed = false, flags = {}) =>
	checkBeforeRun(
		info,
		toGenOptions(
			{input: ['a cat'], flags: {model: 'large', ...(isAgreed && {yes: true}), ...flags}},
			{model: '', threads: 1, randomSeed: () => 1},
		),
		{places: {bundledFolder: '/nowhere', modelsFolder: '/nowhere'}, machine: {device: 'cpu', freeBytes, speed}},
	);

test('too little memory is exit 69, with what helps', async () => {
	await expect(check(1e8, 1e12)).rejects.toMatchObject({
		exitCode: 69,
		message: expect.stringMatching(/^large needs about .* and 100\.0 MB are free\.$/),
	});
});

test('a large model is checked whatever its layout says', async () => {
	await using temporary = await temporaryFolder();
	const {folder} = temporary;
	await writeTinyStorybook(folder);
	const file = path.join(folder, 'config.json');
	const {mmada} = JSON.parse(await readFile(file, 'utf8')) as {mmada: object};
	const large = JSON.parse(await readFile(path.join(model.folder, 'config.json'), 'utf8')) as object;
	await writeFile(file, JSON.stringify({...large, learned_positions: false, mmada}));
	await rm(path.join(folder, 'model.safetensors'));
	await link(path.join(model.folder, 'model.safetensors'), path.join(folder, 'model.safetensors'));
	const found = await findModel(folder, {bundledFolder: '/nowhere'});
	const options = toGenOptions({input: ['a cat'], flags: {model: folder}}, {model: '', threads: 1, randomSeed: () => 1});
	const asked = async (before: BeforeRun) => {
		const {device, noticeOf} = await admitModel(found, folder, before);
		return {device, notice: await noticeOf(options)};
	};
	const admitted = (freeBytes: number) =>
		asked({places: {bundledFolder: '/nowhere', modelsFolder: '/nowhere'}, machine: {device: 'cpu', freeBytes, speed: 1e15}});
	await expect(admitted(1e8)).rejects.toMatchObject({exitCode: 69});
	expect(await admitted(1e12)).toEqual({device: 'cpu', notice: expect.stringContaining('0.6 billion parameters')});
});

test('a layout of many positions takes memory even with few weights, and the bundled model is not looked at', async () => {
	await using temporary = await temporaryFolder();
	const {folder} = temporary;
	await writeTinyStorybook(folder);
	const before = (await inspectModel(folder)).cpuBytes;
	const file = path.join(folder, 'config.json');
	const config = JSON.parse(await readFile(file, 'utf8')) as {mmada: {image: object}};
	const image = {...config.mmada.image, rows: 80, columns: 100};
	await writeFile(file, JSON.stringify({...config, max_sequence_length: 20_000, mmada: {...config.mmada, image}}));
	expect((await inspectModel(folder)).cpuBytes - before).toBeGreaterThan(2e9);
	const found = {...(await findModel(folder, {bundledFolder: '/nowhere'})), folder: '/bundled'};
	const options = toGenOptions({input: ['a cat'], flags: {}}, {model: '', threads: 1, randomSeed: () => 1});
	const asked = async (before: BeforeRun) => {
		const {device, noticeOf} = await admitModel(found, 'bundled', before);
		return {device, notice: await noticeOf(options)};
	};
	expect(await asked({places: {bundledFolder: '/bundled', modelsFolder: '/nowhere'}})).toEqual({
		device: 'cpu',
		notice: undefined,
	});
});

test('hours are told in one sentence, and need leave', async () => {
	await expect(check(1e12, 1e11)).rejects.toMatchObject({
		exitCode: 2,
		message: expect.stringContaining('hours'),
		hint: expect.stringContaining('`isAgreed`'),
	});
	expect(await check(1e12, 1e11, true)).toMatch(
		/^large has 0\.6 billion parameters: on this processor a run takes about \d+\.?\d* hours\.$/,
	);
	expect(await check(1e12, 1e15)).toMatch(/seconds?\.$/);
	expect(await check(1e12, 1e11, true, {quality: 'fast'})).toMatch(
		/ a run takes from \d+ minutes to \d+\.?\d* (minutes|hours), by how many shortcuts it finds\.$/,
	);
});

test.each([
	{seconds: 0.2, said: 'a second'},
	{seconds: 89, said: '89 seconds'},
	{seconds: 600, said: '10 minutes'},
	{seconds: 9000, said: '2.5 hours'},
	{seconds: 72_000, said: '20 hours'},
])('$seconds s are $said', ({seconds, said}) => {
	expect(readableTime(seconds)).toBe(said);
});
