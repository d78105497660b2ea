import {execFile, spawnSync} from 'node:child_process';
import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {createHarness} from './harness.ts';

const program = fileURLToPath(new URL('../../bin/mmada.js', import.meta.url));
const temporaries = new URL('../../dist/files/temporaries.js', import.meta.url);
/** Whether this machine lets us mount a small disk in a namespace of its own, hidden from others. */
const canMount = spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status === 0;

let harness: Awaited<ReturnType<typeof createHarness>>;
beforeAll(async () => {
	harness = await createHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());

/** Runs a shell script with `$disk`, a folder to mount on, and `mmada`. */
async function shell(script: string, [command, ...before]: readonly [string, ...string[]] = ['sh']) {
	const disk = await harness.newFolder();
	const quoted = harness.quick.map(word => `'${word}'`).join(' ');
	const head = `mmada() { '${process.execPath}' '${program}' "$@" ${quoted}; }\ncd "$disk/.."\n`;
	const env = {...process.env, disk, MMADA_STATE_DIR: path.join(disk, '..', 'state')};
	const failure = await promisify(execFile)(command, [...before, '-c', head + script], {env}).then(
		({stdout, stderr}) => ({code: 0, stdout, stderr}),
		({code, stdout, stderr}: {code: number; stdout: string; stderr: string}) => ({code, stdout, stderr}),
	);
	return failure;
}
const inNamespace = ['unshare', '-rm', 'sh'] as const;

test.skipIf(!canMount)('a full disk ends in one sentence and 74, with nothing on it (needs the right to mount)', async () => {
	const script = 'mount -t tmpfs -o size=16k none "$disk"; mmada gen "a cat" -q -o "$disk/x.png"; code=$?; ls -A "$disk"; exit $code';
	expect(await shell(script, inNamespace)).toMatchObject({
		code: 74,
		stdout: '',
		stderr: expect.stringMatching(/^The disk of `.*` is full\.\n/),
	});
});

test.skipIf(!canMount)('a folder that cannot be written to is 73, before anything runs (needs the right to mount)', async () => {
	const script = 'mount -t tmpfs -o ro none "$disk"; mmada gen "a cat" -o "$disk/x.png"';
	const {code, stdout, stderr} = await shell(script, inNamespace);
	expect({code, stdout}).toEqual({code: 73, stdout: ''});
	expect(stderr).toMatch(/^Cannot write to the folder `.*`\.\nName another place with --output\.\n$/);
});

test.skipIf(process.platform !== 'linux').each(['-o -', '--json', '--events', ''])(
	'a stdout that takes nothing of `%s` is 74 (Linux: /dev/full)',
	async flags => {
		const {code, stderr} = await shell(`mmada gen "a cat" -q -f ${flags} > /dev/full`);
		expect({code, stderr}).toMatchObject({code: 74, stderr: expect.stringContaining('The output cannot be written (ENOSPC).')});
	},
);

test('a reader that goes away is no failure', async () => {
	const {code, stderr} = await shell('mmada gen "a cat" -q --events | head -c 10 > /dev/null');
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
});

test('what a crash left half-written in the folder is gone at the next run', async () => {
	const folder = await harness.newFolder();
	const make = `import {writeFileSync} from 'node:fs';
		const {temporaryIn} = await import(${JSON.stringify(temporaries.href)});
		writeFileSync(temporaryIn(${JSON.stringify(folder)}), 'half a picture');`;
	spawnSync(process.execPath, ['--input-type=module', '-e', make]);
	await writeFile(path.join(folder, '.mmada-notes.tmp'), 'not ours');
	const {code} = await harness.run(folder, ['gen', 'a cat', '-q', ...harness.quick]);
	const {stdout} = await promisify(execFile)('ls', ['-A', folder]);
	expect({code, stdout}).toEqual({code: 0, stdout: '.mmada-notes.tmp\na-cat.json\na-cat.png\n'});
});
