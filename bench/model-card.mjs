import {readFile} from 'node:fs/promises';
import {axes, rates, titles} from '../dist/bench/storybook/axes.js';
import {table, writeSection} from './document.mjs';

/*
Write the quality of the bundled model into its cards, from what the bench printed:

	mmada bench --suite storybook --n 400 --seed 2026 --json > storybook.json
	mmada bench --suite plain-english --json > plain.json
	npm run card -- storybook.json plain.json
*/
const cards = ['models/storybook/README.md', 'docs/model-card.md'];

const [storybookFile, plainFile] = process.argv.slice(2);
if (!storybookFile || !plainFile) throw new Error('Usage: npm run card -- <storybook.json> <plain-english.json>');
const [storybook, plain] = await Promise.all([readReport(storybookFile, 'storybook'), readReport(plainFile, 'plain-english')]);

const interval = ({low, high}, factor = 1) => `${(factor * low).toFixed(1)} to ${(factor * high).toFixed(1)}`;
const meanCell = axis => (axis ? `${axis.mean.toFixed(1)} (${interval(axis)})` : '');
const rateCell = found => `${(100 * found.rate).toFixed(1)} % (${interval(found, 100)})`;

const lines = [
	`\`mmada bench --suite storybook --n ${storybook.n} --seed ${storybook.seed}\`: exercises with held-out combinations of noun, colour and place, half of them edits; 95 % intervals; the ceiling is what the image tokenizer alone would leave of right answers. Definitions: docs/bench.md.`,
	'',
	...table(
		['', 'model', 'ceiling'],
		[
			...axes.map(name => [titles[name], meanCell(storybook.axes[name]), storybook.ceiling.axes[name].mean.toFixed(1)]),
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
			...['textAlignment', 'imageAlignment', 'outputAlignment'].map(axis => means[axis].mean.toFixed(1)),
		]),
	),
	'',
	`Sixty instructions in plain English that no grammar made (\`mmada bench --suite plain-english\`): text and picture both satisfy ${plain.rates.bothSatisfy.count} of ${plain.rates.bothSatisfy.n}.`,
];
for (const card of cards) await writeSection(card, 'quality', ['', ...lines, '']);
process.stdout.write(`${lines.join('\n')}\n`);

async function readReport(file, suite) {
	const report = JSON.parse(await readFile(file, 'utf8'));
	if (report.suite !== suite) throw new Error(`${file} is a report of the suite ${report.suite}, not of ${suite}.`);
	return report;
}
