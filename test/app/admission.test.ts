import {readFile, truncate, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {checkBeforeRun} from '../../src/app/admission.ts';
import {readableTime} from '../../src/app/readable.ts';
import {toGenOptions} from '../../src/cli/parse/options.ts';
import {headerOf} from '../../src/model/convert/plan.ts';
import {releasedFolder} from '../model/released-folder.ts';

let model: Awaited<ReturnType<typeof releasedFolder>>;
/** A model of 0.6 billion parameters, all of them in its tables: a hole in a file. */
beforeAll(async () => {
	model = await releasedFolder('m');
	const shape = [134_656, 2304];
	const length = 2 * 134_656 * 2304;
	const tensors = ['wte', 'ff_out'].map(name => ({name: `model.transformer.${name}.weight`, type: 'BF16' as const, shape, length}));
	const header = headerOf(tensors);
	await writeFile(path.join(model.folder, 'model.safetensors'), header);
	await truncate(path.join(model.folder, 'model.safetensors'), header.length + 2 * length);
	const file = path.join(model.folder, 'config.json');
	const config = JSON.parse(await readFile(file, 'utf8')) as object;
	await writeFile(file, JSON.stringify({...config, d_model: 2304, n_heads: 18, n_kv_heads: 18, mlp_hidden_size: 6144, n_layers: 32}));
});
afterAll(() => model[Symbol.asyncDispose]());

const check = (freeBytes: number, speed: number, isAgreed = false, flags = {}) =>
	checkBeforeRun(
		model.folder,
		toGenOptions(
			{input: ['a cat'], flags: {model: 'large', ...(isAgreed && {yes: true}), ...flags}},
			{model: '', threads: 1, randomSeed: () => 1},
		),
		{places: {bundledFolder: '/nowhere', modelsFolder: '/nowhere'}, machine: {freeBytes, speed}},
	);

test('too little memory is exit 69, with what helps', async () => {
	await expect(check(1e8, 1e12)).rejects.toMatchObject({
		exitCode: 69,
		message: expect.stringMatching(/^large needs about .* and 100\.0 MB are free\.$/),
	});
});

test('hours are told in one sentence, and need leave', async () => {
	await expect(check(1e12, 1e11)).rejects.toMatchObject({
		exitCode: 2,
		message: expect.stringContaining('hours'),
		hint: expect.stringContaining('--yes'),
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
