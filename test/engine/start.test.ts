import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {describe, expect, test} from 'vitest';
import {openEngine} from '../../src/engine/engine.ts';
import {UserError} from '../../src/errors.ts';
import {collect} from '../fixtures/collect.ts';
import {failureOf, isAlive, job, options, run, start, untilGone} from './fake-runs.ts';

describe('an error in the engine', () => {
	test('that the user can act on keeps its hint and exit code', async () => {
		await using one = run('dieAt=2&how=user');
		const {error} = await failureOf(one.events);
		expect(error).toBeInstanceOf(UserError);
		expect(error).toMatchObject({message: 'The weights are gone.', hint: 'Get them again.', exitCode: 66});
	});

	test('that is a bug keeps the stack of the engine, and the engine goes on', async () => {
		await using engine = openEngine(options('dieAt=2&how=bug'), start);
		const {error} = await failureOf(engine.run(job).events);
		expect(error).not.toBeInstanceOf(UserError);
		expect(error).toMatchObject({message: 'Off by one.', stack: expect.stringContaining('fake-engine.mjs')});
		expect(await collect(engine.run(job).events)).toHaveLength(10);
	});

	test('of running out of memory is told as such', async () => {
		await using one = run('dieAt=2&how=memory');
		const {error} = await failureOf(one.events);
		expect(error).toMatchObject({name: 'UserError', message: 'There is not enough memory for this model.', exitCode: 69});
	});

	test('while opening the model ends the engine and every run', async () => {
		await using one = run('open=user');
		const {told, error} = await failureOf(one.events);
		expect(told).toEqual([]);
		expect(error).toMatchObject({message: 'The weights are gone.', hint: 'Get them again.'});
	});
});

const entryOf = (source: string) => {
	const file = path.join(mkdtempSync(path.join(tmpdir(), 'mmada-engine-')), 'engine.mjs');
	writeFileSync(file, source);
	return pathToFileURL(file);
};

test('an engine opens its model as soon as it is up, though this process has no time for it', async () => {
	const file = path.join(mkdtempSync(path.join(tmpdir(), 'mmada-engine-')), 'opened');
	// Under its name the file is there only with all that it says.
	const source = `import {renameSync, writeFileSync} from 'node:fs';
		const file = ${JSON.stringify(file)};
		process.on('message', ({type}) => {
			writeFileSync(file + '.part', type);
			renameSync(file + '.part', file);
		});
		process.send({type: 'hello'});`;
	await using _engine = openEngine(options(), {entry: entryOf(source)});
	const clock = new Int32Array(new SharedArrayBuffer(4));
	// Nothing is heard of it meanwhile.
	for (let tries = 0; tries < 3000 && !existsSync(file); tries++) Atomics.wait(clock, 0, 0, 20);
	expect(readFileSync(file, 'utf8')).toBe('open');
});

describe('an engine that does not start', () => {
	test('because it never answers is given up', async () => {
		await using engine = openEngine(options(), {entry: entryOf('setInterval(() => {}, 1000);'), helloWithinMs: 300});
		await expect(engine.opened()).rejects.toThrow('The engine did not start: no answer within 0.3 s.');
	});

	test('because it breaks keeps what it wrote to stderr', async () => {
		await using engine = openEngine(options(), {entry: entryOf('throw new Error("no such thing");')});
		const error: unknown = await engine.opened().catch((error: unknown) => error);
		expect(error).toMatchObject({message: 'The engine ended unexpectedly (exit code 1) before it was up.', name: 'UserError'});
		expect(error).toHaveProperty('cause.message', expect.stringContaining('no such thing'));
	});

	test('because its file is missing is told too', async () => {
		await using engine = openEngine(options(), {entry: new URL('file:///nowhere/engine.js')});
		await expect(engine.opened()).rejects.toThrow(UserError);
	});
});

test.each([
	{doing: 'between two steps', passMs: 50},
	{doing: 'in the middle of a step that never ends', passMs: 3_600_000},
])('when the parent is killed the engine ends by itself, $doing', async ({passMs}) => {
	const parent = spawn(process.execPath, [new URL('fixtures/abandoning-parent.mjs', import.meta.url).pathname, String(passMs)], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	try {
		const [line] = await once(parent.stdout, 'data');
		const pid = Number(line);
		expect(isAlive(pid)).toBe(true);
		parent.kill('SIGKILL');
		await untilGone(pid);
	} finally {
		parent.kill('SIGKILL');
	}
});
