/*
Speed of `mmada` on this machine: `npm run bench [-- --json] [--only runs,passes,growth,images,startUp,memory] [--rounds 5] [--threads 2]
[--python <interpreter with torch and safetensors>] [--model <folder>]`. Tables go to stdout and, when everything was measured, into
docs/speed.md.
*/
import {availableParallelism} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {writeSection} from './document.ts';
import {measureGrowth} from './growth.ts';
import {measureImages} from './image-tokenizer.ts';
import {machineName, sgemmGflops} from './machine.ts';
import {spreadOf} from './measure.ts';
import {measureLeak, measurePeak} from './memory.ts';
import {measurePasses} from './passes.ts';
import {root} from './root.ts';
import {measureRuns} from './runs.ts';
import {type SpeedFound, speedLines} from './speed-tables.ts';
import {measureStartUp} from './start-up.ts';

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

const isWanted = (name: keyof typeof parts) => {
	if (!wanted.includes(name)) return false;
	process.stderr.write(`${name} ...\n`);
	return true;
};
const measured = {
	machine: machineName(),
	threads: options.threads,
	sgemmGflops: await sgemmGflops(options.threads),
	...(isWanted('runs') && {runs: await parts.runs()}),
	...(isWanted('passes') && {passes: await parts.passes()}),
	...(isWanted('growth') && {growth: await parts.growth()}),
	...(isWanted('images') && {images: await parts.images()}),
	...(isWanted('startUp') && {startUp: parts.startUp()}),
	...(isWanted('memory') && {memory: await parts.memory()}),
};
const isWhole = Object.keys(parts).every(name => name in measured) && measured.runs?.pytorch !== undefined;
if (values.json) process.stdout.write(`${JSON.stringify({...measured, ratios: ratios(measured)}, undefined, '\t')}\n`);
else process.stdout.write(`${speedLines(measured).join('\n')}\n`);
if (isWhole) await writeSection(path.join(root, 'docs', 'speed.md'), 'speed', speedLines(measured));
else
	process.stderr.write('docs/speed.md stays as it is: not everything was measured (the reference needs --python, see bench/reference).\n');

/** The numbers that matter, each the median over pairs of measurements. */
function ratios({runs, passes, memory}: SpeedFound) {
	/** The smaller one of `gen` and `edit`. */
	const vsReference = (name: string) => Math.min(...(runs?.runs ?? []).filter(run => run.name === name).map(({faster}) => faster.ms));
	const usual = passes?.growth.find(({length}) => length === 512);
	return {
		...(runs?.pytorch && {bestVsReference: vsReference('best'), balancedVsReference: vsReference('balanced')}),
		...(passes && {
			passVsCeiling: usual?.vsCeiling.ms,
			int8VsF32: usual?.int8VsF32?.ms,
			int8ProductVsF32: passes.int8.ceiling.ms,
			growthSpread: spreadOf(passes.growth.map(({vsCeiling}) => vsCeiling.ms)),
		}),
		...(memory && {peakMb: memory.peakMb, leakMb: memory.leak.growthMb}),
	};
}
