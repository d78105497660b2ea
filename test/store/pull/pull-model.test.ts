import {createHash} from 'node:crypto';
import {lstat, mkdir, readdir, readFile, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {thisProcess} from '../../../src/app/this-process.ts';
import type {Connection} from '../../../src/store/pull/connection.ts';
import {planPull} from '../../../src/store/pull/plan.ts';
import {type PullOptions, pullModel} from '../../../src/store/pull/pull-model.ts';
import {checkRecord, readRecord} from '../../../src/store/record.ts';
import {removeModel, sweep} from '../../../src/store/remove.ts';
import {commitOf, startHub} from './hub.ts';
import {connect, hasty, newFolder, noise} from './place.ts';

const repository = 'someone/model';
const files = {
	'config.json': Buffer.from('{}'),
	'tokenizer.json': noise(900),
	'model-00001-of-00002.safetensors': noise(3_000_000),
	'model-00002-of-00002.safetensors': noise(70_000),
	'vqvae/config.json': Buffer.from('{"x": 1}'),
	'vqvae/model.safetensors': noise(400_000),
};
const repositories = {[repository]: {files}};
const sizes = Object.values(files).reduce((sum, {length}) => sum + length, 0);
const nothing = async () => new Map<string, string>();

async function pull(connection: Connection, modelsFolder: string, options: Partial<PullOptions> = {}) {
	const plan = await planPull(connection, {what: repository});
	const self = await thisProcess();
	const signal = new AbortController().signal;
	return pullModel(plan, {name: 'one', modelsFolder, self, connection, signal, patience: hasty, check: nothing, ...options});
}

async function expectWhole(folder: string): Promise<void> {
	for (const [name, bytes] of Object.entries(files)) expect((await readFile(path.join(folder, name))).equals(bytes), name).toBe(true);
	const entries = await readdir(folder, {recursive: true});
	expect(entries.sort()).toEqual([...Object.keys(files), 'vqvae', '.mmada.json'].sort());
}

test('a model is there once all of it is, with what it is made of in its record', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories});
	await using connection = await connect(hub.url);
	const seen: number[] = [];
	const modelsFolder = path.join(temporary.folder, 'models');
	const {folder} = await pull(connection, modelsFolder, {onProgress: ({doneBytes}) => seen.push(doneBytes)});
	await expectWhole(folder);
	expect(seen).toEqual(seen.toSorted((a, b) => a - b));
	expect(seen.at(-1)).toBe(sizes);
	const record = await readRecord(folder);
	expect(record).toMatchObject({made: 'pull', pulled: {repositories: [{name: repository, commit: commitOf(repository), licence: 'mit'}]}});
	await checkRecord(folder, new Map());
	expect(await readdir(modelsFolder)).toEqual(['one']);
});

test('a file that a repository holds under two names comes once, and is there under both', async () => {
	await using temporary = await newFolder();
	const twice = {...files, 'vqvae/model.safetensors': files['model-00002-of-00002.safetensors']};
	await using hub = await startHub({repositories: {[repository]: {files: twice}}});
	await using connection = await connect(hub.url);
	const {folder} = await pull(connection, path.join(temporary.folder, 'models'));
	for (const [name, bytes] of Object.entries(twice)) expect((await readFile(path.join(folder, name))).equals(bytes), name).toBe(true);
	expect(hub.sentBytes()).toBe(sizes - files['vqvae/model.safetensors'].length);
});

test('progress never goes back, also when a file came wrong and comes again', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories});
	let flips = 2;
	hub.state.faultOf = ({host, end}) => (host === 'store' && end !== undefined && flips-- > 0 ? {kind: 'flip', bit: 3} : undefined);
	await using connection = await connect(hub.url);
	const [seen, how]: [number[], string[]] = [[], []];
	const {folder} = await pull(connection, temporary.folder, {
		onProgress: ({doneBytes}) => seen.push(doneBytes),
		onFile: (_, what) => how.push(what),
	});
	await expectWhole(folder);
	expect(how).toContain('wrong');
	expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});

test('an interrupted pull is no model, is resumed, and can be removed by its name', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories, pieceMs: 1});
	await using connection = await connect(hub.url);
	const stopping = new AbortController();
	const stop = {signal: stopping.signal, onProgress: ({doneBytes}: {doneBytes: number}) => doneBytes > 2_000_000 && stopping.abort()};
	await expect(pull(connection, temporary.folder, stop)).rejects.toMatchObject({name: 'AbortError'});
	expect(await readdir(temporary.folder)).toEqual(['.unfinished-one']);
	await sweep(temporary.folder, await thisProcess());
	const before = hub.sentBytes();
	await expectWhole((await pull(connection, temporary.folder)).folder);
	expect(hub.sentBytes() - before).toBeLessThan(2_000_000);
	await expect(pull(connection, temporary.folder, {...stop, name: 'two'})).rejects.toThrow();
	await removeModel(temporary.folder, 'two', await thisProcess());
	expect(await readdir(temporary.folder)).toEqual(['one']);
});

test('another state of the repository takes over what is the same in it', async () => {
	await using temporary = await newFolder();
	const changed: typeof repositories = {[repository]: {files}};
	await using hub = await startHub({repositories: changed, pieceMs: 1});
	await using connection = await connect(hub.url);
	const stopping = new AbortController();
	const stop = {signal: stopping.signal, onProgress: ({doneBytes}: {doneBytes: number}) => doneBytes > 2_000_000 && stopping.abort()};
	await expect(pull(connection, temporary.folder, stop)).rejects.toThrow();
	changed[repository] = {files: {...files, 'tokenizer.json': Buffer.from('another one')}};
	const before = hub.sentBytes();
	const {folder} = await pull(connection, temporary.folder);
	expect(await readFile(path.join(folder, 'tokenizer.json'), 'utf8')).toBe('another one');
	expect(hub.sentBytes() - before).toBeLessThan(2_000_000);
});

test('a folder that is no model that runs gets no name, and its files are kept', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories});
	await using connection = await connect(hub.url);
	const check = () => Promise.reject(new Error('not a model'));
	await expect(pull(connection, temporary.folder, {check})).rejects.toThrow('not a model');
	expect(await readdir(temporary.folder)).toEqual(['.unfinished-one']);
	const before = hub.sentBytes();
	await expectWhole((await pull(connection, temporary.folder)).folder);
	expect(hub.sentBytes()).toBe(before);
});

test('files that others have fetched are taken from the Hugging Face cache as links, if they are whole', async () => {
	await using temporary = await newFolder();
	const cache = path.join(temporary.folder, 'hub');
	const blobs = path.join(cache, 'models--someone--model', 'blobs');
	await mkdir(blobs, {recursive: true});
	const shaOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
	const [first, second, third] = [
		files['model-00001-of-00002.safetensors'],
		files['model-00002-of-00002.safetensors'],
		files['vqvae/model.safetensors'],
	];
	await writeFile(path.join(blobs, shaOf(first)), first);
	// As long as it should be, and wrong; and one that is not whole.
	await writeFile(path.join(blobs, shaOf(second)), Buffer.alloc(second.length));
	await writeFile(path.join(blobs, shaOf(third)), third.subarray(0, 1000));
	await using hub = await startHub({repositories});
	await using connection = await connect(hub.url);
	const how = new Map<string, string>();
	const {folder} = await pull(connection, path.join(temporary.folder, 'models'), {cache, onFile: (name, what) => how.set(name, what)});
	await expectWhole(folder);
	expect(how.get('model-00001-of-00002.safetensors')).toBe('linked');
	expect((await lstat(path.join(folder, 'model-00001-of-00002.safetensors'))).nlink).toBe(2);
	expect(how.get('model-00002-of-00002.safetensors')).toBe('fetched');
	expect(hub.sentBytes()).toBeLessThan(sizes - first.length + 1);
});

test('a link to a file outside of the cache is not followed', async () => {
	await using temporary = await newFolder();
	const blobs = path.join(temporary.folder, 'hub', 'models--someone--model', 'blobs');
	await mkdir(blobs, {recursive: true});
	const bytes = files['model-00001-of-00002.safetensors'];
	await writeFile(path.join(temporary.folder, 'secret'), bytes);
	await symlink(path.join(temporary.folder, 'secret'), path.join(blobs, createHash('sha256').update(bytes).digest('hex')));
	await using hub = await startHub({repositories});
	await using connection = await connect(hub.url);
	const how = new Map<string, string>();
	await pull(connection, path.join(temporary.folder, 'models'), {
		cache: path.join(temporary.folder, 'hub'),
		onFile: (name, what) => how.set(name, what),
	});
	expect(how.get('model-00001-of-00002.safetensors')).toBe('fetched');
});

test.each(['vqvae', '.parts'])('nothing is written through a link that stands where %s should', async name => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories});
	await using connection = await connect(hub.url);
	const [modelsFolder, elsewhere] = [path.join(temporary.folder, 'models'), path.join(temporary.folder, 'elsewhere')];
	await mkdir(elsewhere);
	const check = () => Promise.reject(new Error('stopped'));
	await expect(pull(connection, modelsFolder, {check})).rejects.toThrow('stopped');
	const unfinished = path.join(modelsFolder, '.unfinished-one');
	const {rm} = await import('node:fs/promises');
	await rm(path.join(unfinished, 'vqvae'), {recursive: true});
	await symlink(elsewhere, path.join(unfinished, name));
	await expect(pull(connection, modelsFolder)).rejects.toMatchObject({exitCode: 73});
	expect(await readdir(elsewhere)).toEqual([]);
});

test('a gated repository ends in exit code 77 with the page to visit', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories: {[repository]: {files, gated: true}}});
	await using connection = await connect(hub.url);
	await expect(pull(connection, temporary.folder)).rejects.toMatchObject({
		exitCode: 77,
		hint: expect.stringContaining(`${hub.url}/${repository}`),
	});
});
