import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';

const root = path.join(import.meta.dirname, '..');
const isLinuxX64 = process.platform === 'linux' && process.arch === 'x64';
let project: string;

/** A project that mmada and the inference library are unpacked in, and whose scripts have not run yet. */
beforeEach(() => {
	project = mkdtempSync(path.join(tmpdir(), 'mmada installed '));
	const modules = path.join(project, 'node_modules');
	mkdirSync(path.join(modules, 'mmada', 'bin'), {recursive: true});
	writeFileSync(path.join(modules, 'mmada', 'package.json'), '{"type": "module"}');
	cpSync(path.join(root, 'bin', 'before-install.js'), path.join(modules, 'mmada', 'bin', 'before-install.js'));
});
afterEach(() => rmSync(project, {recursive: true}));

/** The inference library without its binaries. */
function unpackLibrary(): void {
	for (const part of ['package.json', 'dist', 'script']) {
		cpSync(path.join(root, 'node_modules', 'onnxruntime-node', part), path.join(project, 'node_modules', 'onnxruntime-node', part), {
			recursive: true,
		});
	}
	mkdirSync(binaries(), {recursive: true});
	for (const needed of ['adm-zip', 'global-agent']) {
		symlinkSync(path.join(root, 'node_modules', needed), path.join(project, 'node_modules', needed), 'junction');
	}
}

const binaries = () => path.join(project, 'node_modules', 'onnxruntime-node', 'bin', 'napi-v6', 'linux', 'x64');

/** Run a script as npm does, with no way to the network. */
function runScript(name: string, file: string, env: Readonly<Record<string, string>> = {}) {
	const {status, stderr} = spawnSync(process.execPath, [file], {
		cwd: path.join(project, 'node_modules', name),
		env: {PATH: process.env.PATH, GLOBAL_AGENT_HTTPS_PROXY: 'http://127.0.0.1:9', ...env},
		encoding: 'utf8',
	});
	return {status, stderr};
}

const prepared = () => runScript('mmada', 'bin/before-install.js');
const fetched = (env?: Readonly<Record<string, string>>) => runScript('onnxruntime-node', 'script/install.js', env);

test.runIf(isLinuxX64)(
	'once mmada has prepared it, the inference library fetches nothing when it is installed, but what it is told to',
	() => {
		unpackLibrary();
		expect(fetched()).toMatchObject({status: 1, stderr: expect.stringContaining('ECONNREFUSED')});
		expect(prepared()).toEqual({status: 0, stderr: ''});
		expect(fetched()).toEqual({status: 0, stderr: ''});
		expect(fetched({ONNXRUNTIME_NODE_INSTALL: 'true'})).toMatchObject({status: 1, stderr: expect.stringContaining('ECONNREFUSED')});
	},
);

test('what was fetched before stays as it is', () => {
	unpackLibrary();
	writeFileSync(path.join(binaries(), 'libonnxruntime_providers_cuda.so'), 'fetched');
	expect(prepared()).toEqual({status: 0, stderr: ''});
	expect(readFileSync(path.join(binaries(), 'libonnxruntime_providers_cuda.so'), 'utf8')).toBe('fetched');
	expect(readdirSync(binaries())).toHaveLength(3);
});

test('the preparation leaves an installation alone in which the inference library is somewhere else', () => {
	expect(prepared()).toEqual({status: 0, stderr: ''});
	expect(readdirSync(path.join(project, 'node_modules'))).toEqual(['mmada']);
});

test('npm runs the preparation before scripts of dependencies, and in a checkout knows of no script of the inference library', () => {
	const {scripts} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {scripts: Record<string, string>};
	expect(scripts.preinstall).toBe('node bin/before-install.js');
	// `npm install` may write hasInstallScript back: to be taken out again, for `npm ci` where nothing but the registry can be reached.
	const {packages} = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {packages: Record<string, object>};
	expect(packages['node_modules/onnxruntime-node']).not.toHaveProperty('hasInstallScript');
});
