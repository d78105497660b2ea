import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import type {NetworkConfig} from '../../src/model/checkpoint/config.ts';
import {openWeights, type Weights} from '../../src/model/checkpoint/weights.ts';
import {openBody} from '../../src/model/network/llada.ts';
import {table, writeSection} from '../document.ts';
import {inEngineEnvironment} from '../engine-environment.ts';
import {machineName} from '../machine.ts';
import {measure, medianOf, ratioOf, takeTurns} from '../measure.ts';
import {writeRandomCheckpoint} from '../random-checkpoint.ts';
import {root} from '../root.ts';
import {createTogether} from '../together.ts';

/*
Cost of fences on the processor: layers of the released width in bfloat16, each weight made float32 just before its product, against the same layers in
float32 all the time, in turns, in the environment of the engine. `npm run bench:fences [-- --layers 1] [--lengths 1024,2434] [--rounds 3]`; a layer takes 1.3 GB
of memory. The table goes to stdout and into docs/speed.md.
*/
inEngineEnvironment();
const {values} = parseArgs({
	options: {
		layers: {type: 'string', default: '1'},
		lengths: {type: 'string', default: '1024,1280,2434'},
		rounds: {type: 'string', default: '3'},
		threads: {type: 'string', default: '2'},
	},
});
const network: NetworkConfig = {
	architecture: 'LLaDAModelLM',
	width: 4096,
	heads: 32,
	keyHeads: 32,
	mlpWidth: 12_288,
	layers: Number(values.layers),
	ropeTheta: 500_000,
	normEpsilon: 1e-5,
	maxSequenceLength: 4096,
	isTied: false,
	hasLearnedPositions: false,
};
const vocabulary = 64;
const place = {device: 'cpu' as const, threads: Number(values.threads)};
/** Said to be large, weights stay in their file and behind fences, as those of a whole model do. */
const asLarge = (weights: Weights): Weights => ({...weights, sizeBytes: Number.MAX_SAFE_INTEGER});
const asSmall = (weights: Weights): Weights => ({...weights, sizeBytes: 0});

const folder = await mkdtemp(path.join(tmpdir(), 'mmada-fences-'));
try {
	await using open = createTogether();
	const weightsIn = async (type: 'F32' | 'BF16') => {
		const own = path.join(folder, type);
		await mkdir(own);
		await writeRandomCheckpoint(own, network, vocabulary, type);
		return await openWeights(own);
	};
	const fenced = open.use(openBody(network, asLarge(await weightsIn('BF16')), place));
	const float32 = open.use(openBody(network, asSmall(await weightsIn('F32')), place));
	const rows: string[][] = [];
	for (const length of values.lengths.split(',').map(Number)) {
		const indices = Array.from({length}, (_, index) => index);
		const input = {ids: indices.map(index => (index * 37) % vocabulary), positions: indices, rows: indices};
		const took = await takeTurns(
			{fenced: () => measure(() => fenced.hidden(input)), float32: () => measure(() => float32.hidden(input))},
			Number(values.rounds),
		);
		const ratio = ratioOf(took('fenced'), took('float32'));
		const middle = middleHalf(took('fenced').map(({cpuMs}, turn) => cpuMs / took('float32')[turn]!.cpuMs));
		const seconds = (['float32', 'fenced'] as const).map(side => `${(medianOf(took(side)).cpuMs / 1000).toFixed(2)} s`);
		rows.push([
			`${length}`,
			...seconds,
			`${ratio.cpuMs.toFixed(2)} (${middle.map(value => value.toFixed(2)).join(' to ')})`,
			ratio.ms.toFixed(2),
		]);
	}
	const head = ['tokens', 'float32', 'bfloat16 behind fences', 'fenced / float32 by processor time, the middle half', 'by the clock'];
	const said = `One layer of width ${network.width}, ${values.threads} threads, on ${machineName()}: processor time, medians of ${values.rounds} turns (wanted: 1.25 at most).`;
	const lines = [said, '', ...table(head, rows)];
	process.stdout.write(`${lines.join('\n')}\n`);
	await writeSection(path.join(root, 'docs', 'speed.md'), 'fences', lines);
} finally {
	await rm(folder, {recursive: true, force: true});
}

/** The values a quarter of the way in from both ends. */
function middleHalf(values: readonly number[]): number[] {
	const sorted = [...values].sort((a, b) => a - b);
	const quarter = Math.floor(sorted.length / 4);
	return [sorted[quarter] ?? Number.NaN, sorted[sorted.length - 1 - quarter] ?? Number.NaN];
}
