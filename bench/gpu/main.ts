import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, rename, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {parseArgs} from 'node:util';
import {nvidiaGpus} from '../../src/app/gpus.ts';
import {readableBytes} from '../../src/app/readable.ts';
import type {NetworkConfig} from '../../src/model/checkpoint/config.ts';
import {openWeights} from '../../src/model/checkpoint/weights.ts';
import {candidatesOf, planConversion, type VariantType} from '../../src/model/convert/plan.ts';
import {writeWeights} from '../../src/model/convert/write-weights.ts';
import {measureGpuSpeed} from '../../src/model/network/flops.ts';
import {isFusedAttentionRight} from '../../src/model/network/fused-attention.ts';
import {storageOf, wayOn} from '../../src/model/variants.ts';
import {probeDevices} from '../../src/runtime/probe-devices.ts';
import type {Device} from '../../src/runtime/session.ts';
import {writeRandomCheckpoint} from '../random-checkpoint.ts';
import {root} from '../root.ts';
import {measureVariant} from './measure-variant.ts';

/*
Speed and memory of a network of the released size with random weights on a GPU: `npm run bench:gpu` on a machine with one, or what `pack.ts` makes of it.
Nothing is fetched and nothing but a temporary folder is written; `--keep` names one that stays, and what an earlier call left there is used again.
`--dry` does every part of it on the processor with a small network, in a minute.
*/
const {values} = parseArgs({
	options: {
		device: {type: 'string'},
		layers: {type: 'string', default: '32'},
		lengths: {type: 'string', default: '640,1280,2434'},
		types: {type: 'string', default: 'bf16,f16,int8-blocks,int4'},
		steps: {type: 'string', default: '64'},
		python: {type: 'string'},
		folder: {type: 'string', default: tmpdir()},
		keep: {type: 'string'},
		dry: {type: 'boolean', default: false},
	},
});
const isDry = values.dry;
const network: NetworkConfig = {
	architecture: 'LLaDAModelLM',
	...(isDry
		? {width: 256, heads: 4, keyHeads: 4, layers: 2, mlpWidth: 704}
		: {width: 4096, heads: 32, keyHeads: 32, mlpWidth: 12_288, layers: Number(values.layers)}),
	ropeTheta: 500_000,
	normEpsilon: 1e-5,
	maxSequenceLength: 4096,
	isTied: false,
	hasLearnedPositions: false,
};
const codes = isDry ? 512 : 8192;
const vocabulary = isDry ? 1024 + codes : 134_656;
const lengths = (isDry ? '64,128' : values.lengths).split(',').map(Number);
const steps = isDry ? 2 : Number(values.steps);
const say = (line: string) => process.stdout.write(`${line}\n`);

const probed = await probeDevices();
const working = probed.filter(({works}) => works).map(({device}) => device);
const device = (values.device ?? (isDry ? 'cpu' : (['cuda', 'webgpu', 'dml'].find(each => working.includes(each)) ?? 'cpu'))) as Device;
const gpus = await nvidiaGpus();
say(`Devices that work: ${working.join(', ')}. ${gpus.map(({line}) => line).join('; ') || 'No NVIDIA GPU.'}`);
if (!working.includes(device)) throw new Error(`${device} does not work: ${probed.find(each => each.device === device)?.reason}`);
say(`On ${device}${isDry ? ', a dry run: its numbers say nothing' : ''}.\n`);

const place = {device, threads: 2};
const ceilings = new Map<string, number>();
say('| type | matrix products | fused attention |\n| --- | --- | --- |');
for (const type of ['float', 'float16', 'bfloat16'] as const) {
	const speed = await measureGpuSpeed(device, type);
	if (speed !== undefined) ceilings.set(type, speed);
	const fused = (await isFusedAttentionRight(place, type)) ? 'right' : 'not to be used';
	say(`| ${type} | ${speed === undefined ? 'cannot be done' : `${(speed / 1e12).toFixed(2)} TFLOP/s`} | ${fused} |`);
}

const work =
	values.keep === undefined ? await mkdtemp(path.join(values.folder, 'mmada-gpu-')) : path.resolve(values.keep, isDry ? 'dry' : 'whole');
/** A folder of ours, filled once. */
async function filled(name: string, fill: (folder: string) => Promise<unknown>): Promise<string> {
	const folder = path.join(work, name);
	if (existsSync(folder)) return folder;
	const unfinished = `${folder}.unfinished`;
	await rm(unfinished, {recursive: true, force: true});
	await mkdir(unfinished, {recursive: true});
	await fill(unfinished);
	await rename(unfinished, folder);
	return folder;
}
try {
	const original = await filled('bf16', folder => writeRandomCheckpoint(folder, network, vocabulary, 'BF16'));
	const config = {
		d_model: network.width,
		n_heads: network.heads,
		n_layers: network.layers,
		rms_norm_eps: network.normEpsilon,
		rope_theta: network.ropeTheta,
	};
	await writeFile(path.join(original, 'config.json'), JSON.stringify(config));
	say('\n| stored as | products in | tokens | first pass | a pass | of the ceiling | on the GPU | error against the processor | an edit |');
	say('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
	for (const type of values.types.split(',')) {
		const folder = type === 'bf16' ? original : await filled(type, to => convert(original, to, type as VariantType));
		const weights = await openWeights(folder);
		const way = wayOn(device, weights);
		if (!way) {
			say(`| ${type} |  |  | does not run on ${device} |  |  |  |  |  |`);
			continue;
		}
		const {products} = way.arithmetic;
		const measured = await measureVariant({network, weights, way, place, lengths, steps, codes, textVocabulary: vocabulary - codes});
		const ceiling = ceilings.get(products) ?? Number.NaN;
		for (const {length, firstMs, passMs, flops} of measured.passes) {
			const share = (100 * flops) / (passMs / 1000) / ceiling;
			const isLast = length === lengths.at(-1);
			const rest = isLast
				? [
						readMemory(measured.gpuBytes),
						measured.error.toExponential(1),
						`${measured.isWhole ? '' : 'some '}${(measured.editMs / 1000).toFixed(1)} s`,
					]
				: ['', '', ''];
			say(
				`| ${[storageOf(weights), products, length, `${firstMs.toFixed(0)} ms`, `${passMs.toFixed(1)} ms`, `${share.toFixed(0)} %`, ...rest].join(' | ')} |`,
			);
		}
		if (folder !== original && values.keep === undefined) await rm(folder, {recursive: true});
	}
	if (values.python !== undefined) {
		say("\nThe released loop's step in PyTorch, three sequences with all logits (tokens, ms):");
		say(
			execFileSync(values.python, [path.join(root, 'bench', 'gpu', 'torch_pass.py'), original, ...lengths.map(String)], {encoding: 'utf8'}),
		);
	}
} finally {
	if (values.keep === undefined) await rm(work, {recursive: true, force: true});
}

function readMemory(bytes: number | undefined): string {
	return bytes === undefined ? 'not told' : readableBytes(bytes);
}

/** Write the variant of a checkpoint in which every matrix is rounded. */
async function convert(from: string, to: string, type: VariantType): Promise<void> {
	const weights = await openWeights(from);
	const plan = planConversion(weights, type, candidatesOf(weights, network, type));
	await writeWeights(from, path.join(to, 'model.safetensors'), plan, {written: [], onWritten: async () => {}});
}
