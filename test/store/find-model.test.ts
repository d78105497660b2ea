import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {findModel} from '../../src/store/find-model.ts';

let root = '';
beforeAll(async () => {
	root = await mkdtemp(path.join(tmpdir(), 'mmada store '));
	await Promise.all(['bundled', 'mine', 'broken', 'strange'].map(name => mkdir(path.join(root, name))));
	const config = JSON.stringify({d_model: 64, n_heads: 2, n_layers: 2, max_sequence_length: 184});
	await writeFile(path.join(root, 'bundled', 'config.json'), config);
	await writeFile(path.join(root, 'mine', 'config.json'), config);
	await writeFile(path.join(root, 'broken', 'config.json'), '{');
	await writeFile(path.join(root, 'strange', 'config.json'), '{"d_model": -1}');
});
afterAll(async () => rm(root, {recursive: true}));

const find = (name: string) => findModel(name, {bundledFolder: path.join(root, 'bundled')});

test('a name means the bundled model, anything else a folder', async () => {
	expect(await find('storybook')).toMatchObject({folder: path.join(root, 'bundled'), config: {network: {width: 64}}});
	expect(await find(path.join(root, 'mine'))).toMatchObject({folder: path.join(root, 'mine')});
});

test.each([
	{name: 'nowhere', exitCode: 69, rule: 'is not there'},
	{name: 'broken', exitCode: 65, rule: 'has a config.json that is not JSON'},
	{name: 'strange', exitCode: 65, rule: 'describes no network'},
])('a model that $rule is exit code $exitCode', async ({name, exitCode}) => {
	await expect(find(path.join(root, name))).rejects.toMatchObject({name: 'UserError', exitCode});
});
