import {mkdir, readdir, readFile, stat, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {thisProcess} from '../../src/app/this-process.ts';
import {UserError} from '../../src/errors.ts';
import {findModel} from '../../src/store/find-model.ts';
import {importModel} from '../../src/store/import-model.ts';
import {holdModel} from '../../src/store/in-use.ts';
import {makeModelFolder} from '../../src/store/new-folder.ts';
import {checkRecord, recordName} from '../../src/store/record.ts';
import {listUnfinished, removeModel, sweep} from '../../src/store/remove.ts';
import {storedNames} from '../../src/store/stored-models.ts';
import {temporaryFolder} from '../model/recipe.ts';

const config = JSON.stringify({d_model: 64, n_heads: 2, n_layers: 2, max_sequence_length: 184});
const nothing = async () => new Map<string, string>();
const self = await thisProcess();
/** A process that is not there, on this machine. */
const gone = {...self, pid: 2 ** 22 + 1, born: '1'};
/** Another one that is: the one that started the tests. */
const other = {...self, pid: process.ppid, born: (await self.bornOf(process.ppid)) ?? ''};

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
	const imported = await importModel(folder, {name: 'one', modelsFolder: store, self, check: nothing});
	expect(imported).toMatchObject({folder: path.join(store, 'one'), copiedBytes: 0, files: 4});
	expect((await stat(path.join(store, 'one', 'model.safetensors'))).nlink).toBe(2);
	// Small files are copies: an editor that writes over the original changes nothing here.
	expect((await stat(path.join(store, 'one', 'config.json'))).nlink).toBe(1);
	expect((await readdir(path.join(store, 'one'), {recursive: true})).sort()).toEqual([
		recordName,
		'config.json',
		'model.safetensors',
		'tokenizer.json',
		'vqvae',
		path.join('vqvae', 'config.json'),
	]);
	expect(await storedNames(store)).toEqual(['one']);
	expect(await findModel('one', {bundledFolder: '/nowhere', modelsFolder: store})).toMatchObject({folder: path.join(store, 'one')});
	await expect(findModel('two', {bundledFolder: '/nowhere', modelsFolder: store})).rejects.toThrow('There is no model `two`');
	await expect(importModel(folder, {name: 'one', modelsFolder: store, self, check: nothing})).rejects.toMatchObject({exitCode: 73});
	await removeModel(store, 'one', self);
	expect(await readdir(store)).toEqual([]);
	expect(await readFile(path.join(folder, 'model.safetensors'), 'utf8')).toBe('model.safetensors');
	await expect(removeModel(store, 'one', self)).rejects.toMatchObject({exitCode: 69});
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
	const {folder} = await importModel(snapshot, {name: 'one', modelsFolder: store, self, check: nothing});
	expect(await readFile(path.join(folder, 'config.json'), 'utf8')).toBe(config);

	await symlink('/etc/passwd', path.join(snapshot, 'tokenizer.json'));
	await expect(importModel(snapshot, {name: 'two', modelsFolder: store, self, check: nothing})).rejects.toMatchObject({exitCode: 65});
	expect(await readdir(store)).toEqual(['one']);
});

test('a folder that is no model leaves nothing behind, nor does an interrupted import', async () => {
	await using temporary = await temporaryFolder();
	const folder = await source(temporary.folder);
	const store = path.join(temporary.folder, 'store');
	const check = () => Promise.reject(new Error('not a model'));
	await expect(importModel(folder, {name: 'one', modelsFolder: store, self, check})).rejects.toThrow('not a model');
	expect(await readdir(store)).toEqual([]);
	await mkdir(path.join(store, '.unfinished-x'));
	expect(await storedNames(store)).toEqual([]);
	await sweep(store, self);
	expect(await readdir(store)).toEqual([]);
});

test('what is missing or wrong is told of the folder that it is in: the model, or its image tokenizer elsewhere', async () => {
	await using temporary = await temporaryFolder();
	const folder = await source(temporary.folder);
	const modelsFolder = path.join(temporary.folder, 'store');
	const [images, none] = ['images', 'none'].map(name => path.join(temporary.folder, name)) as [string, string];
	const importing = (
		from: string,
		more: {readonly images?: string; readonly check?: (folder: string) => Promise<Map<string, string>>} = {},
	) => importModel(from, {name: 'one', modelsFolder, self, check: nothing, ...more});
	await expect(importing(none)).rejects.toMatchObject({message: `${none} is not a model's folder: there is no config.json to read.`});
	await expect(importing(none, {images: none})).rejects.toMatchObject({message: expect.stringContaining("is not a model's folder")});
	await expect(importing(folder, {images: none})).rejects.toMatchObject({
		exitCode: 66,
		message: `${none} is not an image tokenizer's folder: there is no config.json to read.`,
		hint: 'With --images, name a folder with config.json and model.safetensors.',
	});
	await mkdir(images);
	await writeFile(path.join(images, 'config.json'), '{}');
	const failing = (name: string) => async (unfinished: string) => {
		const file = path.join(unfinished, name);
		throw new UserError(`${file} is wrong.`, {hint: `Look at ${file}.`, exitCode: 65});
	};
	const told = (file: string) => ({message: `${file} is wrong.`, hint: `Look at ${file}.`});
	await expect(importing(folder, {images, check: failing('vqvae/config.json')})).rejects.toMatchObject(
		told(path.join(images, 'config.json')),
	);
	await expect(importing(folder, {check: failing('vqvae/config.json')})).rejects.toMatchObject(
		told(path.join(folder, 'vqvae/config.json')),
	);
	await expect(importing(folder, {images, check: failing('config.json')})).rejects.toMatchObject(told(path.join(folder, 'config.json')));
	expect(await readdir(modelsFolder)).toEqual([]);
});

test('two that make a model of one name: the second is told who is at it, and neither touches what the other does', async () => {
	await using temporary = await temporaryFolder();
	const folder = await source(temporary.folder);
	const store = path.join(temporary.folder, 'store');
	const check = async () => {
		await expect(importModel(folder, {name: 'ONE', modelsFolder: store, self: other, check: nothing})).rejects.toMatchObject({
			exitCode: 75,
			message: expect.stringContaining(`process ${self.pid}`),
		});
		await expect(removeModel(store, 'one', other)).rejects.toMatchObject({exitCode: 75});
		// Another name is another's business, and so is clearing up.
		await importModel(folder, {name: 'two', modelsFolder: store, self: other, check: nothing});
		await sweep(store, other);
		return new Map<string, string>();
	};
	const {folder: made} = await importModel(folder, {name: 'one', modelsFolder: store, self, check});
	expect((await readdir(made)).sort()).toEqual([recordName, 'config.json', 'model.safetensors', 'tokenizer.json', 'vqvae'].sort());
	expect((await readdir(store)).sort()).toEqual(['one', 'two']);
});

test('the lock of a process that is gone stops no other', async () => {
	await using temporary = await temporaryFolder();
	const folder = await source(temporary.folder);
	const store = path.join(temporary.folder, 'store');
	await mkdir(store);
	await writeFile(path.join(store, `.name-one.lock.${encodeURIComponent(gone.host)}.${gone.pid}.${gone.born}`), '');
	await importModel(folder, {name: 'one', modelsFolder: store, self, check: nothing});
	expect(await readdir(store)).toEqual(['one']);
});

test('an interrupted try is resumed by the same one only, and can be removed by its name', async () => {
	await using temporary = await temporaryFolder();
	const store = path.join(temporary.folder, 'store');
	const make = (source: string, fill: (folder: string) => Promise<void>, name = 'one') =>
		makeModelFolder({name, modelsFolder: store, self, made: 'convert', source, fill, check: nothing});
	const begin = async (folder: string) => {
		await writeFile(path.join(folder, 'begun'), 'A');
		throw new Error('pulled the plug');
	};
	await expect(make('a', begin)).rejects.toThrow('pulled the plug');
	expect(await listUnfinished(store, self)).toMatchObject([{name: 'one', holder: undefined}]);
	await sweep(store, self);
	await expect(make('a', async folder => expect(await readFile(path.join(folder, 'begun'), 'utf8')).toBe('A'))).resolves.toBeDefined();
	await expect(make('a', begin, 'two')).rejects.toThrow('pulled the plug');
	await make('b', async folder => expect(await readdir(folder)).toEqual([recordName]), 'two');
	await expect(make('a', begin, 'three')).rejects.toThrow('pulled the plug');
	await removeModel(store, 'three', self);
	expect((await readdir(store)).sort()).toEqual(['one', 'two']);
});

test('a try that was killed while it wrote its record is begun again, and leaves nothing in the next one', async () => {
	await using temporary = await temporaryFolder();
	const store = path.join(temporary.folder, 'store');
	const begun = path.join(store, '.unfinished-one');
	await mkdir(begun, {recursive: true});
	await writeFile(path.join(begun, `${recordName}.new`), '{');
	const {folder} = await importModel(await source(temporary.folder), {name: 'one', modelsFolder: store, self, check: nothing});
	expect(await readdir(folder)).not.toContain(`${recordName}.new`);
	await checkRecord(folder, new Map());
});

test('only what mmada made is removed: a folder from elsewhere stays, whole', async () => {
	await using temporary = await temporaryFolder();
	const store = path.join(temporary.folder, 'store');
	for (const name of ['mine', '.unfinished-mine', '.unfinished-yours', '.importing-notes']) {
		await mkdir(path.join(store, name), {recursive: true});
		await writeFile(path.join(store, name, 'best.pt'), 'weights');
	}
	await symlink('mine', path.join(store, 'linked'));
	for (const name of ['mine', 'linked']) await expect(removeModel(store, name, self)).rejects.toMatchObject({exitCode: 77});
	await expect(removeModel(store, 'yours', self)).rejects.toMatchObject({exitCode: 69});
	const folder = await source(temporary.folder);
	await expect(importModel(folder, {name: 'yours', modelsFolder: store, self, check: nothing})).rejects.toMatchObject({exitCode: 73});
	await sweep(store, self);
	for (const name of ['mine', '.unfinished-mine', '.unfinished-yours', '.importing-notes', 'linked'])
		expect(await readFile(path.join(store, name, 'best.pt'), 'utf8')).toBe('weights');
});

test('a model in use stays, and goes once it is no longer used', async () => {
	await using temporary = await temporaryFolder();
	const store = path.join(temporary.folder, 'store');
	const {folder} = await importModel(await source(temporary.folder), {name: 'v1.2', modelsFolder: store, self, check: nothing});
	{
		await using _one = await holdModel(folder, store, self);
		await using _two = await holdModel(folder, store, self);
		await expect(removeModel(store, 'v1.2', self)).rejects.toMatchObject({exitCode: 75, message: expect.stringContaining('is in use')});
	}
	await removeModel(store, 'v1.2', self);
	expect(await readdir(store)).toEqual([]);
	await expect(holdModel(folder, store, self)).rejects.toMatchObject({exitCode: 69});
	expect(await readdir(store)).toEqual([]);
});

test.each(['model.safetensors', 'tokenizer.json', 'vqvae/config.json'])('%s written over after the import is found out', async name => {
	await using temporary = await temporaryFolder();
	const store = path.join(temporary.folder, 'store');
	const {folder} = await importModel(await source(temporary.folder), {name: 'one', modelsFolder: store, self, check: nothing});
	await checkRecord(folder, new Map());
	await writeFile(path.join(folder, name), name.toUpperCase());
	await expect(checkRecord(folder, new Map())).rejects.toMatchObject({
		exitCode: 65,
		message: expect.stringContaining('is not what it was'),
	});
});

test.each(['', '..', 'a/b', '.hidden', 'storybook', 'con', 'x'.repeat(65), 'ends.'])('a model cannot be called "%s"', async name => {
	await expect(importModel('/nowhere', {name, modelsFolder: '/nowhere', self, check: nothing})).rejects.toMatchObject({exitCode: 2});
});
