import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {checkCuda, fetchCuda} from '../../../../src/cli/commands/doctor/cuda.ts';
import {checkDevices, checkMemory} from '../../../../src/cli/commands/doctor/machine.ts';
import {checkTerminal} from '../../../../src/cli/commands/doctor/terminal.ts';
import type {ProbedDevice} from '../../../../src/runtime/probe-devices.ts';
import {temporaryFolder} from '../../../model/recipe.ts';
import {runMmada} from '../../../store/pull/run-pull.ts';

const probe = (...devices: ProbedDevice[]) => checkDevices(devices);

test('a device that works is told with its time, and one that does not with the reason', async () => {
	const [cpu, webgpu] = await probe(
		{device: 'cpu', works: true, elapsedMs: 12.3},
		{device: 'webgpu', works: false, reason: 'No supported adapters.'},
	);
	expect(cpu).toMatchObject({subject: 'cpu', state: 'ok', found: expect.stringMatching(/ threads, .*works, first result after 12 ms$/)});
	expect(webgpu).toMatchObject({subject: 'webgpu', state: 'note', found: 'does not work: No supported adapters'});
});

test('a GPU whose driver has no float16 is told with what it runs large models as', async () => {
	const [webgpu] = await probe({device: 'webgpu', works: true, elapsedMs: 40, hasHalf: false});
	expect(webgpu).toEqual({
		subject: 'webgpu',
		state: 'note',
		found: 'works, first result after 40 ms, without float16: it runs large models as int8-blocks or int4',
		fix: expect.stringMatching(/^mmada models convert <model> --type int8-blocks/),
	});
});

test('only a processor that does not work is a fault', async () => {
	const found = await probe({device: 'cpu', works: false, reason: 'no binding'}, {device: 'cuda', works: false, reason: 'no library'});
	expect(found[0]).toMatchObject({state: 'fault', exitCode: 69, fix: expect.stringContaining('npm ci')});
	expect(found[1]).toMatchObject({subject: 'cuda', state: 'note'});
});

test('a library that no command uses is not told', async () => {
	const found = await probe({device: 'tensorrt', works: false, reason: 'no library'});
	expect(found.map(({subject}) => subject)).toEqual(['GPU']);
});

test('too little memory for the bundled model is a fault', async () => {
	expect(await checkMemory(1)).toMatchObject({state: 'ok'});
	expect(await checkMemory(1e18)).toMatchObject({state: 'fault', exitCode: 69});
});

const window = {isTTY: true, columns: 120, rows: 40};
const utf8 = {TERM: 'xterm-256color', LANG: 'en_GB.UTF-8'};

test.each([
	{env: {...utf8, COLORTERM: 'truecolor'}, state: 'ok', found: '120 x 40, 16 million colours, pictures of half blocks', fix: undefined},
	{
		env: utf8,
		state: 'note',
		found: '120 x 40, 256 colours, pictures of half blocks',
		fix: 'export COLORTERM=truecolor # if it has all colours',
	},
	{env: {...utf8, NO_COLOR: '1'}, state: 'ok', found: '120 x 40, no colours, no pictures', fix: undefined},
	{env: {...utf8, TERM: 'dumb'}, state: 'note', found: '120 x 40: runs show plain lines', fix: 'export TERM=xterm-256color'},
	{env: {...utf8, CI: 'true'}, state: 'note', found: '120 x 40: runs show plain lines', fix: 'unset CI CONTINUOUS_INTEGRATION'},
])('the terminal: $found', ({env, state, found, fix}) => {
	expect(checkTerminal({env, terminal: window}, false)).toEqual([{subject: 'terminal', state, found, ...(state === 'note' && {fix})}]);
});

test('a locale that is not UTF-8 is told, and what mends it', () => {
	expect(checkTerminal({env: {TERM: 'xterm', LANG: 'C'}, terminal: window}, false)[1]).toMatchObject({fix: 'export LANG=C.UTF-8'});
});

const gpu = (driver: string) => ({line: `NVIDIA H100, driver ${driver}`, name: 'NVIDIA H100', freeBytes: 8e10, driver});
const libraries = ['libcudart.so.13', 'libcublas.so.13', 'libcublasLt.so.13', 'libcurand.so.10'];

test('what CUDA lacks on a machine with an NVIDIA GPU is told part by part, with what brings it', async () => {
	await using temporary = await temporaryFolder();
	const checks = await checkCuda({platform: 'linux/x64', gpus: [gpu('550.54.15')], searched: temporary.folder});
	expect(checks.map(({subject, state}) => `${state} ${subject}`)).toEqual([
		'note driver',
		'note CUDA part',
		'note CUDA 13',
		'note cuDNN 9',
	]);
	expect(checks[0]).toMatchObject({found: 'NVIDIA 550.54.15; CUDA 13 needs 580 or later', fix: 'https://www.nvidia.com/drivers'});
	expect(checks[1]?.fix).toMatch(/^mmada doctor --fix cuda # runs node .*install\.js'?$/);
	for (const name of libraries) expect(checks[2]?.found).toContain(name);
	expect(checks[3]?.fix).toContain('nvidia-cudnn-cu13');
});

test('libraries in LD_LIBRARY_PATH count, each by itself', async () => {
	await using temporary = await temporaryFolder();
	for (const name of libraries.slice(1)) await writeFile(path.join(temporary.folder, name), '');
	const find = async () => {
		const checks = await checkCuda({platform: 'linux/x64', gpus: [gpu('580.65.06')], searched: `/nowhere:${temporary.folder}`});
		return checks.map(({state, found}) => `${state} ${found}`);
	};
	const [driver, , cuda] = await find();
	expect(driver).toMatch(/^ok /);
	expect(cuda).toBe('note the loader does not find libcudart.so.13');
	for (const name of ['libcudart.so.13', 'libcudnn.so.9']) await writeFile(path.join(temporary.folder, name), '');
	expect((await find()).slice(2)).toEqual(['ok its libraries are here', 'ok is here']);
});

test('CUDA is not spoken of without an NVIDIA GPU, nor where Node.js has none', async () => {
	expect(await checkCuda({platform: 'linux/x64', gpus: [], searched: undefined})).toEqual([]);
	expect(await checkCuda({platform: 'win32/x64', gpus: [gpu('580.1')], searched: undefined})).toEqual([]);
	await expect(fetchCuda('darwin/arm64', {})).rejects.toMatchObject({message: expect.stringContaining('no CUDA'), exitCode: 69});
});

/** With a driver that answers as NVIDIA's does. */
async function runDoctor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
	await using temporary = await temporaryFolder();
	const bin = path.join(temporary.folder, 'bin');
	await mkdir(bin);
	await writeFile(path.join(bin, 'nvidia-smi'), "#!/bin/sh\necho 'NVIDIA RTX 4090, 24564, 23900, 550.54.15'\n", {mode: 0o755});
	return await runMmada(temporary.folder, ['doctor', ...args], {hub: '', env: {...env, PATH: `${bin}:${process.env.PATH}`}});
}
const onLinux = test.runIf(`${process.platform}/${process.arch}` === 'linux/x64');

onLinux('doctor asks the driver, and names the command that brings the CUDA part', async () => {
	const {code, stdout} = await runDoctor([]);
	expect(code).toBe(0);
	expect(stdout).toMatch(/^ok +GPU +NVIDIA RTX 4090, 24564 MiB/m);
	expect(stdout).toMatch(/^note +driver +NVIDIA 550\.54\.15; CUDA 13 needs 580 or later/m);
	expect(stdout).toMatch(/^ +> mmada doctor --fix cuda # runs node /m);
});

onLinux('a CUDA part that cannot be fetched is told in two lines, with the way by hand', async () => {
	const ran = await runDoctor(['--fix', 'cuda'], {GLOBAL_AGENT_HTTPS_PROXY: 'http://127.0.0.1:9', ONNXRUNTIME_NODE_INSTALL: 'true'});
	expect(ran).toMatchObject({code: 75, stdout: ''});
	expect(ran.stderr).toMatch(/^The CUDA part .* could not be fetched: connect ECONNREFUSED 127\.0\.0\.1:9\.$/m);
	expect(ran.stderr).toContain('libonnxruntime_providers_cuda.so');
});

test('a fix that is none is told', async () => {
	expect(await runDoctor(['--fix', 'everything'])).toMatchObject({code: 2, stdout: '', stderr: expect.stringContaining('`everything`')});
});
