import type {PlannedTensor} from '../../src/model/convert/plan.ts';

/** Channels of the levels of the image tokenizer that family A was released with, the finest first. */
const channels = [128, 256, 256, 512, 768] as const;
const [finest, coarsest, latent, codes] = [channels[0], channels[4], 64, 8192];

const tensor = (name: string, ...shape: readonly number[]): PlannedTensor => ({
	name,
	type: 'F32',
	shape,
	length: 4 * shape.reduce((product, size) => product * size, 1),
});
const conv = (name: string, into: number, from: number, size = 3) => [
	tensor(`${name}.weight`, into, from, size, size),
	tensor(`${name}.bias`, into),
];
const norm = (name: string, width: number) => [tensor(`${name}.weight`, width), tensor(`${name}.bias`, width)];
const block = (name: string, from: number, into: number) => [
	...norm(`${name}.norm1`, from),
	...conv(`${name}.conv1`, into, from),
	...norm(`${name}.norm2`, into),
	...conv(`${name}.conv2`, into, into),
	...(from === into ? [] : conv(`${name}.conv_shortcut`, into, from, 1)),
];

/** The levels of a half, in the order in which they run: blocks, and but for the last a convolution that changes the size. */
const levels = (name: string, resample: string, widths: readonly number[], blocks: number) =>
	widths.flatMap((into, level) => [
		...Array.from({length: blocks}, (_, place) =>
			block(`${name}.${level}.resnets.${place}`, place === 0 ? (widths[level - 1] ?? into) : into, into),
		).flat(),
		...(level === widths.length - 1 ? [] : conv(`${name}.${level}.${resample}.0.conv`, into, into)),
	]);
const middle = (half: string) => [0, 1].flatMap(place => block(`${half}.mid_block.resnets.${place}`, coarsest, coarsest));

/** Tensors of an image tokenizer in the shape that family A was released with. */
export const fullSizeImages: readonly PlannedTensor[] = [
	...conv('encoder.conv_in', finest, 3),
	...levels('encoder.down_blocks', 'downsamplers', channels, 2),
	...middle('encoder'),
	...norm('encoder.conv_norm_out', coarsest),
	...conv('encoder.conv_out', latent, coarsest),
	...conv('quant_conv', latent, latent, 1),
	tensor('quantize.embedding.weight', codes, latent),
	...conv('post_quant_conv', latent, latent, 1),
	...conv('decoder.conv_in', coarsest, latent),
	...middle('decoder'),
	...levels('decoder.up_blocks', 'upsamplers', [...channels].reverse(), 3),
	...norm('decoder.conv_norm_out', finest),
	...conv('decoder.conv_out', 3, finest),
];
