import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {checkPackage, createPackageFromTarballData} from '@arethetypeswrong/core';
import {publint} from 'publint';
import {formatMessage} from 'publint/utils';
import {beforeAll, expect, test} from 'vitest';

const root = path.join(import.meta.dirname, '..');
let tarball: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
	const folder = await mkdtemp(path.join(tmpdir(), 'mmada packed '));
	// dist/ was built before the tests began.
	const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {cwd: root, encoding: 'utf8'});
	tarball = new Uint8Array(await readFile(path.join(folder, packed.trim())));
	await rm(folder, {recursive: true});
});

test('npm has nothing to say against the settings of this repository', () => {
	// Without those of whoever runs this.
	const env = {PATH: process.env.PATH, HOME: tmpdir()};
	expect(spawnSync('npm', ['pkg', 'get', 'name'], {cwd: root, env, encoding: 'utf8'})).toMatchObject({stdout: '"mmada"\n', stderr: ''});
});

test('publint finds no fault in the package', async () => {
	const {messages, pkg} = await publint({pack: {tarball: tarball.buffer}, strict: true});
	expect(messages.map(message => formatMessage(message, pkg, {color: false}))).toEqual([]);
});

test('attw finds its types wherever an ES module may import it', async () => {
	const analysis = await checkPackage(createPackageFromTarballData(tarball));
	if (!analysis.types) throw new Error('The package has no types.');
	// CommonJS cannot require an ES module on Node 20, and `node10` knows no `exports`.
	const ours = analysis.problems.filter(
		problem => !('resolutionKind' in problem) || !['node10', 'node16-cjs'].includes(problem.resolutionKind),
	);
	expect(ours).toEqual([]);
	expect(analysis.entrypoints['.']?.resolutions['node16-esm'].resolution?.fileName).toMatch(/dist\/index\.d\.ts$/);
});
