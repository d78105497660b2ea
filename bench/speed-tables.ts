import {table} from './document.ts';
import type {measureGrowth, Size} from './growth.ts';
import type {measureImages} from './image-tokenizer.ts';
import {spreadOf, type Took} from './measure.ts';
import {leakLimitMb, type measureLeak} from './memory.ts';
import type {measurePasses} from './passes.ts';
import type {measureRuns} from './runs.ts';
import type {StartUp} from './start-up.ts';

type Found<Measure extends (...options: never[]) => unknown> = Awaited<ReturnType<Measure>>;
/** Findings of `npm run bench`; a part that was not wanted is missing. */
export type SpeedFound = {
	readonly machine: string;
	readonly threads: number;
	readonly sgemmGflops: number;
	readonly runs?: Found<typeof measureRuns>;
	readonly passes?: Found<typeof measurePasses>;
	readonly growth?: Found<typeof measureGrowth>;
	readonly images?: Found<typeof measureImages>;
	readonly startUp?: readonly StartUp[];
	readonly memory?: {readonly peakMb: number | undefined; readonly leak: Found<typeof measureLeak>};
};

const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
const milliseconds = (ms: number) => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
const times = (factor: number) => `${factor.toFixed(1)}x`;
const between = ([from, to]: readonly [number, number]) => `${from} to ${to}`;
const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

/** Distance of passes of different sizes from the prediction by counting: that all are the same share of the machine's rate at that moment. */
function spreadLine(passes: readonly {readonly vsCeiling: Took}[]): string {
	const furthest = spreadOf(passes.map(({vsCeiling}) => vsCeiling.ms));
	return `By the count all would be the same share of the ceiling: they are within ${percent(furthest)} of their median (wanted: 25 %).`;
}

/** The findings of `npm run bench` as Markdown. */
export function speedLines({machine, threads, sgemmGflops, runs, passes, growth, images, startUp, memory}: SpeedFound): string[] {
	return [
		`On ${machine}; ${threads} threads, which multiply float32 matrices at ${sgemmGflops.toFixed(0)} GFLOP/s.`,
		...(runs ? ['', ...runLines(runs)] : []),
		...(passes ? ['', ...passLines(passes)] : []),
		...(growth ? ['', ...growthLines(growth)] : []),
		...(images || startUp || memory
			? ['', ...otherLines({machine, threads, sgemmGflops, ...(images && {images}), ...(startUp && {startUp}), ...(memory && {memory})})]
			: []),
	];
}

function runLines({pytorch, rounds, runs}: Found<typeof measureRuns>): string[] {
	const title = pytorch ? `the released loop in PyTorch ${pytorch}` : 'no reference was measured';
	return [
		'### Whole runs',
		'',
		`Held-out exercises, another one each round. Ours with picture encoder and decoder; beside it ${title}, on the same weights and in turns, the loop alone. Medians of ${rounds} rounds;`,
		'"faster" is the median over the pairs, by the clock and by the processor time of all threads; wanted are 3x for `best` and 6x for `balanced`.',
		'',
		...table(
			['task', 'loop', 'time', 'faster', 'faster (processor)'],
			runs.map(({task, name, ms, faster}) => [
				task,
				name === 'reference' ? 'released loop, PyTorch' : name,
				seconds(ms),
				times(faster.ms),
				times(faster.cpuMs),
			]),
		),
	];
}

function passLines({parameters, growth, keptPrompt, int8}: Found<typeof measurePasses>): string[] {
	return [
		'### One pass, by length',
		'',
		`A network of random weights, ${(parameters / 1e6).toFixed(0)} million parameters in its blocks (width 1,024, 4 layers), all rows, no head. GFLOP are counted: two for`,
		'each weight and token, four for each pair of tokens and channel. "Of the ceiling" is against matrix products of the same work, in turns.',
		'',
		...table(
			['tokens', 'GFLOP', 'time', 'GFLOP/s', 'tokens/s', 'of the ceiling', 'int8 against float32'],
			growth.map(({length, operations, ms, vsCeiling, int8VsF32}) => [
				length,
				(operations / 1e9).toFixed(1),
				milliseconds(ms),
				(operations / ms / 1e6).toFixed(0),
				(length / (ms / 1000)).toFixed(0),
				percent(vsCeiling.ms),
				int8VsF32 ? `${int8VsF32.ms.toFixed(2)}x` : '',
			]),
		),
		'',
		spreadLine(growth),
		'',
		`Of the ${int8.of} weights of this network \`models convert\` leaves ${int8.kept} as they are; the others are int8, and the heads are not part of this. The machine's own int8`,
		`product, its inputs rounded as they come, is ${int8.ceiling.ms.toFixed(2)}x as fast as its float32 product (by processor time ${int8.ceiling.cpuMs.toFixed(2)}x); wanted are 1.7x for the pass.`,
		'',
		`A pass over ${keptPrompt.length} tokens that takes over the keys and values of its first ${keptPrompt.prompt}, as \`--prompt-refresh\` does, is done`,
		`${keptPrompt.faster.ms.toFixed(2)}x as fast (by processor time ${keptPrompt.faster.cpuMs.toFixed(2)}x; counted, with all rows of the last layer, ${keptPrompt.counted.toFixed(2)}x).`,
	];
}

const growing: Readonly<Record<Size['name'], (size: Size) => string>> = {
	text: ({text}) => `text of ${text} tokens`,
	side: ({side}) => `picture of ${side} x ${side} codes`,
	sequences: ({sequences}) => (sequences === 1 ? '1 sequence' : `${sequences} sequences, guided`),
};

function growthLines(growth: Found<typeof measureGrowth>): string[] {
	return [
		'### One pass, by text, picture and sequences',
		'',
		'The first pass of a run with a network of random weights (width 512, 4 layers, 8,192 codes), heads and sampling included: a prompt of 64 tokens,',
		'and 128 tokens of text, a picture of 16 x 16 codes and one sequence where nothing else is said. GFLOP are counted as above, without what',
		'sampling takes. Several pictures, and the jobs of a batch, are made one after the other.',
		'',
		...table(
			['what grows', 'tokens', 'GFLOP', 'time', 'GFLOP/s', 'of the ceiling'],
			growth.map(one => [
				growing[one.name](one),
				one.length,
				(one.operations / 1e9).toFixed(1),
				milliseconds(one.ms),
				(one.operations / one.ms / 1e6).toFixed(0),
				percent(one.vsCeiling.ms),
			]),
		),
		'',
		spreadLine(growth),
	];
}

function otherLines({images, startUp, memory}: SpeedFound): string[] {
	const rows: [string, string][] = [];
	if (images) {
		const size = `${images.width} x ${images.height} px`;
		rows.push([`picture of ${size} to codes`, milliseconds(images.encode.ms)], [`codes to picture`, milliseconds(images.decode.ms)]);
	}
	for (const {name, medianMs, limitMs} of startUp ?? [])
		rows.push([`\`${name}\`${limitMs ? `, at most ${limitMs} ms` : ''}`, milliseconds(medianMs)]);
	if (memory) {
		const {peakMb, leak} = memory;
		rows.push(
			['engine up and model open', milliseconds(leak.openedMs)],
			['first run in it, 6 steps, graphs opening', milliseconds(leak.firstRunMs)],
			['peak memory of a default run, command and engine', peakMb === undefined ? 'not told by this system' : `${peakMb.toFixed(0)} MB`],
			[
				`engine's memory over runs ${between(leak.windows.early)} and ${between(leak.windows.late)}: the least`,
				`${leak.earlyMb.toFixed(0)} MB, ${leak.lateMb.toFixed(0)} MB`,
			],
			[`its growth between them, at most ${leakLimitMb} MB`, `${leak.growthMb < 0 ? '' : '+'}${leak.growthMb.toFixed(1)} MB`],
		);
	}
	return ['### Pictures, start and memory', '', ...table(['what', 'measured'], rows)];
}
