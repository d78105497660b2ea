import {mkdir, mkdtemp, readdir, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {findTelemetryFiles, removeTelemetryFiles} from '../../src/app/telemetry-stores.ts';

let root = '';
let store = '';
let temporary = '';
beforeEach(async () => {
	root = await mkdtemp(path.join(tmpdir(), 'mmada stores '));
	store = path.join(root, 'Microsoft', 'DeveloperTools', '.onnxruntime');
	temporary = path.join(root, 'tmp');
	await mkdir(store, {recursive: true});
	await mkdir(temporary);
});
afterEach(async () => rm(root, {recursive: true}));

const places = (uid = process.getuid?.()) => ({store, temporary: [temporary, temporary], uid});
const fill = async (folder: string, names: readonly string[]) => {
	for (const name of names) await writeFile(path.join(folder, name), 'x');
};
const known = [
	'deviceid',
	'deviceid.lock',
	'deviceid.tmp.1-2',
	'onnxruntime.db',
	'onnxruntime.db-journal',
	'onnxruntime.db-shm',
	'onnxruntime.db-wal',
];
const strewn = ['.ses', ':memory:.ses', 'mat-debug-17.log'];

test('the files that the library leaves are found and removed, and their empty folders with them', async () => {
	await fill(store, known);
	await fill(temporary, strewn);
	const files = await findTelemetryFiles(places());
	expect(files).toEqual([...known.map(name => path.join(store, name)), ...strewn.map(name => path.join(temporary, name))].sort());
	await removeTelemetryFiles(files, places());
	expect((await readdir(root, {recursive: true})).sort()).toEqual(['tmp']);
	expect(await findTelemetryFiles(places())).toEqual([]);
});

test('what anybody else has put there stays, and the folders with it', async () => {
	const [others, logs] = [
		['deviceids', 'onnxruntime.db.bak', 'notes.txt'],
		['mat-debug-x.log', 'a.ses', 'xmat-debug-1.log'],
	];
	await fill(store, [...known, ...others]);
	await fill(temporary, [...strewn, ...logs]);
	await removeTelemetryFiles(await findTelemetryFiles(places()), places());
	expect((await readdir(store)).sort()).toEqual(others.sort());
	expect((await readdir(temporary)).sort()).toEqual(logs.sort());
});

test('links, folders and files of other users are none of its', async () => {
	await symlink('/etc/passwd', path.join(temporary, 'mat-debug-1.log'));
	await mkdir(path.join(temporary, 'mat-debug-2.log'));
	await fill(temporary, ['mat-debug-3.log']);
	expect(await findTelemetryFiles(places(4_000_000))).toEqual([]);
	expect(await findTelemetryFiles({...places(), store: path.join(root, 'nowhere'), temporary: [path.join(root, 'nowhere')]})).toEqual([]);
});
