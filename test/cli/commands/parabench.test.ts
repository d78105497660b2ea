import {execFile, spawn} from 'node:child_process';
import {mkdir, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {type AskedQuestion, openJudgeServer} from '../../bench/judges/judge-server.ts';
import {sharedTinyStorybook} from '../../model/shared-storybook.ts';
import {isTorture, trials} from '../../torture.ts';

const program = fileURLToPath(new URL('../../../bin/mmada.js', import.meta.url));
const temporary = sharedTinyStorybook();

const quick = () => ['--model', temporary.folder, '--steps', '4', '--image-steps', '2', '--threads', '1'];
const bench = async (...args: string[]) =>
	new Promise<{code: number; stdout: string; stderr: string}>(resolve => {
		execFile(process.execPath, [program, 'bench', '--suite', 'parabench', ...args], {cwd: temporary.folder}, (error, stdout, stderr) => {
			resolve({code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr});
		});
	});

test('a model is scored on parabench-mini by the exact judge, a second run makes nothing again, and a killed one is gone on with', async () => {
	const args = ['--items', 'parabench-mini', '--judge', 'exact', '--n', '6', '--out', 'mini', '--json', ...quick()];
	const first = await bench(...args);
	expect(first.code, first.stderr).toBe(0);
	const report = JSON.parse(first.stdout);
	expect(report).toMatchObject({
		kind: 'parabench',
		n: 6,
		judge: {name: 'exact'},
		controls: {passed: true},
		axes: {imageConsistency: {asked: 5}},
	});
	const out = path.join(temporary.folder, 'mini');
	expect((await readdir(out)).sort()).toEqual(['outputs', 'report.audit.html', 'report.html', 'report.json', 'report.md']);
	expect(await readFile(path.join(out, 'report.json'), 'utf8')).toBe(first.stdout);

	// As a kill in the middle of a line leaves it.
	const manifest = path.join(out, 'outputs', 'outputs.jsonl');
	const lines = (await readFile(manifest, 'utf8')).trimEnd().split('\n');
	await writeFile(manifest, `${lines.slice(0, 4).join('\n')}\n${lines[4]?.slice(0, 20)}`);
	const again = await bench(...args);
	expect(again.stderr).toContain('made 3/3');
	expect(JSON.parse(again.stdout)).toEqual(report);

	const third = await bench(...args);
	expect(third.stderr).not.toContain('made');
	expect(third.stdout).toBe(again.stdout);

	const other = await bench(...args, '--seed', '2');
	expect(other).toMatchObject({code: 73, stderr: expect.stringContaining('another model, list, seed or setting')});
});

test('outputs of any system are scored from a folder of files, and what is missing is counted, not guessed', async () => {
	const items = path.join(temporary.folder, 'exported');
	const {stdout} = await bench('--items', 'parabench-mini', '--export', 'exported');
	expect(stdout.trim()).toBe(path.join('exported', 'items.jsonl'));
	expect(await readdir(path.join(items, 'inputs'))).toHaveLength(50);

	const folder = path.join(temporary.folder, 'others');
	await mkdir(folder);
	// A system that gives every picture back as it was, and says nothing about half of them.
	for (const name of await readdir(path.join(items, 'inputs'))) {
		await writeFile(path.join(folder, name), await readFile(path.join(items, 'inputs', name)));
		if (name.includes('0')) await writeFile(path.join(folder, name.replace('.png', '.txt')), 'I changed nothing.');
	}
	const {
		code,
		stdout: json,
		stderr,
	} = await bench('--items', path.join(items, 'items.jsonl'), '--outputs', folder, '--out', 'scored', '--json', '-q');
	expect({code, stderr}).toEqual({code: 0, stderr: ''});
	const report = JSON.parse(json);
	expect(report.system).toEqual({name: 'others', disclosed: {}});
	expect(report.axes.imageConsistency.scored.mean).toBeGreaterThan(50);
	expect(report.axes.imageAlignment).toMatchObject({asked: 60, states: {ok: 50, missing: 10}});
	expect(report.axes.imageAlignment.bounds.worst).toBeCloseTo((report.axes.imageAlignment.scored.mean * 50) / 60, 2);
	expect(report.categories.generation.axes.imageAlignment.scored).toBeUndefined();
	await rm(folder, {recursive: true});
});

/** Many tries take their time. */
const tortureMs = isTorture ? 7_200_000 : 300_000;
const key = 'sk-secret-of-the-command-line';
const scoreOf = ({id}: AskedQuestion) => 1 + (Number.parseInt(id.slice(0, 8), 16) % 5);

/** Outputs of a system that says and draws what it likes. */
async function otherSystem(name: string, ids: readonly string[]): Promise<string> {
	const folder = path.join(temporary.folder, name);
	await mkdir(folder, {recursive: true});
	const {encodePng} = await import('../../../src/picture/codec.ts');
	for (const [index, id] of ids.entries()) {
		const rgb = new Uint8Array(48 * 48 * 3).fill(20 * (index + 1));
		await writeFile(path.join(folder, `${id}.png`), await encodePng({width: 48, height: 48, rgb}));
		await writeFile(path.join(folder, `${id}.txt`), `I have drawn number ${index}.`);
	}
	return folder;
}

test(
	'a bench killed again and again asks each question once for each repeat, loses no answer and never tells the key',
	async () => {
		const outputs = await otherSystem('killed-outputs', ['spatial-01', 'knowledge-01', 'generation-01']);
		const out = path.join(temporary.folder, 'killed');
		await using server = await openJudgeServer({faultOf: () => 'well', scoreOf, delayMs: 20});
		const judge = ['--judge', `${server.url}#fake`, '--repeats', '2', '--parallel', '3'];
		const args = [
			program,
			'bench',
			'--suite',
			'parabench',
			'--items',
			'parabench-mini',
			'--n',
			'4',
			'--outputs',
			outputs,
			'--out',
			out,
			...judge,
		];
		const env = {...process.env, MMADA_JUDGE_KEY: key};
		for await (const {number, random} of trials('judge-kills', {few: 2, many: 50})) {
			const enough = server.asked.length + 1 + Math.floor(random() * 3);
			const child = spawn(process.execPath, args, {env, stdio: 'ignore'});
			const ended = new Promise<void>(resolve => {
				child.once('exit', () => resolve());
			});
			const watch = setInterval(() => {
				if (server.asked.length >= enough) child.kill('SIGKILL');
			}, 1);
			await ended;
			clearInterval(watch);
			expect(number).toBeGreaterThan(0);
		}
		const run = async (...more: string[]) =>
			new Promise<{stdout: string; stderr: string}>(resolve => {
				execFile(process.execPath, [...args, '--json', ...more], {env}, (_error, stdout, stderr) => resolve({stdout, stderr}));
			});
		const {stdout, stderr} = await run();
		const lines = (await readFile(path.join(out, 'answers.jsonl'), 'utf8')).trimEnd().split('\n');
		const answers = lines.map(line => JSON.parse(line) as {key: string; axis: string; repeat: number; order: string; state: string});
		expect(new Set(answers.map(answer => answer.key)).size).toBe(answers.length);
		// Whatever was asked is answered once: with what is kept, nothing is missing, and no judge is asked.
		const before = server.asked.length;
		const offline = await run('--offline');
		expect(server.asked.length).toBe(before);
		expect(offline.stdout).toBe(stdout);
		const report = JSON.parse(stdout) as {marks: {id: string; marks: Record<string, {state: string; answers: unknown[]}>}[]};
		const asked = report.marks.flatMap(({marks}) => Object.entries(marks));
		expect(asked.filter(([, {state}]) => state !== 'ok' && state !== 'missing')).toEqual([]);
		expect(
			asked.filter(([axis, {state}]) => axis === 'imageConsistency' && state === 'ok').every(([, mark]) => mark.answers.length === 3),
		).toBe(true);
		for (const name of await readdir(out)) {
			const text = await readFile(path.join(out, name), 'utf8').catch(() => '');
			expect(text.includes(key), name).toBe(false);
		}
		expect([stdout, stderr, offline.stderr].some(text => text.includes(key))).toBe(false);
		expect(server.asked.every(({authorization}) => authorization === key)).toBe(true);
	},
	tortureMs,
);

test('reports are compared item by item with what the paper says under them, and two judges of one system by how far they agree', async () => {
	const outputs = await otherSystem('compared', ['spatial-01', 'temporal-06', 'knowledge-01', 'general-06']);
	const args = ['--items', 'parabench-mini', '--n', '4', '--outputs', outputs, '-q'];
	await using server = await openJudgeServer({faultOf: () => 'well', scoreOf});
	await bench(...args, '--out', 'by-exact');
	// A judge that ignores what it is shown fails its controls, and its report says so.
	const guessed = await bench(...args, '--out', 'by-guess', '--judge', `${server.url}#fake`, '--repeats', '1');
	expect(guessed).toMatchObject({code: 3, stdout: expect.stringContaining('CONTROLS FAILED: fake')});
	const compare = async (...files: string[]) =>
		new Promise<{code: number; stdout: string; stderr: string}>(resolve => {
			execFile(process.execPath, [program, 'bench', 'compare', ...files], {cwd: temporary.folder}, (error, stdout, stderr) => {
				resolve({code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr});
			});
		});
	const same = await compare('by-exact/report.json', 'by-exact/report.json');
	expect(same.code, same.stderr).toBe(0);
	expect(same.stdout).toContain('(paper) MMaDA-Parallel-A, ParaRL');
	expect(same.stdout).toMatch(
		/compared minus compared, item by item \(4 items; n of them have points on an axis\):[\s\S]*image quality +\d +0\.0 +0\.0 - 0\.0 +1\.0000 +1\.0000/,
	);
	const judges = await compare('by-exact/report.json', 'by-guess/report.json', '--json');
	expect(JSON.parse(judges.stdout)).toMatchObject({
		differences: [],
		agreements: [{judges: ['exact', 'fake'], axes: {all: {kappa: expect.any(Number)}}}],
	});
	expect(await compare('by-exact/report.json')).toMatchObject({code: 2, stderr: expect.stringContaining('Name two reports or more.')});
	expect(await compare('by-exact/report.json', 'by-exact/report.md')).toMatchObject({
		code: 65,
		stderr: expect.stringContaining('is no report'),
	});
});

test('a judge is calibrated beside the exact one, later reports with it say how far it is to be believed, and nothing is asked twice', async () => {
	const data = path.join(temporary.folder, 'judges-data');
	const env = {...process.env, MMADA_JUDGE_KEY: key, MMADA_DATA_DIR: data};
	await using server = await openJudgeServer({faultOf: () => 'well', scoreOf: () => 4});
	const judge = ['--judge', `${server.url}#always-four`, '--repeats', '1', '--out', 'calibrated'];
	const run = async (...args: string[]) =>
		new Promise<{stdout: string; stderr: string}>(resolve => {
			execFile(
				process.execPath,
				[program, 'bench', '--suite', 'parabench', ...args],
				{cwd: temporary.folder, env},
				(_error, stdout, stderr) => resolve({stdout, stderr}),
			);
		});
	const first = await run('--calibrate', '1', ...judge, '--json', ...quick());
	type Axis = {n: number; spearman: number | null; doses: {exactLoss: number; loss: {mean: number}; isSeen: boolean}[]};
	const calibration = JSON.parse(first.stdout) as {axes: Record<string, Axis>};
	expect(calibration).toMatchObject({kind: 'calibration', judge: {name: 'always-four'}, unscored: 0});
	// Always the same score: no planted error costs anything with it, however much it costs with the exact judge.
	const axes = Object.values(calibration.axes);
	expect(axes.map(({spearman}) => spearman)).toEqual(axes.map(() => null));
	const doses = axes.flatMap(one => one.doses);
	expect(doses.some(({exactLoss}) => exactLoss > 0)).toBe(true);
	expect(doses.filter(({loss, isSeen}) => isSeen || loss.mean !== 0)).toEqual([]);
	const questions = server.asked.length;
	expect(questions).toBeGreaterThan(0);

	const again = await run('--calibrate', '1', ...judge, ...quick());
	expect(server.asked).toHaveLength(questions);
	expect(again.stdout).toContain('always-four');

	const outputs = await otherSystem('calibrated-outputs', ['spatial-01']);
	const scored = ['--items', 'parabench-mini', '--n', '1', '--outputs', outputs, '--repeats', '1'];
	const report = await run(...scored, '--judge', `${server.url}#always-four`, '--out', 'after-calibration');
	const other = await run(...scored, '--judge', `${server.url}#never-calibrated`, '--out', 'without-calibration');
	expect(report.stdout).not.toContain('was not calibrated');
	expect(other.stdout).toContain('never-calibrated was not calibrated against the exact judge');
});

test('what a judge may cost is said before the first question, and it asks no more than may be spent', async () => {
	const outputs = await otherSystem('cost-outputs', ['spatial-01']);
	await using server = await openJudgeServer({faultOf: () => 'well', scoreOf});
	const args = [
		'--items',
		'parabench-mini',
		'--n',
		'2',
		'--outputs',
		outputs,
		'--out',
		'cost',
		'--judge',
		`${server.url}#fake`,
		'--price',
		'2/8',
	];
	const refused = await bench(...args, '--max-cost', '0.01');
	expect(refused).toMatchObject({
		code: 2,
		stderr: expect.stringMatching(/questions to fake: about .* by --price\nThat is more than --max-cost 0.01/),
	});
	expect(server.asked).toEqual([]);
});

test.each([
	{args: [], says: 'There is no list of items.', code: 2},
	{args: ['a', '--items', 'parabench-mini'], says: '`bench` takes no words', code: 2},
	{args: ['--items', 'nowhere.jsonl'], says: 'Cannot read the list of items `nowhere.jsonl`.', code: 66},
	{args: ['--items', 'parabench-mini', '--outputs', 'a', '--model', 'b'], says: '--outputs and --model exclude each other.', code: 2},
	{args: ['--items', 'parabench-mini', '--outputs', 'nowhere'], says: 'There is no folder of outputs `nowhere`.', code: 66},
	{args: ['--items', 'parabench-mini', '--judge', 'grandma'], says: '`grandma` is no judge.', code: 2},
	{args: ['--items', 'parabench-mini', '--judge', 'http://127.0.0.1:1/v1'], says: 'has no model', code: 2},
	{args: ['--items', 'parabench-mini', '--judge', 'https://me:sk-1@example.com/v1#m'], says: 'holds a key', code: 2},
	{args: ['--items', 'parabench-mini', '--judge', 'https://example.com/v1?key=sk-1#m'], says: 'holds a key', code: 2},
	{
		args: ['--items', 'parabench-mini', '--judge', 'https://example.com/v1#gpt-4o'],
		says: '`gpt-4o` may mean another model tomorrow.',
		code: 2,
	},
	{args: ['--items', 'parabench-mini', '--judge', 'exact', '--repeats', '3'], says: '--repeats means nothing to the judge exact.', code: 2},
	{args: ['--items', 'parabench-mini', '--judge', 'http://localhost/v1#m', '--max-cost', '3'], says: '--max-cost needs a price.', code: 2},
	{args: ['--items', 'parabench-mini', '--judge', 'http://localhost/v1#m', '--price', '3'], says: '--price must be such as 2/8', code: 2},
	{args: ['--items', 'parabench-mini', '--force'], says: '--force means nothing to the suite parabench.', code: 2},
])('$args is refused: $says', async ({args, says, code}) => {
	expect(await bench(...args)).toMatchObject({code, stdout: '', stderr: expect.stringContaining(says)});
});
