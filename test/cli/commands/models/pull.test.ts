import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, readdir, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import {type AddressInfo, connect} from 'node:net';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeAll, expect, test} from 'vitest';
import {tinyShape, writeTinyStorybook} from '../../../model/tiny-storybook.ts';
import {startHub} from '../../../store/pull/hub.ts';
import {newFolder} from '../../../store/pull/place.ts';
import {filesOf, modelsIn, runMmada} from '../../../store/pull/run-pull.ts';

const program = fileURLToPath(new URL('../../../../bin/mmada.js', import.meta.url));
const repository = 'someone/tiny';
let files: Record<string, Uint8Array> = {};
beforeAll(async () => {
	await using temporary = await newFolder();
	await writeTinyStorybook(temporary.folder, {...tinyShape, mlpWidth: 64});
	files = await filesOf(temporary.folder);
});

test('a model that is pulled is named, verified, and known to all commands; a second pull has nothing to do', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories: {[repository]: {files, licence: 'apache-2.0'}}});
	const run = (...args: readonly string[]) => runMmada(temporary.folder, args, {hub: hub.url});
	const first = await run('models', 'pull', repository, '--yes');
	expect(first).toMatchObject({code: 0, stdout: `${path.join(modelsIn(temporary.folder), 'tiny')}\n`});
	for (const said of ['licence: apache-2.0', 'commit ', 'memory', 'GPU', 'free for', 'tiny is here']) expect(first.stderr).toContain(said);
	const asked = hub.requests.length;
	expect(await run('models', 'pull', repository, '--yes')).toMatchObject({code: 0, stdout: first.stdout});
	expect(hub.requests.length).toBe(asked);
	expect(await run('models', 'verify', 'tiny')).toMatchObject({code: 0});
	// Another one under that name is another matter.
	expect(await run('models', 'pull', `${repository}@v1`, '--yes')).toMatchObject({code: 73, stderr: expect.stringContaining('already')});
});

test('nothing is fetched without a yes, and --dry-run tells all of it', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories: {[repository]: {files}}});
	const run = (...args: readonly string[]) => runMmada(temporary.folder, args, {hub: hub.url});
	expect(await run('models', 'pull', repository)).toMatchObject({
		code: 2,
		stdout: '',
		stderr: expect.stringContaining(`models pull ${repository} --yes`),
	});
	const {code, stdout} = await run('models', 'pull', repository, '--dry-run');
	expect(code).toBe(0);
	for (const name of Object.keys(files)) expect(stdout).toContain(name);
	expect(JSON.parse((await run('models', 'pull', repository, '--dry-run', '--json')).stdout)).toMatchObject({
		repositories: [{name: repository}],
	});
	expect(hub.sentBytes()).toBe(0);
	expect(await readdir(modelsIn(temporary.folder)).catch(() => [])).toEqual([]);
});

test('Ctrl-C keeps what has come and says how to go on; the next pull does', async () => {
	await using temporary = await newFolder();
	const large = {...files, 'README.md': Buffer.alloc(4_000_000, '# A long card\n')};
	await using hub = await startHub({repositories: {[repository]: {files: large}}, pieceMs: 30});
	const stop = {hub: hub.url, isEnough: (stderr: string) => stderr.includes('GPU')};
	const stopped = await runMmada(temporary.folder, ['models', 'pull', repository, '--yes'], stop);
	expect(stopped).toMatchObject({code: 130, stdout: '', stderr: expect.stringContaining('what has come is kept')});
	expect(await readdir(modelsIn(temporary.folder))).not.toContain('tiny');
	hub.state.pieceMs = 0;
	expect(await runMmada(temporary.folder, ['models', 'pull', repository, '--yes', '-q'], {hub: hub.url})).toMatchObject({
		code: 0,
		stderr: '',
	});
});

test('two pulls of one model: the second waits for the first, and fetches nothing', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories: {[repository]: {files}}, pieceMs: 30});
	const run = () => runMmada(temporary.folder, ['models', 'pull', repository, '--yes'], {hub: hub.url});
	const both = await Promise.all([run(), run()]);
	expect(both.map(({code}) => code)).toEqual([0, 0]);
	expect(hub.sentBytes()).toBeLessThanOrEqual(Object.values(files).reduce((sum, {length}) => sum + length, 0));
});

test.each([
	{what: 'a gated repository', args: [repository], exitCode: 77, says: `/${repository}`},
	{what: 'one that is not there', args: ['someone/nothing'], exitCode: 69, says: 'no repository'},
	{what: 'no name', args: [], exitCode: 2, says: 'There is no model'},
	{what: 'a release that is none', args: ['parallel-b'], exitCode: 2, says: 'parallel-a'},
	{what: 'the name of the bundled model', args: [repository, '--name', 'storybook'], exitCode: 2, says: 'bundled'},
	{what: 'a rate that is none', args: [repository, '--limit-rate', 'fast'], exitCode: 2, says: '--limit-rate 5M'},
	{what: 'a type that is none', args: [repository, '--variant', 'int2'], exitCode: 2, says: 'int8'},
	{what: 'no network', args: [repository], exitCode: 75, says: 'cannot be reached', env: {HF_ENDPOINT: 'http://127.0.0.1:9'}},
	{
		what: 'a proxy that is not there',
		args: [repository],
		exitCode: 75,
		says: 'HTTPS_PROXY',
		env: {HTTP_PROXY: 'http://127.0.0.1:9', http_proxy: 'http://127.0.0.1:9'},
	},
	{what: 'the wish to stay offline', args: [repository], exitCode: 75, says: 'HF_HUB_OFFLINE', env: {HF_HUB_OFFLINE: '1'}},
	{what: 'an endpoint that is no address', args: [repository], exitCode: 78, says: 'HF_ENDPOINT', env: {HF_ENDPOINT: 'here'}},
])(
	'$what ends in exit code $exitCode and two lines',
	async ({args, exitCode, says, env}: {args: string[]; exitCode: number; says: string; env?: Record<string, string>}) => {
		await using temporary = await newFolder();
		await using hub = await startHub({repositories: {[repository]: {files, gated: true}}});
		const {code, stdout, stderr} = await runMmada(temporary.folder, ['models', 'pull', ...args, '--yes', '-q'], {
			hub: hub.url,
			...(env && {env}),
		});
		expect({code, stdout}).toEqual({code: exitCode, stdout: ''});
		expect(stderr).toContain(says);
		expect(stderr.trimEnd().split('\n')).toHaveLength(2);
	},
);

test('offline, a snapshot of the cache is named to be imported', async () => {
	await using temporary = await newFolder();
	await mkdir(path.join(temporary.folder, 'hf', 'hub', 'models--someone--tiny', 'snapshots', 'abc'), {recursive: true});
	const {code, stderr} = await runMmada(temporary.folder, ['models', 'pull', repository, '--yes'], {
		hub: 'http://127.0.0.1:9',
		env: {HF_HUB_OFFLINE: '1'},
	});
	expect({code, stderr}).toMatchObject({
		code: 75,
		stderr: expect.stringMatching(/mmada models import '?.*models--someone--tiny\/snapshots\/abc/),
	});
});

test('a token in the file of the hub’s own programs is used', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories: {[repository]: {files, private: true}}, token: 'hf_x'});
	await mkdir(path.join(temporary.folder, 'hf'));
	await writeFile(path.join(temporary.folder, 'hf', 'token'), 'hf_x\n');
	expect(await runMmada(temporary.folder, ['models', 'pull', repository, '--yes', '-q'], {hub: hub.url})).toMatchObject({code: 0});
	expect(new Set(hub.requests.map(({host, authorization}) => `${host} ${authorization}`))).toEqual(
		new Set(['hub Bearer hf_x', 'store undefined']),
	);
});

test('a smaller variant is made of what has come, and the original stays until it is removed', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories: {[repository]: {files}}});
	const {code, stdout, stderr} = await runMmada(temporary.folder, ['models', 'pull', repository, '--yes', '--variant', 'int8'], {
		hub: hub.url,
	});
	expect({code, stdout}).toEqual({code: 0, stdout: `${path.join(modelsIn(temporary.folder), 'tiny-int8')}\n`});
	expect(stderr).toContain('mmada models rm tiny');
	expect((await readdir(modelsIn(temporary.folder))).sort()).toEqual(['tiny', 'tiny-int8']);
});

test('--repair fetches what is wrong of a model, and nothing else', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories: {[repository]: {files}}});
	const run = (...args: readonly string[]) => runMmada(temporary.folder, args, {hub: hub.url});
	expect(await run('models', 'pull', repository, '--yes', '-q')).toMatchObject({code: 0});
	const folder = path.join(modelsIn(temporary.folder), 'tiny');
	const damaged = Buffer.from(files['model.safetensors']!);
	damaged[damaged.length - 3]! ^= 1;
	await writeFile(path.join(folder, 'model.safetensors'), damaged);
	await rm(path.join(folder, 'vqvae', 'config.json'));
	expect((await run('models', 'verify', 'tiny')).code).not.toBe(0);
	const before = hub.sentBytes();
	const {code, stderr} = await run('models', 'verify', 'tiny', '--repair');
	expect({code, stderr}).toMatchObject({code: 0, stderr: expect.stringContaining('model.safetensors')});
	expect(hub.sentBytes() - before).toBe(damaged.length + files['vqvae/config.json']!.length);
	const asked = hub.requests.length;
	expect(await run('models', 'verify', 'tiny', '--repair')).toMatchObject({code: 0, stderr: ''});
	expect(hub.requests.length).toBe(asked);
	expect(await run('models', 'verify', 'storybook', '--repair')).toMatchObject({code: 2});
});

test('rm says how much is free again, and du what models take; what has other names stays', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories: {[repository]: {files}}});
	const run = (...args: readonly string[]) => runMmada(temporary.folder, args, {hub: hub.url});
	await run('models', 'pull', repository, '--yes', '-q');
	await run('models', 'import', path.join(modelsIn(temporary.folder), 'tiny'), '--name', 'linked');
	const {models, bytes} = JSON.parse((await run('models', 'du', '--json')).stdout) as {
		models: {name: string; bytes: number; ownBytes: number}[];
		bytes: number;
	};
	expect(models.map(({name}) => name)).toEqual(['linked', 'tiny']);
	expect(bytes).toBe(models.reduce((sum, each) => sum + each.bytes, 0));
	for (const model of models) expect(model.ownBytes).toBeLessThan(model.bytes);
	expect((await run('models', 'du')).stdout).toMatch(/tiny\n.*in all\n$/);
	expect((await run('models', 'rm', 'linked')).stdout).toMatch(/^Removed linked: .* are free again; .* had other names, which stay\.\n$/);
	expect((await run('models', 'rm', 'tiny')).stdout).toMatch(/^Removed tiny: .* are free again\.\n$/);
	expect((await run('models', 'du')).stdout).toMatch(/^ *0 bytes {2}in all\n$/);
});

test.each(['../evil.safetensors', '/tmp/evil.safetensors', 'vqvae/../../evil'])(
	'a repository with a file called %s writes nothing at all',
	async name => {
		await using temporary = await newFolder();
		await using hub = await startHub({repositories: {[repository]: {files: {...files, [name]: files['model.safetensors']!}}}});
		const {code, stderr} = await runMmada(temporary.folder, ['models', 'pull', repository, '--yes'], {hub: hub.url});
		expect({code, stderr}).toMatchObject({code: 65, stderr: expect.stringContaining('outside of its folder')});
		expect(Object.keys(await filesOf(temporary.folder))).toEqual([]);
		expect(hub.sentBytes()).toBe(0);
	},
);

test('a proxy takes all that is fetched, and hears no token of what goes through it', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories: {[repository]: {files, private: true}}, token: 'hf_x'});
	const [targets, heard]: [string[], string[]] = [[], []];
	const proxy = createServer();
	proxy.on('connect', (request, socket) => {
		targets.push(request.url ?? '');
		heard.push(JSON.stringify(request.headers));
		const {hostname, port} = new URL(`http://${request.url}`);
		const through = connect(Number(port), hostname, () => {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			socket.pipe(through).pipe(socket);
		});
		for (const end of [through, socket]) end.on('error', () => {});
	});
	proxy.listen(0, '127.0.0.1');
	await once(proxy, 'listening');
	const env = {HF_TOKEN: 'hf_x', http_proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`};
	const {code, stderr} = await runMmada(temporary.folder, ['models', 'pull', repository, '--yes', '-q'], {hub: hub.url, env});
	proxy.close();
	expect(code, stderr).toBe(0);
	expect(new Set(targets)).toEqual(new Set([new URL(hub.url).host, new URL(hub.storeUrl).host]));
	expect(heard.join()).not.toContain('hf_x');
});

const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

test.skipIf(!canMount)(
	'a disk that fills up ends in one sentence and 74; with more room the same command goes on (needs the right to mount)',
	async () => {
		await using temporary = await newFolder();
		const large = {...files, 'README.md': Buffer.alloc(6_000_000, '# A long card\n')};
		await using hub = await startHub({repositories: {[repository]: {files: large}}, pieceMs: 20});
		const disk = path.join(temporary.folder, 'disk');
		await mkdir(disk);
		const pull = `HF_ENDPOINT=${hub.url} MMADA_DATA_DIR='${disk}' '${process.execPath}' '${program}' models pull ${repository} --yes -q`;
		// Somebody else fills it up while it comes.
		const script = `
		mount -t tmpfs -o size=9m none '${disk}'
		(while ! ls '${disk}'/models/.unfinished-tiny/.parts/*.part > /dev/null 2>&1; do sleep 0.05; done; head -c 7000000 /dev/zero > '${disk}/others') &
		${pull}; echo "first $?"; wait
		ls -A '${disk}/models'
		mount -o remount,size=40m '${disk}'
		${pull}; echo "second $?"`;
		const child = spawn('unshare', ['-rm', 'sh', '-c', script], {cwd: temporary.folder, stdio: ['ignore', 'pipe', 'pipe']});
		let [stdout, stderr] = ['', ''];
		child.stdout.setEncoding('utf8').on('data', (text: string) => {
			stdout += text;
		});
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			stderr += text;
		});
		await once(child, 'close');
		expect(stdout).toBe(`first 74\n.unfinished-tiny\n${path.join(disk, 'models', 'tiny')}\nsecond 0\n`);
		expect(stderr).toMatch(/^The disk of `.*` is full\.\nFree some space, .*\n$/);
	},
);

test('--variant makes a smaller one at once, and again when the model is here already; --drop-original asks nothing', async () => {
	await using temporary = await newFolder();
	await using hub = await startHub({repositories: {[repository]: {files}}});
	const run = (...args: readonly string[]) => runMmada(temporary.folder, ['models', ...args], {hub: hub.url});
	const folder = modelsIn(temporary.folder);
	const first = await run('pull', repository, '--yes', '--variant', 'int8-blocks');
	expect(first).toMatchObject({code: 0, stdout: `${path.join(folder, 'tiny-int8-blocks')}\n`});
	expect(first.stderr).toContain('The original stays. To remove it: mmada models rm tiny');
	const sent = hub.sentBytes();
	expect(await run('pull', repository, '--yes', '--variant', 'f16', '--drop-original')).toMatchObject({
		code: 0,
		stdout: `${path.join(folder, 'tiny-f16')}\n`,
		stderr: expect.stringContaining('Removed tiny.'),
	});
	// The variant is what was asked for: its original is not fetched anew.
	expect(await run('pull', repository, '--yes', '--variant', 'f16')).toMatchObject({code: 0, stdout: `${path.join(folder, 'tiny-f16')}\n`});
	expect(hub.sentBytes()).toBe(sent);
	expect((await readdir(folder)).filter(name => !name.startsWith('.')).sort()).toEqual(['tiny-f16', 'tiny-int8-blocks']);
});

test('models import --type makes a smaller variant of what comes in', async () => {
	await using temporary = await newFolder();
	const source = path.join(temporary.folder, 'source');
	await mkdir(source);
	await writeTinyStorybook(source, {...tinyShape, mlpWidth: 64});
	const run = (...args: readonly string[]) =>
		runMmada(temporary.folder, ['models', 'import', source, ...args], {hub: 'http://127.0.0.1:9'});
	expect(await run('--name', 'mine', '--type', 'f16', '--drop-original')).toMatchObject({
		code: 0,
		stdout: `${path.join(modelsIn(temporary.folder), 'mine-f16')}\n`,
		stderr: expect.stringContaining('Removed mine.'),
	});
	expect(await run('--name', 'other', '--type', 'int2')).toMatchObject({code: 2, stderr: expect.stringContaining('int8-blocks')});
	expect((await readdir(modelsIn(temporary.folder))).filter(name => !name.startsWith('.'))).toEqual(['mine-f16']);
});
