import {readFile} from 'node:fs/promises';
import path from 'node:path';
import type {BenchReport} from '../src/bench/report/bench-report.ts';
import type {Estimate, Proportion} from '../src/bench/statistics/estimate.ts';
import {axes, rates, titles} from '../src/bench/storybook/axes.ts';
import {table, writeSection} from './document.ts';
import {root} from './root.ts';

/*
Write the quality of the bundled model into its card, from what the bench printed:

	mmada bench --suite storybook --n 400 --seed 2026 --json > storybook.json
	mmada bench --suite plain-english --json > plain.json
	mmada bench --suite voices --json > voices.json
	npm run docs:card -- storybook.json plain.json voices.json
*/
const card = path.join(root, 'models', 'storybook', 'README.md');

const [storybookFile, plainFile, voicesFile] = process.argv.slice(2);
if (!storybookFile || !plainFile || !voicesFile)
	throw new Error('Usage: npm run docs:card -- <storybook.json> <plain-english.json> <voices.json>');
const [storybook, plain, voices] = await Promise.all([
	readReport(storybookFile, 'storybook'),
	readReport(plainFile, 'plain-english'),
	readReport(voicesFile, 'voices'),
]);
if (!voices.voices) throw new Error(`${voicesFile} tells nothing of kinds and writers.`);

const interval = ({low, high}: {readonly low: number; readonly high: number}, factor = 1) =>
	`${(factor * low).toFixed(1)} to ${(factor * high).toFixed(1)}`;
const meanCell = (axis: Estimate | undefined) => (axis ? `${axis.mean.toFixed(1)} (${interval(axis)})` : '');
const rateCell = (found: Proportion) => `${(100 * found.rate).toFixed(1)} % (${interval(found, 100)})`;

const lines = [
	`\`mmada bench --suite storybook --n ${storybook.n} --seed ${storybook.seed}\`: exercises with held-out combinations of noun, colour and place, half of them edits; 95 % intervals; the ceiling is what the image tokenizer alone would leave of right answers. Definitions: docs/quality.md.`,
	'',
	...table(
		['', 'model', 'ceiling'],
		[
			...axes.map(name => [titles[name], meanCell(storybook.axes[name]), storybook.ceiling.axes[name]?.mean.toFixed(1) ?? '']),
			...rates.map(name => [titles[name], rateCell(storybook.rates[name]), `${(100 * storybook.ceiling.rates[name].rate).toFixed(1)} %`]),
		],
	),
	'',
	...table(
		['kind', 'exercises', 'text satisfies', 'picture satisfies', 'text alignment', 'image alignment', 'output alignment'],
		Object.entries(storybook.categories).map(([name, {n, axes: means, rates: shares}]) => [
			name,
			n,
			shares.textSatisfies.count,
			shares.imageSatisfies.count,
			...(['textAlignment', 'imageAlignment', 'outputAlignment'] as const).map(axis => means[axis]?.mean.toFixed(1) ?? ''),
		]),
	),
	'',
	`Sixty instructions in plain English that no grammar made (\`mmada bench --suite plain-english\`): text and picture both satisfy ${plain.rates.bothSatisfy.count} of ${plain.rates.bothSatisfy.n}.`,
	'',
	`Requests of writers that no model was trained on (\`mmada bench --suite voices\`): text and picture both satisfy ${voices.rates.bothSatisfy.count} of ${voices.rates.bothSatisfy.n}, ${rateCell(voices.rates.bothSatisfy)}.`,
	'',
	...table(
		['kind of request', 'both satisfy', ''],
		Object.entries(voices.voices.kinds).map(([kind, found]) => [kind, `${found.count} of ${found.n}`, rateCell(found)]),
	),
	'',
	...table(
		['writer', 'both satisfy', ''],
		Object.entries(voices.voices.writers).map(([writer, found]) => [writer, `${found.count} of ${found.n}`, rateCell(found)]),
	),
];
await writeSection(card, 'quality', ['', ...lines, '']);
process.stdout.write(`${lines.join('\n')}\n`);

/** @throws Error when it is another suite's */
async function readReport(file: string, suite: BenchReport['suite']): Promise<BenchReport> {
	const report = JSON.parse(await readFile(file, 'utf8')) as BenchReport;
	if (report.suite !== suite) throw new Error(`${file} is a report of the suite ${report.suite}, not of ${suite}.`);
	return report;
}
