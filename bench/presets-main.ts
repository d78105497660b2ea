/*
Gains and costs of each `--quality` on the bundled model: `npm run bench:presets [-- --n 200] [--seed 2026] [--threads 2] [--model <folder>]
[--json] [--half]`. The table goes to stdout and into docs/speed.md; with `--half` that of float16 alone, into docs/gpu.md.
*/
import {availableParallelism} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {axes, titles} from '../src/bench/storybook/axes.ts';
import type {JobSettings} from '../src/run/job.ts';
import {table, writeSection} from './document.ts';
import {machineName} from './machine.ts';
import {type Difference, measurePresets, type Way} from './presets.ts';
import {root} from './root.ts';

const {values} = parseArgs({
	options: {
		json: {type: 'boolean', default: false},
		half: {type: 'boolean', default: false},
		n: {type: 'string', default: '200'},
		seed: {type: 'string', default: '2026'},
		threads: {type: 'string', default: `${Math.min(2, availableParallelism())}`},
		model: {type: 'string', default: path.join(root, 'models', 'storybook')},
	},
});
const presets: Readonly<Record<NonNullable<JobSettings['quality']>, Way>> = {
	best: {settings: {quality: 'best'}},
	balanced: {settings: {quality: 'balanced'}},
	fast: {settings: {quality: 'fast'}},
	draft: {settings: {quality: 'draft'}},
};
const half: Readonly<Record<string, Way>> = {'best, float16 products': {settings: {}, form: 'float16'}};
const all: Readonly<Record<string, Way>> = {
	...presets,
	'best, prompt every 4': {settings: {promptRefresh: 4}},
	'best, prompt every 16': {settings: {promptRefresh: 16}},
	'best, int8 weights': {settings: {}, form: 'int8'},
	...half,
};
const options = {folder: values.model, threads: Number(values.threads), n: Number(values.n), seed: Number(values.seed)};
const found = await measurePresets({...options, ways: values.half ? {best: presets.best, ...half} : all});

const mostLost = (quality: string) =>
	Math.max(0, ...[...(found.find(({name}) => name === quality)?.changes.values() ?? [])].map(({value}) => -value));
const signed = ({value, standardError}: Difference) => `${value < 0 ? '' : '+'}${value.toFixed(1)} ± ${(1.96 * standardError).toFixed(1)}`;
const agreed = (share: number) => `${(100 * share).toFixed(1)} %`;
const costs = [
	`${values.n} held-out exercises, seed ${values.seed}, on ${machineName()}; ${values.threads} threads. Time and "faster" are medians over the exercises,`,
	'each run in every way one after the other; GFLOP are counted, by the lengths of its sequences; agreement is the share of text tokens and image codes that are those of `best`; the judge is',
	'that of `mmada bench` (0-100, docs/quality.md), with the change against `best` and its 95 % interval.',
	'',
	...table(
		['quality', 'passes', 'GFLOP', 'time', 'faster', 'faster (processor)', 'agreement', 'instruction met by the picture'],
		found.map(({name, passes, operations, ms, faster, agreement, imageSatisfies}) => [
			name,
			passes.toFixed(1),
			(operations / 1e9).toFixed(1),
			`${(ms / 1000).toFixed(2)} s`,
			`${faster.ms.toFixed(1)}x`,
			`${faster.cpuMs.toFixed(1)}x`,
			agreed(agreement),
			agreed(imageSatisfies.rate),
		]),
	),
];
const choices = [
	`${values.n} held-out exercises, seed ${values.seed}: the same text tokens and image codes as in float32, ${agreed(found[1]?.agreement ?? 0)} (wanted: 99.9 %).`,
	'By the judge of `mmada bench` (0-100, docs/quality.md), with the change against float32 and its 95 % interval (wanted: 0.3 points at most):',
];
const lines = [
	...(values.half ? choices : costs),
	'',
	...table(
		['quality', ...axes.map(axis => titles[axis])],
		found.map(({name, scores, changes}, index) => [
			name,
			...axes.map(axis => (index === 0 ? (scores[axis]?.mean.toFixed(1) ?? '') : signed(changes.get(axis)!))),
		]),
	),
	...(values.half ? [] : ['', lossLine()]),
];
process.stdout.write(values.json ? `${JSON.stringify(found, undefined, '\t')}\n` : `${lines.join('\n')}\n`);
await writeSection(path.join(root, 'docs', values.half ? 'gpu.md' : 'speed.md'), values.half ? 'half' : 'presets', lines);

function lossLine(): string {
	return `On no axis does \`balanced\` lose more than ${mostLost('balanced').toFixed(1)} points against \`best\` (wanted: 1), and \`fast\` than ${mostLost('fast').toFixed(1)}.`;
}
