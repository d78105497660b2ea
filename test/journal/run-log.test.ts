import {access, mkdir, open, readdir, readFile, symlink, utimes, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {RunEvent} from '../../src/events/events.ts';
import type {Self} from '../../src/files/lock.ts';
import {goOnFrom, joinRuns} from '../../src/journal/continue-run.ts';
import {eventsOf, progressOf, readRun} from '../../src/journal/read-run.ts';
import {makeRunFolder} from '../../src/journal/run-folder.ts';
import {createRunLog, keepLog, noRunLog, type RunHead, type RunLog, reopenRunLog} from '../../src/journal/run-log.ts';
import {chooseRun, discardRun, listRuns, lockRun, pruneRuns} from '../../src/journal/runs.ts';
import {collect} from '../fixtures/collect.ts';
import {inTime, scriptedRun} from '../fixtures/scripted-run.ts';
import {temporaryFolder} from '../model/recipe.ts';

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
let folder = '';
beforeEach(async () => {
	temporary = await temporaryFolder();
	folder = path.join(temporary.folder, 'k7w2pd');
	await mkdir(folder);
});
afterEach(() => temporary[Symbol.asyncDispose]());

const self: Self = {host: 'here', pid: 1, born: 'b', bornOf: async pid => (pid === 1 || pid === 2 ? 'b' : undefined)};
const other: Self = {...self, pid: 2};
const head: RunHead = {
	format: 'mmada-run',
	version: 1,
	software: 'mmada 0.1.0',
	startedAt: '2026-01-01T00:00:00.000Z',
	task: 'gen',
	instruction: 'a cat',
	request: {seed: 0},
};

async function write(events: readonly RunEvent[], start: () => Promise<RunLog> = () => createRunLog(folder, head)): Promise<RunEvent[]> {
	await using log = await start();
	return await collect(log.follow(inTime(events)));
}

const steps = (events: readonly RunEvent[]) => events.filter(({type}) => type === 'step');

test('a run is handed on as it is, and its log holds every step', async () => {
	const events = scriptedRun();
	expect(await write(events)).toEqual(events);
	const run = await readRun(folder);
	expect(run.head).toEqual(head);
	expect(steps(await eventsOf(run))).toEqual(steps(events));
	expect(progressOf(run)).toEqual({step: steps(events).length, steps: steps(events).length});
});

const stepMs = 300;

/** What an engine tells of a run that starts after that step: its clock starts at 0 again. */
const after = (step: number): RunEvent[] =>
	scriptedRun({stepMs, side: 12}).flatMap((event): RunEvent[] => {
		if ('step' in event && event.step <= step) return [];
		return 'elapsedMs' in event ? [{...event, elapsedMs: event.elapsedMs - step * stepMs}] : [event];
	});

test('wherever its log is cut off, a run goes on from the last whole step, and its log becomes whole again', async () => {
	const events = scriptedRun({stepMs, side: 12});
	await write(events);
	const file = path.join(folder, 'log.ndjson');
	const whole = await readFile(file);
	for (let length = whole.indexOf(10) + 1; length < whole.length; length += 211) {
		await writeFile(file, whole.subarray(0, length));
		const run = await readRun(folder);
		const before = await eventsOf(run);
		const {from = {step: 0}} = goOnFrom(before);
		const joined = await collect(joinRuns(before, inTime(after(from.step))));
		await write(joined, () => reopenRunLog(folder, run.bytes, before));
		expect(withoutPreviews(joined)).toEqual(withoutPreviews(events));
		expect(steps(await eventsOf(await readRun(folder)))).toEqual(steps(events));
		// Field by field in the same order: what is made of it has the same bytes.
		expect(JSON.stringify(withoutPreviews(joined))).toBe(JSON.stringify(withoutPreviews(events)));
	}
});

const withoutPreviews = (events: readonly RunEvent[]) => events.filter(({type}) => type !== 'preview');

test.each([
	{what: 'another model', change: (event: Started): Started => ({...event, model: {...event.model, digest: 'other'}})},
	{what: 'other weights', change: (event: Started): Started => ({...event, model: {...event.model, digest: `${event.model.digest}.new`}})},
	{what: 'other settings', change: (event: Started): Started => ({...event, settings: {...event.settings, steps: 1}})},
])('a run is not resumed with $what', async ({what, change}) => {
	const before = scriptedRun({stopAfter: 3})
		.slice(0, -1)
		.map(event => (event.type === 'started' ? {...event, model: {...event.model, digest: `${event.model.digest}.old`}} : event));
	const now = after(3).map(event => (event.type === 'started' ? change(event) : event));
	await expect(collect(joinRuns(before, inTime(now)))).rejects.toMatchObject({exitCode: 65, message: expect.stringContaining(what)});
});

type Started = Extract<RunEvent, {type: 'started'}>;

test('a log that is none, or of another version, is named with what to do', async () => {
	await writeFile(path.join(folder, 'log.ndjson'), `${JSON.stringify({...head, version: 2})}\n`);
	await expect(readRun(folder)).rejects.toMatchObject({exitCode: 65, hint: expect.stringContaining('mmada runs rm k7w2pd')});
});

test.skipIf(process.platform !== 'linux')(
	'a full disk does not end the run: it is told once, and nothing else is written (/dev/full)',
	async () => {
		const events = scriptedRun();
		await using full = await open('/dev/full', 'a');
		const lines = {add: async (value: unknown) => full.appendFile(JSON.stringify(value)), [Symbol.asyncDispose]: async () => {}};
		await using log = keepLog(folder, lines, []);
		expect(await collect(log.follow(inTime(events)))).toEqual(events);
		expect([log.problem(), log.stepsKept()]).toMatchObject([{code: 'ENOSPC'}, 0]);
	},
);

test('without a log the run is the same', async () => {
	const events = scriptedRun();
	const problem = new Error('no disk');
	await using log = noRunLog(problem);
	expect(await collect(log.follow(inTime(events)))).toEqual(events);
	expect([log.problem(), log.stepsKept()]).toEqual([problem, 0]);
});

const ids = ['aaaaaa', 'aaaabb', 'aaaacc'];

/** Runs with logs of about 900 bytes, so many days after the last change. */
async function makeRuns(days: readonly number[]): Promise<string> {
	const runs = path.join(temporary.folder, 'runs');
	for (const [index, age] of days.entries()) {
		const file = path.join(await named(runs, `${ids[index]}`), 'log.ndjson');
		await writeFile(file, `${JSON.stringify(head)}\n`.padEnd(900));
		await utimes(file, new Date(), new Date(Date.now() - age * dayMs));
	}
	return runs;
}

async function named(runs: string, id: string): Promise<string> {
	await mkdir(path.join(runs, id), {recursive: true});
	return path.join(runs, id);
}

const dayMs = 24 * 3_600_000;

test('the latest run is first, and an id may be cut short as long as it is one', async () => {
	const runs = await listRuns(await makeRuns([3, 1, 2]), self);
	expect(runs.map(({id}) => id)).toEqual(['aaaabb', 'aaaacc', 'aaaaaa']);
	expect(chooseRun(runs).id).toBe('aaaabb');
	expect(chooseRun(runs, 'aaaacc').id).toBe('aaaacc');
	expect(() => chooseRun(runs, 'aaaa')).toThrow(expect.objectContaining({exitCode: 2, hint: 'Give one of these: aaaabb, aaaacc, aaaaaa.'}));
	expect(() => chooseRun(runs, 'x')).toThrow(expect.objectContaining({exitCode: 66}));
	expect(() => chooseRun([])).toThrow(expect.objectContaining({exitCode: 66}));
});

test('a run that is under way is passed over, not taken twice and not removed', async () => {
	const folders = await makeRuns([0, 1]);
	await using _lock = await lockRun(path.join(folders, 'aaaaaa'), other);
	const runs = await listRuns(folders, self);
	expect(runs.map(({holder}) => holder?.by.pid)).toEqual([2, undefined]);
	expect(chooseRun(runs).id).toBe('aaaabb');
	await expect(lockRun(path.join(folders, 'aaaaaa'), self)).rejects.toMatchObject({
		exitCode: 75,
		message: 'The run aaaaaa is under way in process 2.',
	});
	await expect(discardRun(runs[0]!, self)).rejects.toMatchObject({exitCode: 75});
	expect(await pruneRuns(folders, {ageMs: 0, bytes: 0}, self)).toEqual({count: 1, bytes: 900});
	expect(await readdir(folders)).toEqual(['aaaaaa']);
});

test.each([
	{limits: {ageMs: 2.5 * dayMs, bytes: 1e6}, left: ['aaaaaa', 'aaaacc']},
	{limits: {ageMs: 30 * dayMs, bytes: 2000}, left: ['aaaaaa', 'aaaacc']},
	{limits: {ageMs: 30 * dayMs, bytes: 1e6}, left: ['aaaaaa', 'aaaabb', 'aaaacc']},
])('old runs and those beyond the space go ($limits)', async ({limits, left}) => {
	const runs = await makeRuns([0, 3, 1]);
	await pruneRuns(runs, limits, self);
	expect((await readdir(runs)).sort()).toEqual(left);
});

test('what interrupted beginnings and removals have left is cleared away after an hour', async () => {
	const runs = path.join(temporary.folder, 'runs');
	const longAgo = new Date(Date.now() - 3_700_000);
	for (const id of ['begggg', '.removed-xxxxxx', 'begggn']) {
		const left = await named(runs, id);
		await writeFile(path.join(left, 'run.lock.here.9.x'), '');
		await writeFile(path.join(left, 'image'), '');
		if (id !== 'begggn') await utimes(left, longAgo, longAgo);
	}
	await pruneRuns(runs, {ageMs: 0, bytes: 0}, self);
	expect(await readdir(runs)).toEqual(['begggn']);
});

test('in a folder that others call `runs` too, only what is proved to be a run goes, and of that only what a run puts there', async () => {
	const runs = path.join(temporary.folder, 'runs');
	const longAgo = new Date(Date.now() - 40 * dayMs);
	const elsewhere = await named(temporary.folder, 'elsewhere');
	const foreign = [
		'exp1/weights/best.pt',
		'exp2/log.ndjson',
		'train2/log.ndjson',
		'metric/image',
		'.removed-old/notes.txt',
		'.removed-train2/notes.txt',
		'noting/mine.txt',
		'plain.txt',
	];
	for (const name of foreign) {
		const file = path.join(runs, name);
		await mkdir(path.dirname(file), {recursive: true});
		await writeFile(file, '{"loss": 0.1}\n');
		await utimes(file, longAgo, longAgo);
		if (path.dirname(file) !== runs) await utimes(path.dirname(file), longAgo, longAgo);
	}
	await mkdir(path.join(runs, 'emptyy'));
	await utimes(path.join(runs, 'emptyy'), longAgo, longAgo);
	await writeFile(path.join(elsewhere, 'log.ndjson'), `${JSON.stringify(head)}\n`);
	await symlink(elsewhere, path.join(runs, 'linked'));
	for (const [id, more] of [
		['mayyge', undefined],
		['mayygf', 'notes.txt'],
	] as const) {
		const own = await named(runs, id);
		await writeFile(path.join(own, 'log.ndjson'), `${JSON.stringify(head)}\n`);
		if (more) await writeFile(path.join(own, more), 'mine');
	}
	const {count} = await pruneRuns(runs, {ageMs: 0, bytes: 0}, self);
	expect(count).toBe(2);
	for (const name of [...foreign, 'emptyy', 'linked/log.ndjson', 'mayygf/notes.txt']) await access(path.join(runs, name));
	expect(await readdir(path.join(runs, 'mayygf'))).toEqual(['notes.txt']);
	expect(await readdir(runs)).not.toContain('mayyge');
});

test('a new run has an unused name', async () => {
	const draws = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.99, 0.99, 0.99, 0.99, 0.99, 0.99];
	const random = () => draws.shift() ?? 0;
	expect([await makeRunFolder(temporary.folder, random), await makeRunFolder(temporary.folder, random)]).toEqual([
		path.join(temporary.folder, 'aaaaaa'),
		path.join(temporary.folder, '999999'),
	]);
});
