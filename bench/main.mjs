/*
How fast `mmada` is on this machine: `npm run bench [-- --json] [--only runs,passes,growth,images,startUp,memory] [--rounds 5] [--threads 2]
[--python <interpreter with torch and safetensors>] [--model <folder>]`. Tables go to stdout and, when everything was measured, into
docs/benchmarks.md.
*/
import {availableParallelism} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {writeSection} from './document.mjs';
import {measureGrowth} from './growth.mjs';
import {measureImages} from './image-tokenizer.mjs';
import {machineName, sgemmGflops} from './machine.mjs';
import {spreadOf} from './measure.mjs';
import {measureLeak, measurePeak} from './memory.mjs';
import {measurePasses} from './passes.mjs';
import {measureRuns} from './runs.mjs';
import {speedLines} from './speed-tables.mjs';
import {measureStartUp} from './start-up.mjs';

const root = path.join(import.meta.dirname, '..');
const {values} = parseArgs({
	options: {
		json: {type: 'boolean', default: false},
		only: {type: 'string', default: 'runs,passes,growth,images,startUp,memory'},
		rounds: {type: 'string', default: '5'},
		threads: {type: 'string', default: `${Math.min(2, availableParallelism())}`},
		python: {type: 'string', default: 'python3'},
		model: {type: 'string', default: path.join(root, 'models', 'storybook')},
	},
});
const options = {folder: values.model, threads: Number(values.threads), rounds: Number(values.rounds), python: values.python};
const parts = {
	runs: () =>
		measureRuns({...options, presets: {best: {}, balanced: {quality: 'balanced'}, fast: {quality: 'fast'}, draft: {quality: 'draft'}}}),
	passes: () => measurePasses(options),
	growth: () => measureGrowth(options),
	images: () => measureImages({...options, rounds: 4 * options.rounds}),
	startUp: () => measureStartUp(),
	memory: async () => ({peakMb: await measurePeak(), leak: await measureLeak(options)}),
};
const wanted = values.only.split(',');
const unknown = wanted.filter(name => !(name in parts));
if (unknown.length > 0) {
	process.stderr.write(`There is no part \`${unknown.join(', ')}\`; there are ${Object.keys(parts).join(', ')}.\n`);
	process.exit(2);
}

const found = {machine: machineName(), threads: options.threads, sgemmGflops: await sgemmGflops(options.threads)};
for (const [name, part] of Object.entries(parts).filter(([name]) => wanted.includes(name))) {
	process.stderr.write(`${name} ...\n`);
	found[name] = await part();
}
const isWhole = Object.keys(parts).every(name => name in found) && found.runs.pytorch !== undefined;
found.ratios = ratios(found);
if (values.json) process.stdout.write(`${JSON.stringify(found, undefined, '\t')}\n`);
else process.stdout.write(`${speedLines(found).join('\n')}\n`);
if (isWhole) await writeSection(path.join(root, 'docs', 'benchmarks.md'), 'speed', speedLines(found));
else
	process.stderr.write(
		'docs/benchmarks.md stays as it is: not everything was measured (the reference needs --python, see bench/reference).\n',
	);

/** The numbers that matter, each the median over pairs of measurements. */
function ratios({runs, passes, memory}) {
	/** The smaller one of `gen` and `edit`. */
	const vsReference = name => Math.min(...runs.runs.filter(run => run.name === name).map(({faster}) => faster.ms));
	const at = length => passes?.growth.find(one => one.length === length);
	return {
		...(runs?.pytorch && {bestVsReference: vsReference('best'), balancedVsReference: vsReference('balanced')}),
		...(passes && {
			passVsCeiling: at(512).vsCeiling.ms,
			int8VsF32: at(512).int8VsF32.ms,
			int8ProductVsF32: passes.int8.ceiling.ms,
			growthSpread: spreadOf(passes.growth.map(({vsCeiling}) => vsCeiling.ms)),
		}),
		...(memory && {peakMb: memory.peakMb, leakMb: memory.leak.growthMb}),
	};
}
