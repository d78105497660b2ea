/*
Cost of the screen, time to answer keys, and bytes written: `npm run bench:screen [-- --json] [--only cost,keys,rates] [--pairs 30]
[--rounds 20] [--model <folder>]`. Tables go to stdout and, when everything was measured, into docs/speed.md.
*/
import path from 'node:path';
import {parseArgs} from 'node:util';
import {table, writeSection} from './document.ts';
import {machineName} from './machine.ts';
import {root} from './root.ts';
import {measureCost} from './screen-cost.ts';
import {measureKeys} from './screen-keys.ts';
import {measureRates} from './screen-rates.ts';

const {values} = parseArgs({
	options: {
		json: {type: 'boolean', default: false},
		only: {type: 'string', default: 'cost,keys,rates'},
		pairs: {type: 'string', default: '30'},
		rounds: {type: 'string', default: '20'},
		model: {type: 'string', default: path.join(root, 'models', 'storybook')},
	},
});
const model = path.resolve(values.model);
const parts = {
	cost: () => measureCost({pairs: Number(values.pairs), model}),
	keys: () => measureKeys({rounds: Number(values.rounds), model}),
	rates: () => measureRates({model}),
};
const wanted = values.only.split(',');
const unknown = wanted.filter(name => !(name in parts));
if (unknown.length > 0) {
	process.stderr.write(`There is no part \`${unknown.join(', ')}\`; there are ${Object.keys(parts).join(', ')}.\n`);
	process.exit(2);
}

const isWanted = (name: keyof typeof parts) => {
	if (!wanted.includes(name)) return false;
	process.stderr.write(`${name} ...\n`);
	return true;
};
const found = {
	machine: machineName(),
	...(isWanted('cost') && {cost: await parts.cost()}),
	...(isWanted('keys') && {keys: await parts.keys()}),
	...(isWanted('rates') && {rates: await parts.rates()}),
};
const lines = [`On ${found.machine}.`, ...costLines(found.cost), ...keyLines(found.keys), ...rateLines(found.rates)];
process.stdout.write(values.json ? `${JSON.stringify(found, undefined, '\t')}\n` : `${lines.join('\n')}\n`);
if (Object.keys(parts).every(name => name in found)) await writeSection(path.join(root, 'docs', 'speed.md'), 'screen', lines);
else process.stderr.write('docs/speed.md stays as it is: not everything was measured.\n');

type Found<Part extends keyof typeof parts> = Awaited<ReturnType<(typeof parts)[Part]>> | undefined;

/** Painting may cost 3 % at most. */
function costLines(cost: Found<'cost'>): string[] {
	if (!cost) return [];
	const titles = [
		['ms', 'whole command, by the clock; at most 3 %'],
		['cpuMs', 'whole command, processor'],
		['runMs', 'the run in it, by the clock'],
	] as const;
	const percent = (ratio: number) => `${ratio < 1 ? '' : '+'}${(100 * (ratio - 1)).toFixed(1)} %`;
	return [
		'',
		`Default runs with the screen and with \`--quiet\`, the same seed, in turns; medians of ${cost.pairs} pairs:`,
		'',
		...table(
			['', 'with the screen', 'without', 'more', 'the middle half of the pairs'],
			titles.map(([clock, title]) => {
				const {screen, quiet, ratio, middleHalf} = cost[clock];
				return [title, `${screen.toFixed(0)} ms`, `${quiet.toFixed(0)} ms`, percent(ratio), middleHalf.map(percent).join(' to ')];
			}),
		),
	];
}

function keyLines(keys: Found<'keys'>): string[] {
	if (!keys) return [];
	return [
		'',
		'From a key to the first byte of the frame that shows what it did, in default runs that continue meanwhile, in 120 x 40; at most 100 ms:',
		'',
		...table(
			['key', 'presses', 'median', 'longest'],
			keys.map(({key, presses, medianMs, mostMs}) => [key, presses, `${medianMs.toFixed(0)} ms`, `${mostMs.toFixed(0)} ms`]),
		),
	];
}

function rateLines(rates: Found<'rates'>): string[] {
	if (!rates) return [];
	return [
		'',
		'Written to the terminal, on average over a run (and a second at least), and the most in any second:',
		'',
		...table(
			['line', 'window', 'run', 'on average', 'in any second', 'at most'],
			rates.map(({line, window, run, meanKb, mostKb, limitKb}) => [
				line,
				window,
				run,
				`${meanKb.toFixed(1)} kB/s`,
				`${mostKb.toFixed(1)} kB`,
				`${limitKb} kB/s`,
			]),
		),
	];
}
