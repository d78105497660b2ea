import {afterAll, beforeAll, expect, test} from 'vitest';
import {admitModel, checkBeforeRun} from '../../src/app/admission.ts';
import {toGenOptions} from '../../src/cli/parse/options.ts';
import {inspectModel, type ModelInfo} from '../../src/model/inspect.ts';
import type {Device} from '../../src/runtime/session.ts';
import {findModel} from '../../src/store/find-model.ts';
import {becomeReleased, becomeVariant, fullSizeFolder} from '../model/full-size-folder.ts';

const [kinds, gigabyte, tera] = [['bf16', 'f16', 'int8', 'int8-blocks', 'int4'] as const, 1e9, 1e12];
type Kind = (typeof kinds)[number];

let model: Awaited<ReturnType<typeof fullSizeFolder>>;
const infos = new Map<Kind, ModelInfo>();

/** A model of 8 billion parameters as it is released, and as each variant. */
beforeAll(async () => {
	model = await fullSizeFolder();
	infos.set('bf16', await inspectModel(model.folder));
	for (const type of ['f16', 'int8', 'int8-blocks', 'int4'] as const) {
		await becomeVariant(model.folder, type);
		infos.set(type, await inspectModel(model.folder));
	}
});
afterAll(() => model[Symbol.asyncDispose]());

type Row = {
	readonly kind: Kind;
	readonly device: Device;
	/** Free memory of the machine and of its GPU, in GB. */
	readonly ram: number;
	readonly gpu?: number;
	/** Whether the GPU's driver has float16; it does unless this is false. */
	readonly hasHalf?: boolean;
	/** Teraflops. */
	readonly speed: number;
	readonly isShared?: boolean;
	/** Whether it was agreed to that the run is slow; it was unless this is false. */
	readonly isAgreed?: boolean;
	readonly says: string;
};

const options = (flags = {}) =>
	toGenOptions({input: ['a cat'], flags: {model: 'large', yes: true, ...flags}}, {model: '', threads: 1, randomSeed: () => 1});
const places = {bundledFolder: '/nowhere', modelsFolder: '/nowhere'};

/** What a user reads, on one line. */
async function said({kind, device, ram, gpu, speed, hasHalf = true, isShared = false, isAgreed = true}: Row): Promise<string> {
	const info = infos.get(kind);
	if (!info) throw new Error(kind);
	const named = device === 'cpu' ? undefined : {name: 'NVIDIA X', ...(gpu !== undefined && {freeBytes: gpu * gigabyte})};
	const machine = {
		...{device, hasHalf, isShared, freeBytes: ram * gigabyte, speed: speed * tera},
		...(named && {gpu: named}),
	};
	try {
		return (await checkBeforeRun(info, options({yes: isAgreed}), {places, machine})) ?? '';
	} catch (error) {
		return error instanceof Error && 'hint' in error ? `${error.message} ${error.hint}` : String(error);
	}
}

test.each<Row>([
	{
		kind: 'bf16',
		device: 'cpu',
		ram: 64,
		speed: 0.3,
		says: 'large has 8.1 billion parameters: on this processor a run takes about 3.6 hours.',
	},
	{
		kind: 'bf16',
		device: 'cpu',
		ram: 32,
		speed: 2,
		says: 'large has 8.1 billion parameters: on this processor a run takes about 33 minutes.',
	},
	{
		kind: 'bf16',
		device: 'cpu',
		ram: 32,
		speed: 2,
		isAgreed: false,
		says: 'large has 8.1 billion parameters: on this processor a run takes about 33 minutes. Give `isAgreed` to run it all the same, or choose the bundled model with `model` storybook.',
	},
	{
		kind: 'bf16',
		device: 'cpu',
		ram: 16,
		speed: 2,
		says: 'large needs about 18.0 GB of memory, 1.3 GB of it beside its files, and 16.0 GB are free: every pass reads its files from the disk again. large has 8.1 billion parameters: on this processor a run takes about 33 minutes.',
	},
	{
		kind: 'bf16',
		device: 'cpu',
		ram: 16,
		speed: 200,
		isAgreed: false,
		says: 'large needs about 18.0 GB of memory, 1.3 GB of it beside its files, and 16.0 GB are free: every pass reads its files from the disk again. large has 8.1 billion parameters: on this processor a run takes about 20 seconds. Give `isAgreed` to run it all the same. A smaller variant of about 10.5 GB is made with `mmada models convert large --type int8`.',
	},
	{
		kind: 'bf16',
		device: 'cpu',
		ram: 8,
		speed: 0.2,
		isAgreed: false,
		says: 'large needs about 18.0 GB of memory, 1.3 GB of it beside its files, and 8.0 GB are free: every pass reads its files from the disk again. large has 8.1 billion parameters: on this processor a run takes about 5.4 hours. Give `isAgreed` to run it all the same. A smaller variant of about 7.7 GB is made with `mmada models convert large --type int4`.',
	},
	{
		kind: 'bf16',
		device: 'cpu',
		ram: 4,
		speed: 200,
		isAgreed: false,
		says: 'large needs about 18.0 GB of memory, 1.3 GB of it beside its files, and 4.0 GB are free: every pass reads its files from the disk again. large has 8.1 billion parameters: on this processor a run takes about 20 seconds. Give `isAgreed` to run it all the same, or choose the bundled model with `model` storybook.',
	},
	{
		kind: 'bf16',
		device: 'cpu',
		ram: 1,
		speed: 0.2,
		says: 'large needs about 18.0 GB of memory, 1.3 GB of it beside its files, and 1.0 GB are free. Choose the bundled model with --model storybook.',
	},
	{
		kind: 'f16',
		device: 'cpu',
		ram: 32,
		speed: 1,
		says: 'large has 8.1 billion parameters: on this processor a run takes about 65 minutes.',
	},
	{
		kind: 'f16',
		device: 'cpu',
		ram: 12,
		speed: 1,
		says: 'large needs about 18.0 GB of memory, 1.3 GB of it beside its files, and 12.0 GB are free: every pass reads its files from the disk again. large has 8.1 billion parameters: on this processor a run takes about 65 minutes.',
	},
	{
		kind: 'int8',
		device: 'cpu',
		ram: 16,
		speed: 1,
		says: 'large has 8.1 billion parameters: on this processor a run takes about 65 minutes.',
	},
	{
		kind: 'int8',
		device: 'cpu',
		ram: 8,
		speed: 1,
		says: 'large needs about 10.6 GB of memory, 1.3 GB of it beside its files, and 8.0 GB are free: every pass reads its files from the disk again. large has 8.1 billion parameters: on this processor a run takes about 65 minutes.',
	},
	{
		kind: 'int4',
		device: 'cpu',
		ram: 8,
		speed: 0.3,
		says: 'large has 8.1 billion parameters: on this processor a run takes about 3.6 hours.',
	},
	{
		kind: 'int4',
		device: 'cpu',
		ram: 4,
		speed: 0.3,
		says: 'large needs about 7.7 GB of memory, 1.3 GB of it beside its files, and 4.0 GB are free: every pass reads its files from the disk again. large has 8.1 billion parameters: on this processor a run takes about 3.6 hours.',
	},
	{
		kind: 'int4',
		device: 'cpu',
		ram: 0.8,
		speed: 0.3,
		says: 'large needs about 7.7 GB of memory, 1.3 GB of it beside its files, and 800.0 MB are free. Choose the bundled model with --model storybook.',
	},
	{
		kind: 'bf16',
		device: 'cuda',
		ram: 64,
		gpu: 80,
		speed: 600,
		says: 'large has 8.1 billion parameters: on NVIDIA X (cuda) a run takes about 7 seconds.',
	},
	{
		kind: 'bf16',
		device: 'cuda',
		ram: 16,
		gpu: 24,
		speed: 150,
		says: 'large has 8.1 billion parameters: on NVIDIA X (cuda) a run takes about 26 seconds.',
	},
	{
		kind: 'bf16',
		device: 'cuda',
		ram: 16,
		gpu: 16,
		speed: 90,
		says: 'large needs about 18.8 GB of memory on NVIDIA X (cuda), and 16.0 GB are free. A smaller variant of about 11.1 GB is made with `mmada models convert large --type int8-blocks`.',
	},
	{
		kind: 'bf16',
		device: 'cuda',
		ram: 16,
		gpu: 12,
		speed: 50,
		says: 'large needs about 18.8 GB of memory on NVIDIA X (cuda), and 12.0 GB are free. A smaller variant of about 11.1 GB is made with `mmada models convert large --type int8-blocks`.',
	},
	{
		kind: 'bf16',
		device: 'cuda',
		ram: 16,
		gpu: 8,
		speed: 30,
		says: 'large needs about 18.8 GB of memory on NVIDIA X (cuda), and 8.0 GB are free. A smaller variant of about 7.3 GB is made with `mmada models convert large --type int4`.',
	},
	{
		kind: 'bf16',
		device: 'cuda',
		ram: 16,
		gpu: 4,
		speed: 10,
		says: 'large needs about 18.8 GB of memory on NVIDIA X (cuda), and 4.0 GB are free. No variant of it fits there: run it with --device cpu.',
	},
	{
		kind: 'bf16',
		device: 'cuda',
		ram: 0.5,
		gpu: 24,
		speed: 150,
		says: 'large needs about 1.3 GB of memory, and 500.0 MB are free. Close other programs.',
	},
	{
		kind: 'f16',
		device: 'webgpu',
		ram: 16,
		gpu: 24,
		speed: 30,
		says: 'large has 8.1 billion parameters: on NVIDIA X (webgpu) a run takes about 2 minutes.',
	},
	{
		kind: 'f16',
		device: 'webgpu',
		ram: 32,
		speed: 5,
		isShared: true,
		says: 'large has 8.1 billion parameters: on NVIDIA X (webgpu) a run takes about 13 minutes.',
	},
	{
		kind: 'f16',
		device: 'webgpu',
		ram: 16,
		speed: 5,
		isShared: true,
		says: 'large needs about 18.0 GB of memory, and 16.0 GB are free. A smaller variant of about 11.4 GB is made with `mmada models convert large --type int8-blocks`.',
	},
	{
		kind: 'int8-blocks',
		device: 'webgpu',
		ram: 16,
		gpu: 12,
		speed: 20,
		says: 'large has 8.1 billion parameters: on NVIDIA X (webgpu) a run takes about 3 minutes.',
	},
	{
		kind: 'int4',
		device: 'dml',
		ram: 16,
		gpu: 8,
		speed: 10,
		says: 'large has 8.1 billion parameters: on NVIDIA X (dml) a run takes about 7 minutes.',
	},
	{
		kind: 'int8-blocks',
		device: 'webgpu',
		ram: 16,
		gpu: 12,
		speed: 2,
		hasHalf: false,
		says: 'large has 8.1 billion parameters: on NVIDIA X (webgpu) a run takes about 33 minutes.',
	},
	{
		kind: 'int4',
		device: 'webgpu',
		ram: 16,
		gpu: 8,
		speed: 2,
		hasHalf: false,
		says: 'large has 8.1 billion parameters: on NVIDIA X (webgpu) a run takes about 33 minutes.',
	},
	{
		kind: 'int4',
		device: 'webgpu',
		ram: 16,
		gpu: 4,
		speed: 2,
		hasHalf: false,
		says: 'large needs about 7.1 GB of memory on NVIDIA X (webgpu), and 4.0 GB are free. Choose the bundled model with --model storybook.',
	},
	{
		kind: 'bf16',
		device: 'cuda',
		ram: 16,
		gpu: 6,
		speed: 10,
		says: 'large needs about 18.8 GB of memory on NVIDIA X (cuda), and 6.0 GB are free. No variant of it fits there: run it with --device cpu.',
	},
])('$kind on $device, $ram GB free, $gpu GB on the GPU, agreed: $isAgreed', async row => {
	const sentence = await said(row);
	expect(sentence).toBe(row.says);
	if (row.device !== 'cpu') expect(sentence).not.toMatch(/processor/);
});

test.each([
	{kind: 'int8', device: 'cuda', says: 'large is stored as int8, which cannot be run on cuda.', helps: 'Run it with --device cpu.'},
	{kind: 'int8', device: 'webgpu', says: 'large is stored as int8, which cannot be run on webgpu.', helps: 'Run it with --device cpu.'},
	{
		kind: 'bf16',
		device: 'webgpu',
		says: 'large is stored as bfloat16, which cannot be run on webgpu.',
		helps: 'Make a variant that can with `mmada models convert large --type f16`, or run it with --device cpu.',
	},
	{
		kind: 'bf16',
		device: 'webgpu',
		hasHalf: false,
		says: 'large is stored as bfloat16, which cannot be run on webgpu: the driver of this GPU has no float16.',
		helps: 'Make a variant that can with `mmada models convert large --type int8-blocks`, or run it with --device cpu.',
	},
	{
		kind: 'f16',
		device: 'webgpu',
		hasHalf: false,
		says: 'large is stored as float16, which cannot be run on webgpu: the driver of this GPU has no float16.',
		helps: 'Make a variant that can with `mmada models convert large --type int8-blocks`, or run it with --device cpu.',
	},
	{kind: 'f16', device: 'coreml', says: 'large is stored as float16, which cannot be run on coreml.', helps: 'Run it with --device cpu.'},
] as const)('$kind is refused on $device before anything is opened, float16 there: $hasHalf', async row => {
	const {kind, device, says, helps} = row;
	const asked = {places, asked: device, probe: machineWith('hasHalf' in row ? {hasHalf: row.hasHalf} : {})};
	await expect(admitModel(await variant(kind), 'large', asked)).rejects.toMatchObject({exitCode: 69, message: says, hint: helps});
});

test.each([
	{
		kind: 'bf16',
		hasHalf: true,
		device: 'cpu',
		adds: ' The GPU (webgpu) runs a variant of it, which is made with `mmada models convert large --type f16`.',
	},
	{
		kind: 'f16',
		hasHalf: false,
		device: 'cpu',
		adds: ' The GPU (webgpu) runs a variant of it, which is made with `mmada models convert large --type int8-blocks`.',
	},
	{kind: 'f16', hasHalf: true, device: 'webgpu', adds: ''},
	{kind: 'int8-blocks', hasHalf: false, device: 'webgpu', adds: ''},
	{kind: 'int8', hasHalf: true, device: 'cpu', adds: ''},
] as const)('without a device $kind runs on $device where WebGPU works, float16 there: $hasHalf', async ({kind, hasHalf, device, adds}) => {
	const admitted = await admitModel(await variant(kind), 'large', {places, machine: plenty, probe: machineWith({hasHalf})});
	expect(admitted.device).toBe(device);
	expect(await admitted.noticeOf(options())).toMatch(new RegExp(`^large has .*\\.${adds.replace(/[()]/g, '\\$&')}$`));
});

test.each(['f16', 'int8-blocks', 'int4'] as const)('every tensor of %s fits into a buffer that every WebGPU driver has', kind => {
	const need = infos.get(kind)?.needs.find(({device}) => device === 'webgpu');
	expect(need?.largestBytes).toBeGreaterThan(1e8);
	expect(need?.largestBytes).toBeLessThanOrEqual(2 ** 28);
});

const plenty = {freeBytes: 64 * gigabyte, speed: 2 * tera};
/** A machine on which WebGPU works. */
const machineWith = (found: {readonly hasHalf?: boolean}) => async () => [{device: 'webgpu', works: true, elapsedMs: 9, ...found}];

async function variant(kind: Kind) {
	if (kind === 'bf16') await becomeReleased(model.folder);
	else await becomeVariant(model.folder, kind);
	return await findModel(model.folder, {bundledFolder: '/nowhere'});
}
