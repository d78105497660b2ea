import {mkdir, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {encodePng, readRgb} from '../../src/picture/codec.ts';
import {contentsOf} from '../cli/commands/batch/contents.ts';
import {type Outcome, runProgram, type Started, startProgram} from '../cli/program.ts';
import {workplace} from '../cli/workplace.ts';
import {isTorture, trials} from '../torture.ts';
import {kinds, type TestServer} from './servers.ts';

const at = workplace();
const mmada = async (...args: string[]): Promise<Outcome> => runProgram(at.folder, args);
const list = async (...lines: readonly object[]) =>
	writeFile(path.join(at.folder, 'jobs.jsonl'), lines.map(line => `${JSON.stringify(line)}\n`).join(''));
const contents = async (name: string) => contentsOf(path.join(at.folder, name));
const quick = () => ['--model', at.tiny, '--steps', '4', '--image-steps', '4'];
/** Files of the list of the hard test as one machine makes them: the same whatever the server. */
let ofOneMachine: Record<string, string> | undefined;

describe.each(kinds)('$name', ({missing, start}) => {
	const there = test.skipIf(missing !== undefined);
	const why = missing === undefined ? '' : ` (skipped: ${missing})`;
	let server: TestServer;
	beforeAll(async () => {
		if (missing !== undefined) return;
		server = await start();
		process.env.MMADA_QUEUE_PASSWORD = server.password;
	}, 120_000);
	afterAll(async () => server?.[Symbol.asyncDispose]());

	const started: Started[] = [];
	afterEach(async () => {
		for (const {child} of started) child.kill('SIGKILL');
		await Promise.all(started.splice(0).map(async ({ended}) => ended));
	});
	const worker = (...args: string[]): Started => {
		const one = startProgram(at.folder, ['worker', '--queue', server.url, '--threads', '1', '--patience', '4', ...args]);
		started.push(one);
		return one;
	};
	const status = async (model: string): Promise<Record<string, unknown>> => {
		const {code, stdout, stderr} = await mmada('queue', 'status', '--queue', server.url, '--model', model, '--json');
		expect({code, stderr}).toEqual({code: 0, stderr: ''});
		return JSON.parse(stdout) as Record<string, unknown>;
	};

	there(`two lists done by two workers are the files of one machine, failures included${why}`, {timeout: 300_000}, async () => {
		await mmada('gen', 'a cat', '--seed', '3', '-q', '-o', 'cat.png', ...quick());
		const {width, height} = await readRgb(path.join(at.folder, 'cat.png'));
		const rgb = new Uint8Array(width * height * 3).map((_, index) => (index < (width * height * 3) / 2 ? 255 : 0));
		await writeFile(path.join(at.folder, 'mask.png'), await encodePng({width, height, rgb}));
		await list(
			{instruction: 'a red cat at night', seed: 7},
			{instruction: 'make it blue', image: 'cat.png', steps: 6},
			{instruction: 'make it red', image: 'cat.png', mask: 'mask.png'},
			// More than the model has room for, which only the worker finds.
			{instruction: 'cat '.repeat(900)},
			{instruction: 'make it green', image: '#1'},
			{instruction: 'a bird', output: 'birds/one.webp', markdown: true},
		);
		const args = ['batch', 'jobs.jsonl', '--seed', '100', '-q', ...quick()];
		const alone = await mmada(...args, '-o', 'alone', '--threads', '1');
		expect(alone.code).toBe(3);
		const workers = [1, 2].map(() => worker('--model', at.tiny, '--json'));
		const queued = await Promise.all(['one', 'two'].map(async name => mmada(...args, '-o', name, '--queue', server.url)));
		for (const [index, name] of ['one', 'two'].entries()) {
			expect(queued[index]).toEqual({code: 3, stdout: alone.stdout.replaceAll('alone/', `${name}/`), stderr: ''});
			expect(await contents(name)).toEqual(await contents('alone'));
		}
		expect(await status(at.tiny)).toMatchObject({waiting: 0, underWay: [], done: 5, failed: 1, workers: 2});
		for (const {child} of workers) child.kill('SIGTERM');
		const outcomes = await Promise.all(workers.map(async ({ended}) => ended));
		expect(outcomes.map(({code}) => code)).toEqual([143, 143]);
		// Each job was done once, for both lists; what failed for one may be tried for the other.
		const lines = outcomes
			.flatMap(({stdout}) => stdout.trimEnd().split('\n').filter(Boolean))
			.map(line => JSON.parse(line) as {status: string});
		expect(lines.filter(line => line.status === 'done')).toHaveLength(5);
		expect([1, 2]).toContain(lines.filter(line => line.status === 'failed').length);
		expect(await mmada('queue', 'drain', '--queue', server.url, '--model', at.tiny, '--yes')).toMatchObject({
			code: 0,
			stdout: '6 jobs removed\n',
		});
	});

	there(
		`a job handed back at SIGTERM goes on at another worker from its last step, to the same files${why}`,
		{timeout: 300_000},
		async () => {
			await list({instruction: 'a cat', steps: 4000, 'image-steps': 4000});
			const args = ['batch', 'jobs.jsonl', '--seed', '1', '-q', '--model', at.slow];
			expect(await mmada(...args, '-o', 'alone', '--threads', '1')).toMatchObject({code: 0});
			const submitted = startProgram(at.folder, [...args, '-o', 'queued', '--queue', server.url]);
			const first = worker('--model', at.slow);
			await first.told('step ');
			await setTimeout(100);
			first.child.kill('SIGTERM');
			expect(await first.ended).toMatchObject({code: 143, stderr: expect.stringContaining('handing back')});
			expect(await status(at.slow)).toMatchObject({waiting: 1, underWay: []});
			const second = worker('--model', at.slow, '--until-empty');
			const {code, stderr} = await second.ended;
			expect(code).toBe(0);
			expect(Number(/goes on from step (\d+)/.exec(stderr)?.[1])).toBeGreaterThan(0);
			expect(await submitted.ended).toMatchObject({code: 0});
			expect(await contents('queued')).toEqual(await contents('alone'));
		},
	);

	// PostgreSQL itself ends a connection that does not say who it is after a minute.
	there(`a server that wants a password, or another one, says so at once${why}`, {timeout: 50_000}, async () => {
		const ask = async (password: string | undefined) => {
			const {MMADA_QUEUE_PASSWORD: own} = process.env;
			delete process.env.MMADA_QUEUE_PASSWORD;
			if (password !== undefined) process.env.MMADA_QUEUE_PASSWORD = password;
			try {
				return await mmada('queue', '--queue', server.url, '--model', at.tiny);
			} finally {
				process.env.MMADA_QUEUE_PASSWORD = own;
			}
		};
		expect(await ask(undefined)).toMatchObject({code: 69, stdout: '', stderr: expect.stringContaining('it wants a password.\n')});
		const wrong = await ask('another');
		expect(wrong).toMatchObject({code: 69, stdout: '', stderr: expect.stringMatching(/WRONGPASS|password authentication failed/)});
		expect(wrong.stderr).not.toContain('another');
	});

	there(`a worker says when the queue does not answer, and when it does again${why}`, {timeout: 300_000}, async () => {
		const one = worker('--model', at.tiny);
		await one.told('takes the jobs');
		await server.restart();
		await one.told('the queue answers again');
		one.child.kill('SIGTERM');
		const {code, stderr} = await one.ended;
		expect(code).toBe(143);
		expect(stderr).toMatch(/trouble with the queue: .*\n(?:.*\n)*the queue answers again\n/);
	});

	there(`Ctrl-C leaves the jobs of a list with the queue, and says nothing more${why}`, {timeout: 300_000}, async () => {
		await list({instruction: 'a cat'}, {instruction: 'a bird'});
		const args = ['batch', 'jobs.jsonl', '--seed', '1', ...quick()];
		const submitted = startProgram(at.folder, [...args, '-o', 'out', '--queue', server.url]);
		await submitted.told('2 wait for a worker');
		submitted.child.kill('SIGINT');
		expect(await submitted.ended).toEqual({
			code: 130,
			stdout: '',
			stderr: expect.stringMatching(
				/^(?:0\/2 .*\n)+leaving the jobs with the queue: the workers go on\nStopped: 0 of 2 jobs are done\. .*\n$/,
			),
		});
		expect(await status(at.tiny)).toMatchObject({waiting: 2});
		expect(await mmada('queue', 'drain', '--queue', server.url, '--model', at.tiny, '--yes')).toMatchObject({stdout: '2 jobs removed\n'});
	});

	there(
		`killed workers, dropped connections and a restarted server cost no job, and no job is there twice${why}`,
		{timeout: 7_200_000},
		async () => {
			const [jobs, kills, steps, count, stillMs] = isTorture ? [300, 200, 240, 3, 90_000] : [8, 3, 40, 2, 8000];
			await list(
				...Array.from({length: jobs}, (_, index) => ({instruction: `a ${index % 2 ? 'cat' : 'bird'}`, steps, 'image-steps': steps})),
			);
			const args = ['batch', 'jobs.jsonl', '--seed', '5', '-q', '--model', at.slow];
			if (!ofOneMachine) {
				expect(await mmada(...args, '-o', 'alone', '--workers', 'auto', '--threads', '1')).toMatchObject({code: 0});
				ofOneMachine = await contents('alone');
			}
			for await (const {number, random} of trials(`queue-${server.url.split(':')[0]}`, {few: 1, many: 1})) {
				const submitters = ['one', 'two'].map(name => startProgram(at.folder, [...args, '-o', name, '--queue', server.url]));
				let isOver = false;
				const submitted = Promise.all(submitters.map(async ({ended}) => ended)).finally(() => {
					isOver = true;
				});
				const workers: Started[] = [];
				const ended: Outcome[] = [];
				const begin = (index: number) => {
					const one = worker('--model', at.slow);
					workers[index] = one;
					// As a service would: one that starts while the server is down says so and ends.
					void one.ended.then(outcome => {
						ended.push(outcome);
						if (outcome.code === 69 && !isOver) begin(index);
					});
				};
				for (let index = 0; index < count; index++) begin(index);
				/** One that is not to be killed. */
				let still: number | undefined;
				let killed = 0;
				const kill = async () => {
					const [index = 0] = [Math.floor(random() * count)].map(any => (any === still ? (any + 1) % count : any));
					// Long enough for most to begin a job, at any moment of it.
					await Promise.race([workers[index]!.told('step '), setTimeout(20_000), submitted]);
					await setTimeout(random() * 1000);
					const victim = workers[index]!;
					victim.child.kill('SIGKILL');
					if ((await victim.ended).code !== 137) return;
					begin(index);
					killed++;
					if (isTorture && killed % 20 === 0)
						process.stderr.write(`${killed} workers killed after ${Math.round(performance.now() / 1000)} s\n`);
				};
				while (killed < kills && !isOver) {
					const before = killed;
					await kill();
					if (killed === before) continue;
					if (killed === Math.ceil(kills / 4)) server.drop();
					if (killed === Math.ceil(kills / 2)) await server.restart();
					if (killed !== Math.ceil((3 * kills) / 4)) continue;
					// One stands still past its lock while others are killed, and goes on: its job is another's by then.
					still = Math.floor(random() * count);
					await Promise.race([workers[still]!.told('step '), setTimeout(20_000), submitted]);
					workers[still]!.child.kill('SIGSTOP');
					const stopped = performance.now();
					while (performance.now() - stopped < stillMs) await (isTorture && killed < kills ? kill() : setTimeout(500));
					workers[still]!.child.kill('SIGCONT');
					still = undefined;
				}
				expect(killed, 'the jobs must outlast the kills').toBe(kills);
				const outcomes = await submitted;
				expect(
					outcomes.map(({code, stderr}) => ({code, stderr: stderr.replace(/^(the queue|wait).*\n/gm, '')})),
					`try ${number}`,
				).toEqual([
					{code: 0, stderr: ''},
					{code: 0, stderr: ''},
				]);
				for (const name of ['one', 'two']) {
					expect(await contents(name), `try ${number}, ${killed} kills`).toEqual(ofOneMachine);
					const results = (await readFile(path.join(at.folder, name, 'results.jsonl'), 'utf8')).trimEnd().split('\n');
					expect(results.map(line => (JSON.parse(line) as {job: number}).job)).toEqual(Array.from({length: jobs}, (_, index) => index + 1));
				}
				for (const {child} of workers) child.kill('SIGTERM');
				const ends = await Promise.all(workers.map(async ({ended}) => ended));
				expect(ends.map(({code}) => code)).toEqual(ends.map(() => 143));
				expect(await status(at.slow)).toMatchObject({waiting: 0, underWay: [], retrying: 0, failed: 0});
				await Promise.all(['one', 'two'].map(async name => rm(path.join(at.folder, name), {recursive: true})));
				const lost = ended.filter(({stderr}) => stderr.includes('not of this worker any more')).length;
				if (isTorture) process.stderr.write(`${jobs} jobs, ${killed} kills, ${lost} workers told that they had lost a job\n`);
			}
		},
	);

	there(`files go through a folder where one is named, and what a worker cannot read there is told${why}`, {timeout: 300_000}, async () => {
		await mmada('gen', 'a cat', '--seed', '3', '-q', '-o', 'cat.png', ...quick());
		await list({instruction: 'make it green', image: 'cat.png'});
		const args = ['batch', 'jobs.jsonl', '--seed', '100', '-q', '--threads', '1', ...quick()];
		expect(await mmada(...args, '-o', 'alone')).toMatchObject({code: 0});
		const blind = worker('--model', at.tiny);
		expect(await mmada(...args, '-o', 'out', '--queue', server.url, '--spool', 'spool')).toMatchObject({code: 3});
		expect(await readFile(path.join(at.folder, 'out/results.jsonl'), 'utf8')).toContain(
			'This job keeps its files in a spool, and here is none.',
		);
		blind.child.kill('SIGTERM');
		await blind.ended;
		const seeing = worker('--model', at.tiny, '--spool', 'spool', '--until-empty');
		expect(await mmada(...args, '-o', 'out', '--queue', server.url, '--spool', 'spool', '--continue')).toMatchObject({code: 0});
		expect(await contents('out')).toEqual(await contents('alone'));
		expect((await readdir(path.join(at.folder, 'spool'))).every(name => /^mmada-[\da-f]{64}\.blob$/.test(name))).toBe(true);
		await seeing.ended;
	});

	there(`a spool that is gone for a while costs no job, neither at the worker nor at the submitter${why}`, {timeout: 300_000}, async () => {
		await mmada('gen', 'a cat', '--seed', '3', '-q', '-o', 'cat.png', ...quick());
		await list({instruction: 'make it grey', image: 'cat.png'});
		const args = ['batch', 'jobs.jsonl', '--seed', '100', ...quick()];
		expect(await mmada(...args, '-o', 'alone', '-q', '--threads', '1')).toMatchObject({code: 0});
		await mkdir(path.join(at.folder, 'disk'));
		const [there, here] = ['there', 'here'].map(name => path.join(at.folder, name));
		const mount = async (place: string) => symlink('disk', place);
		await mount(there!);
		await mount(here!);
		const one = worker('--model', at.tiny, '--spool', 'there');
		await one.told('takes the jobs');
		await rm(there!);
		const submitted = startProgram(at.folder, [...args, '-o', 'out', '--queue', server.url, '--spool', 'here']);
		await one.told('none is taken until that is mended');
		await rm(here!);
		await mount(there!);
		await one.told('files can be saved again');
		await submitted.told('Waiting for it');
		await mount(here!);
		const {code, stderr} = await submitted.ended;
		expect(code, stderr).toBe(0);
		expect(stderr).toContain('The folder `here` does not exist.');
		expect(stderr).toContain('the spool can be used again');
		expect(await contents('out')).toEqual(await contents('alone'));
		one.child.kill('SIGTERM');
		const ending = await one.ended;
		expect(ending).toMatchObject({code: 143, stdout: ''});
		expect(ending.stderr).toContain('The folder `there` does not exist. The job is handed back');
		expect(await status(at.tiny)).toMatchObject({waiting: 0, retrying: 0, failed: 0});
	});

	there(`no more jobs are under way than the queue is limited to, however many workers there are${why}`, {timeout: 300_000}, async () => {
		const limit = async (most: string) => mmada('queue', 'limit', most, '--queue', server.url, '--model', at.slow);
		expect(await limit('1')).toEqual({code: 0, stdout: 'at most 1 job at a time\n', stderr: ''});
		expect(await status(at.slow)).toMatchObject({limit: 1});
		await list(...[1, 2].map(seed => ({instruction: 'a cat', seed, steps: 60, 'image-steps': 60})));
		const workers = [1, 2].map(() => worker('--model', at.slow));
		const submitted = startProgram(at.folder, ['batch', 'jobs.jsonl', '-q', '--model', at.slow, '-o', 'out', '--queue', server.url]);
		let [isOver, most] = [false, 0];
		void submitted.ended.then(() => {
			isOver = true;
		});
		while (!isOver) most = Math.max(most, ((await status(at.slow)).underWay as readonly unknown[]).length);
		expect(await submitted.ended).toMatchObject({code: 0});
		expect(most).toBe(1);
		expect(await limit('none')).toMatchObject({code: 0});
		expect(await status(at.slow)).not.toHaveProperty('limit');
		for (const {child} of workers) child.kill('SIGTERM');
		await Promise.all(workers.map(async ({ended}) => ended));
	});
});

test.each([
	{
		what: 'another kind of server',
		args: ['batch', 'jobs.jsonl', '--queue', 'http://x'],
		code: 2,
		message: '--queue must be the address of a server',
	},
	{
		what: 'no server',
		args: ['batch', 'jobs.jsonl', '--queue', 'redis://127.0.0.1:1'],
		code: 69,
		message: 'cannot be used: connect ECONNREFUSED',
	},
	{
		what: 'no PostgreSQL',
		args: ['worker', '--queue', 'postgres://a@127.0.0.1:1/a'],
		code: 69,
		message: 'cannot be used: connect ECONNREFUSED',
	},
	{what: 'no address', args: ['worker'], code: 2, message: 'There is no queue.'},
	{what: 'engines here and there', args: ['batch', 'jobs.jsonl', '--queue', 'redis://x', '--workers', '2'], code: 2, message: '--workers'},
	{what: 'a word that is no command', args: ['queue', 'stats', '--queue', 'redis://x'], code: 2, message: '`mmada queue` has no `stats`'},
	{what: 'no limit', args: ['queue', 'limit', '--queue', 'redis://x'], code: 2, message: 'There is no limit.'},
	{what: 'a limit that is none', args: ['queue', 'limit', '0', '--queue', 'redis://x'], code: 2, message: 'or `none`, not `0`'},
	{what: 'a drain that nobody agreed to', args: ['queue', 'retry', 'all', '--queue', 'redis://x'], code: 2, message: '`all` is too much.'},
])('$what is refused with a sentence', async ({args, code, message}) => {
	await list({instruction: 'a cat'});
	const outcome = await mmada(...args);
	expect(outcome).toMatchObject({code, stdout: '', stderr: expect.stringContaining(message)});
});
