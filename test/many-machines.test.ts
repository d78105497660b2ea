import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {readdirSync, readFileSync} from 'node:fs';
import {chmod, mkdir, rm, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {beforeEach, describe, expect, test} from 'vitest';
import {parse as parseYaml} from 'yaml';
import {toBatchOptions} from '../src/cli/parse/batch-options.ts';
import {parse} from '../src/cli/parse/parse.ts';
import {patienceFrom, queueFrom, workersFrom} from '../src/cli/parse/queue-options.ts';
import {commands} from '../src/cli/table/commands.ts';
import {contentsOf} from './cli/commands/batch/contents.ts';
import {runProgram} from './cli/program.ts';
import {shellCode} from './cli/shell-code.ts';
import {workplace} from './cli/workplace.ts';

const folder = fileURLToPath(new URL('../docs/many-machines', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));
const program = fileURLToPath(new URL('../bin/mmada.js', import.meta.url));
const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
const environment = {JOB_COMPLETION_INDEX: '3', SLURM_ARRAY_TASK_ID: '3', SLURM_ARRAY_TASK_COUNT: '4'};

/** Commands in a file: as a shell has them, or as a list of YAML. */
function commandsIn(text: string): string[][] {
	const lists = [...text.matchAll(/\[mmada, ([^\]]*)\]/g)].map(([, words = '']) => words.split(', ').map(word => word.replaceAll('"', '')));
	const lines = [...text.matchAll(/^(?:ExecStart=\S*\/)?mmada ([^&\n]*)/gm)].map(([, words = '']) => words.trim().split(/\s+/));
	return [...lists, ...lines];
}

test.each(readdirSync(folder))('docs/many-machines/%s starts a command as it can be given', name => {
	const found = commandsIn(read(name));
	expect(found).toHaveLength(1);
	for (const [command = '', ...words] of found) {
		const parsed = parse(words, commands[command]?.flags ?? []);
		if (command === 'batch')
			expect(toBatchOptions(parsed, {model: 'storybook', threads: 2}, environment).shard).toMatchObject({index: 4, count: 4});
		else expect([queueFrom(parsed.flags, {}).address, workersFrom(parsed.flags) ?? 1, patienceFrom(parsed.flags)]).toContain(60);
	}
});

test('each command of docs/many-machines.md is one that there is, with flags that it has', () => {
	const text = readFileSync(path.join(folder, '../many-machines.md'), 'utf8');
	const found = [...text.matchAll(/(?:^|`)mmada ([^`\n#]*)/gm)].map(([, words = '']) => words.trim().split(/\s+/));
	expect(found.length).toBeGreaterThan(5);
	for (const [command = '', ...words] of found) {
		expect(commands, command).toHaveProperty(command);
		const given = words.map(word => (word === '...' ? 'redis://server' : word));
		expect(() => parse(given, commands[command]?.flags ?? []), [command, ...given].join(' ')).not.toThrow();
	}
});

test('the Compose file is one by the schema of Compose, which takes no field that there is not', async () => {
	const linted = async (text: string) => {
		await writeFile(path.join(at.folder, 'compose.yaml'), text);
		const args = [path.join(root, 'node_modules/dclint/bin/dclint.cjs'), '--quiet', 'compose.yaml'];
		const {status, stdout} = spawnSync(process.execPath, args, {cwd: at.folder, encoding: 'utf8'});
		return {status, stdout: stdout.trim()};
	};
	expect(await linted(read('compose.yaml'))).toEqual({status: 0, stdout: ''});
	expect(await linted(read('compose.yaml').replace('depends_on', 'depend_on'))).toMatchObject({
		status: 1,
		stdout: expect.stringContaining('ComposeValidationError'),
	});
});

test.each([
	{name: 'kubernetes-shards.yaml', kind: 'Job', version: 'batch/v1'},
	{name: 'kubernetes-workers.yaml', kind: 'Deployment', version: 'apps/v1'},
])('docs/many-machines/$name has the fields of a $kind, and no others', async ({name, kind, version}) => {
	const content: unknown = parseYaml(read(name));
	expect(content).toMatchObject({apiVersion: version, kind});
	const types = path.join(root, 'node_modules/kubernetes-types', version);
	const file = path.join(at.folder, 'content.ts');
	const isTaken = async (given: unknown) => {
		await writeFile(
			file,
			`import type {${kind}} from ${JSON.stringify(types)};\nexport const content: ${kind} = ${JSON.stringify(given)};\n`,
		);
		const tsc = path.join(root, 'node_modules/typescript/bin/tsc');
		const {status, stdout} = spawnSync(process.execPath, [tsc, '--noEmit', '--strict', '--ignoreConfig', file], {encoding: 'utf8'});
		return {status, stdout};
	};
	expect(await isTaken(content)).toEqual({status: 0, stdout: ''});
	expect(await isTaken(JSON.parse(JSON.stringify(content).replace('"containers"', '"container"')))).toMatchObject({
		stdout: expect.stringContaining('container'),
	});
});

const systemd = spawnSync('systemd-analyze', ['--version']).error ? 'no systemd-analyze' : undefined;
test.skipIf(systemd !== undefined)(`systemd takes the unit${systemd ? ` (skipped: ${systemd})` : ''}`, async () => {
	const unit = path.join(at.folder, 'mmada-worker.service');
	// The program is where the tests have it.
	await writeFile(unit, read('mmada-worker.service').replace('/usr/local/bin/mmada', process.execPath));
	const {status, stderr} = spawnSync('systemd-analyze', ['verify', '--man=no', unit], {encoding: 'utf8'});
	const about = stderr.split('\n').filter(line => line.includes('mmada'));
	expect({status, about}).toEqual({status: 0, about: []});
});

const at = workplace();

describe('the Slurm script', () => {
	const script = path.join(folder, 'slurm.sh');
	const tasks = 4;

	// The `mmada` of all tasks. Written before they start: a file that is open for writing cannot be run.
	beforeEach(async () => {
		const command = path.join(at.folder, 'bin/mmada');
		await mkdir(path.dirname(command), {recursive: true});
		await writeFile(command, `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`);
		await chmod(command, 0o755);
	});

	/** What sbatch does with it: a task of the array. */
	const startTask = (index: number, model: string, steps: number) =>
		spawn('bash', [script], {
			cwd: at.folder,
			stdio: 'ignore',
			env: {
				...process.env,
				...{PATH: `${path.join(at.folder, 'bin')}:${process.env.PATH}`, MMADA_STATE_DIR: path.join(at.folder, 'state'), MMADA_MODEL: model},
				...{MMADA_STEPS: String(steps), MMADA_IMAGE_STEPS: String(steps)},
				...{SLURM_ARRAY_TASK_ID: String(index), SLURM_ARRAY_TASK_MIN: '0', SLURM_ARRAY_TASK_COUNT: String(tasks)},
			},
		});
	const runTask = async (...given: Parameters<typeof startTask>) => shellCode(await once(startTask(...given), 'close'));
	const list = async (...lines: readonly string[]) => writeFile(path.join(at.folder, 'jobs.jsonl'), `${lines.join('\n')}\n`);
	const pictures = async (name: string) => {
		const all = await contentsOf(path.join(at.folder, name));
		return Object.fromEntries(Object.entries(all).filter(([file]) => /\.(png|json)$/.test(file)));
	};

	test('is one that bash can read, for as many tasks as it says', () => {
		execFileSync('bash', ['-n', script]);
		expect(/^#SBATCH --array=0-(\d+)$/m.exec(read('slurm.sh'))?.[1]).toBe(String(tasks - 1));
		expect(read('slurm.sh')).toContain(`--shard /${tasks} `);
	});

	test('has its tasks make the files of the whole list, each its part', async () => {
		await list(...Array.from({length: 6}, (_, index) => JSON.stringify({instruction: index % 2 ? 'a cat' : 'a bird'})));
		expect(await Promise.all(Array.from({length: tasks}, async (_, index) => runTask(index, at.tiny, 4)))).toEqual([0, 0, 0, 0]);
		const args = [
			'batch',
			'jobs.jsonl',
			'-o',
			'alone',
			'--seed',
			'1',
			'-q',
			'--no-contact-sheet',
			'--model',
			at.tiny,
			'--steps',
			'4',
			'--image-steps',
			'4',
		];
		expect(await runProgram(at.folder, args)).toMatchObject({code: 0});
		expect(Object.keys(await pictures('alone'))).toHaveLength(12);
		expect(await pictures('pictures')).toEqual(await pictures('alone'));
	});

	test('ends as the command does, also when Slurm ends it, and goes on when it is started again', async () => {
		await list(JSON.stringify({instruction: 'cat '.repeat(900)}));
		expect(await runTask(0, at.tiny, 4)).toBe(3);
		await rm(path.join(at.folder, 'pictures'), {recursive: true});
		await list('{"instruction": "a cat"}');
		const running = startTask(0, at.slow, 4000);
		let isOver = false;
		const ended = once(running, 'close').finally(() => {
			isOver = true;
		});
		const log = path.join(at.folder, 'pictures/.mmada-batch-1-of-4.job/log.ndjson');
		while (!isOver && (await stat(log).catch(() => ({size: 0}))).size < 5000) await setTimeout(10);
		running.kill('SIGTERM');
		expect(shellCode(await ended)).toBe(143);
		expect(await pictures('pictures')).toEqual({});
		expect(await runTask(0, at.slow, 4000)).toBe(0);
		expect(Object.keys(await pictures('pictures'))).toHaveLength(2);
	});
});
