import {mkdir, readdir, readFile, stat, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {findModel} from '../../src/store/find-model.ts';
import {importModel, sweep} from '../../src/store/import-model.ts';
import {removeModel, storedNames} from '../../src/store/stored-models.ts';
import {temporaryFolder} from '../model/recipe.ts';

const config = JSON.stringify({d_model: 64, n_heads: 2, n_layers: 2, max_sequence_length: 184});
const nothing = async () => {};

/** A source folder with a model's files and one that is none of them. */
async function source(root: string, name = 'source') {
	const folder = path.join(root, name);
	await mkdir(path.join(folder, 'vqvae'), {recursive: true});
	for (const file of ['model.safetensors', 'tokenizer.json', 'modeling_mmada.py', 'pytorch_model.bin', 'vqvae/config.json'])
		await writeFile(path.join(folder, file), file);
	await writeFile(path.join(folder, 'config.json'), config);
	return folder;
}

test('a folder comes in as hard links, without programs and pickles, and goes again', async () => {
	await using temporary = await temporaryFolder();
	const folder = await source(temporary.folder);
	const store = path.join(temporary.folder, 'store');
	const imported = await importModel(folder, {name: 'one', modelsFolder: store, check: nothing});
	expect(imported).toMatchObject({folder: path.join(store, 'one'), copiedBytes: 0, files: 4});
	expect((await stat(path.join(store, 'one', 'model.safetensors'))).nlink).toBe(2);
	expect((await readdir(path.join(store, 'one'), {recursive: true})).sort()).toEqual([
		'config.json',
		'model.safetensors',
		'tokenizer.json',
		'vqvae',
		path.join('vqvae', 'config.json'),
	]);
	expect(await storedNames(store)).toEqual(['one']);
	expect(await findModel('one', {bundledFolder: '/nowhere', modelsFolder: store})).toMatchObject({folder: path.join(store, 'one')});
	await expect(findModel('two', {bundledFolder: '/nowhere', modelsFolder: store})).rejects.toThrow('There is no model `two`');
	await expect(importModel(folder, {name: 'one', modelsFolder: store, check: nothing})).rejects.toMatchObject({exitCode: 73});
	await removeModel(store, 'one');
	expect(await readdir(store)).toEqual([]);
	expect(await readFile(path.join(folder, 'model.safetensors'), 'utf8')).toBe('model.safetensors');
	await expect(removeModel(store, 'one')).rejects.toMatchObject({exitCode: 69});
});

test('a snapshot of a Hugging Face cache is followed into its blobs, and no further', async () => {
	await using temporary = await temporaryFolder();
	const repository = path.join(temporary.folder, 'models--someone--model');
	const snapshot = path.join(repository, 'snapshots', 'abc');
	await mkdir(path.join(repository, 'blobs'), {recursive: true});
	await mkdir(snapshot, {recursive: true});
	await writeFile(path.join(repository, 'blobs', '1'), config);
	await symlink('../../blobs/1', path.join(snapshot, 'config.json'));
	const store = path.join(temporary.folder, 'store');
	const {folder} = await importModel(snapshot, {name: 'one', modelsFolder: store, check: nothing});
	expect(await readFile(path.join(folder, 'config.json'), 'utf8')).toBe(config);

	await symlink('/etc/passwd', path.join(snapshot, 'tokenizer.json'));
	await expect(importModel(snapshot, {name: 'two', modelsFolder: store, check: nothing})).rejects.toMatchObject({exitCode: 65});
	expect(await readdir(store)).toEqual(['one']);
});

test('a folder that is no model leaves nothing behind, nor does an interrupted import', async () => {
	await using temporary = await temporaryFolder();
	const folder = await source(temporary.folder);
	const store = path.join(temporary.folder, 'store');
	const check = () => Promise.reject(new Error('not a model'));
	await expect(importModel(folder, {name: 'one', modelsFolder: store, check})).rejects.toThrow('not a model');
	expect(await readdir(store)).toEqual([]);
	await mkdir(path.join(store, '.importing-x'));
	expect(await storedNames(store)).toEqual([]);
	await sweep(store);
	expect(await readdir(store)).toEqual([]);
});

test.each(['', '..', 'a/b', '.hidden', 'storybook', 'con', 'x'.repeat(65), 'ends.'])('a model cannot be called "%s"', async name => {
	await expect(importModel('/nowhere', {name, modelsFolder: '/nowhere', check: nothing})).rejects.toMatchObject({exitCode: 2});
});
