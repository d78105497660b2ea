/*
The paper's experiments on the bundled model: `npm run docs:science -- <experiment>|all [--n N] [--seed S] [--model DIR] [--workers N] [--print]`.
What is found goes to stdout, and into docs/science.md and docs/science/ unless --print says otherwise.
*/

import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {availableParallelism} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {drawExercises} from '../../src/bench/storybook/exercises.ts';
import {createJudge} from '../../src/bench/storybook/judge.ts';
import {exitCodes} from '../../src/errors.ts';
import {modelDigest} from '../../src/model/checkpoint/digest.ts';
import {describeModel} from '../../src/model/describe.ts';
import {loadArtwork} from '../../src/world/art/draw.ts';
import {root} from '../root.ts';
import {experiments} from './experiments.ts';
import {createRunner, Stopped} from './runner.ts';
import {save} from './save.ts';

const bundled = path.join(root, 'models', 'storybook');
const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		n: {type: 'string'},
		seed: {type: 'string', default: '2026'},
		model: {type: 'string', default: bundled},
		workers: {type: 'string', default: `${Math.min(4, availableParallelism())}`},
		print: {type: 'boolean', default: false},
	},
});
const names = positionals.length === 1 && positionals[0] === 'all' ? Object.keys(experiments) : positionals;
const unknown = names.filter(name => !(name in experiments));
if (names.length === 0 || unknown.length > 0) {
	const fault = unknown.length > 0 ? `There is no experiment \`${unknown[0]}\`.` : 'Name an experiment.';
	process.stderr.write(`${fault} There are: all, ${Object.keys(experiments).join(', ')}.\n`);
	process.exit(2);
}
const count = (name: 'n' | 'seed' | 'workers', least: number): number => {
	const value = Number(values[name]);
	if (Number.isSafeInteger(value) && value >= least) return value;
	process.stderr.write(`--${name} must be a whole number of at least ${least}, not \`${values[name]}\`.\n`);
	process.exit(exitCodes.usage);
};
const seed = count('seed', 0);
const workers = count('workers', 1);
const asked = values.n === undefined ? undefined : count('n', 2);

const {isFixed, defaults} = await describeModel(values.model);
if (!isFixed) throw new Error(`${values.model} is no storybook model.`);
const weights = createHash('sha256')
	.update(await readFile(path.join(values.model, 'model.safetensors')))
	.digest('hex');
const model = {
	name: path.basename(path.resolve(values.model)),
	digest: await modelDigest(values.model),
	weights,
	defaults,
};
const where = {docs: path.join(root, 'docs'), isPrintOnly: values.print};

let stoppedAtMs: number | undefined;
const judge = createJudge(await loadArtwork());
const runner = createRunner({
	folder: values.model,
	workers,
	defaults,
	judge,
	shouldStop: () => stoppedAtMs !== undefined,
});
/** npm hands one Ctrl-C on, so that it arrives twice, some milliseconds apart. */
const onePressMs = 200;
process.on('SIGINT', () => {
	if (stoppedAtMs === undefined) process.stderr.write('\nstopping after this run; Ctrl-C again leaves at once\n');
	else if (performance.now() - stoppedAtMs > onePressMs) process.exit(exitCodes.interrupted);
	stoppedAtMs ??= performance.now();
});
try {
	for (const name of names) {
		const experiment = experiments[name]!;
		const n = asked ?? experiment.n;
		const exercises = (experiment.exercises ?? drawExercises)(seed, n);
		const startMs = performance.now();
		const found = await experiment.measure({
			exercises,
			defaults,
			...{seed, judge, folder: values.model},
			each: (items, perform) => runner.each(items, perform, progressOf(name)),
			run: (chosen, ways) => runner.run(chosen, ways, progressOf(name)),
		});
		process.stderr.write(`${name}: ${((performance.now() - startMs) / 1000).toFixed(0)} s\n`);
		const command = [
			'npm run docs:science --',
			name,
			`--n ${n} --seed ${seed}`,
			...(values.model === bundled ? [] : [`--model ${values.model}`]),
		];
		await save({name, head: {command: command.join(' '), n: exercises.length, seed, model}, ...found}, where);
	}
} catch (error) {
	if (!(error instanceof Stopped)) throw error;
	process.exitCode = exitCodes.interrupted;
} finally {
	await runner.close();
}

/** A line on stderr every five seconds at most. */
function progressOf(title: string): (done: number, total: number) => void {
	const startMs = performance.now();
	let lastMs = startMs;
	return (done, total) => {
		const nowMs = performance.now();
		if (nowMs - lastMs < 5000 && done < total) return;
		lastMs = nowMs;
		const leftMinutes = ((total - done) * (nowMs - startMs)) / done / 60_000;
		process.stderr.write(`${title}: ${done}/${total} runs, ${Math.ceil(leftMinutes)} min left\n`);
	};
}
