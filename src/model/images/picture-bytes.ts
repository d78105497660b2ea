import type {Weights} from '../checkpoint/weights.ts';
import {countTensors} from './convolutional.ts';

/**
Bytes that an image tokenizer needs to draw a picture of so many pixels, beside its weights: the values that are alive at once in the first
block of its finest level, which has the most channels at the full size. No other level and no encoder of the two architectures needs more.
*/
export function pictureBytes(images: Weights, pixels: number): number {
	const upBlocks = countTensors(images, level => `decoder.up_blocks.${level}.resnets.0.norm1.weight`);
	// aMUSEd counts from the coarsest level on, MAGVIT-v2 from the finest.
	const block = upBlocks > 0 ? `decoder.up_blocks.${upBlocks - 1}.resnets.0` : 'decoder.up.0.block.0';
	const [first, last] = [`${block}.conv1.weight`, 'decoder.conv_out.weight'];
	// Opening it will say what is missing.
	if (!images.has(first) || !images.has(last)) return 0;
	const [out = 0, channels = 0] = images.get(first).shape;
	const [colours = 3] = images.get(last).shape;
	// The last layer may give several pixels for each place.
	const places = pixels / (colours / 3);
	// The block's input, its norm and what the first convolution makes of that.
	return 4 * places * (2 * channels + out);
}

/** Bytes of the sums of weights that a frugal decoder makes in place of the convolutions behind its doublings: see `doubledConv`. */
export const doublingBytes = (images: Weights): number =>
	images.names
		.filter(name => /(upsample|upsamplers\.0)\.conv\.weight$/.test(name))
		.reduce((sum, name) => sum + (images.get(name).shape.reduce((product, size) => product * size, 4) * 16) / 9, 0);
