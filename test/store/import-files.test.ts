import {once} from 'node:events';
import {chmod, link, mkdir, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {Worker} from 'node:worker_threads';
import {expect, test} from 'vitest';
import {importFiles} from '../../src/store/import-files.ts';
import {temporaryFolder} from '../model/recipe.ts';
import {isTorture} from '../torture.ts';

async function source(root: string) {
	const folder = path.join(root, 'source');
	await mkdir(folder);
	for (const name of ['config.json', 'README.md', 'model.safetensors']) await writeFile(path.join(folder, name), name);
	return folder;
}

/** At least so many tries: some of them meet a change between two looks, if only a few where processors are busy. */
const fewest = isTorture ? 3000 : 100;

/** A thread that makes a name now a file and now a link, as fast as it can, as a user who may write to the folder could. */
async function swap(name: string, file: string, target: string) {
	const code = `
		const fs = require('node:fs');
		const {parentPort, workerData: {name, file, target}} = require('node:worker_threads');
		parentPort.postMessage('begun');
		for (let count = 0; ; count++) {
			const next = name + '.' + (count % 2);
			if (count % 2) fs.linkSync(file, next);
			else fs.symlinkSync(target, next);
			fs.renameSync(next, name);
			fs.rmSync(next, {force: true});
		}
	`;
	const worker = new Worker(code, {eval: true, workerData: {name, file, target}});
	await once(worker, 'message');
	return {
		async [Symbol.asyncDispose]() {
			await worker.terminate();
		},
	};
}

const bothEnds = ['brought in', 'is a link to a file outside'];
/** With those between two looks. */
const allEnds = /brought in|is a link to a file outside|was changed while|is not a file|Cannot read|is a link to nothing/;

test.each(['README.md', 'model.safetensors'])(
	'a %s that becomes a link to a secret while it is brought in brings no secret',
	async name => {
		await using temporary = await temporaryFolder();
		const folder = await source(temporary.folder);
		const [secret, file] = [path.join(temporary.folder, 'secret'), path.join(temporary.folder, 'file')];
		await writeFile(secret, 'a secret');
		await writeFile(file, name);
		await rm(path.join(folder, name));
		await link(file, path.join(folder, name));
		const before = await stat(secret);
		const seen = new Set<string>();
		{
			await using _swapping = await swap(path.join(folder, name), file, secret);
			// Both have to be met, or it was no race: a thread may get a processor much later than another.
			const isRace = () => bothEnds.every(end => seen.has(end));
			for (let tries = 0; tries < fewest || !isRace(); tries++) {
				const target = path.join(temporary.folder, `target ${tries}`);
				const outcome = await importFiles(folder, target).then(
					() => 'brought in',
					(error: unknown) => String(error),
				);
				seen.add(allEnds.exec(outcome)?.[0] ?? outcome);
				const got = await readFile(path.join(target, name), 'utf8').catch(() => name);
				expect(got).toBe(name);
			}
		}
		expect([...seen].filter(outcome => !allEnds.test(outcome))).toEqual([]);
		expect((await stat(secret)).nlink).toBe(before.nlink);
	},
);

/** As a user to whom permissions mean something. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
	if (process.geteuid?.() !== 0) return work();
	process.seteuid?.(65_534);
	try {
		return await work();
	} finally {
		process.seteuid?.(0);
	}
}

test.skipIf(process.platform === 'win32').each(['model.safetensors', 'config.json', 'vqvae'])(
	'a %s that may not be read is told by its name, as what it is: no fault of mmada, and no full disk',
	async name => {
		await using temporary = await temporaryFolder();
		await chmod(temporary.folder, 0o777);
		const folder = await source(temporary.folder);
		await mkdir(path.join(folder, 'vqvae'));
		const target = path.join(temporary.folder, 'target');
		await mkdir(target, {mode: 0o777});
		await chmod(target, 0o777);
		const closed = path.join(folder, name);
		await chmod(closed, 0);
		try {
			const failure = await asNobody(() => importFiles(folder, target).catch((error: unknown) => error));
			expect(failure).toMatchObject({name: 'UserError', exitCode: 66, message: `Cannot read ${closed}.`});
			expect(await readdir(target)).not.toContain(name);
		} finally {
			await chmod(closed, 0o700);
		}
	},
);
