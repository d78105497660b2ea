import {z} from 'zod';
import {parsePart, size} from '../../checkpoint/config.ts';
import {resize} from '../../images/resize.ts';
import type {Family} from '../family.ts';
import {countingTokenizer, countTokens, squareGrid} from '../sequence.ts';
import {layoutM} from './layout.ts';
import {releasedM} from './released.ts';

/** Side of the pictures that it was trained on (px), and tokens of their text, where config.json does not say otherwise. */
const trainedSide = 512;
const trainedTextLength = 255;

/** The part of config.json about pictures: tokens of the one that is made. */
const schema = z.looseObject({num_vq_tokens: size.nullish()});

/** MMaDA-Parallel-M, and the MMaDA models before it. */
export const familyM: Family = {
	name: 'm',
	title: 'MMaDA-Parallel-M',
	isNamedIn: ({network}) => !network.hasLearnedPositions && /mmada/i.test(network.architecture),
	isLikelyWith: name => /magvit/i.test(name),
	trainedFit: 'stretch',
	// The whole picture at the network's size, its shape not kept.
	prepare: (image, {width, height}) => resize(image, width, height, 'bicubic'),
	// The released code cuts off what is behind the point.
	rounding: 'down',
	async describe({config, images}) {
		const {num_vq_tokens: tokens} = parsePart(schema, config.json, config);
		const {patch, codebookSize} = await images();
		const grid = squareGrid(tokens ? Math.sqrt(tokens) : trainedSide / patch);
		const side = tokens ? grid.columns * patch : trainedSide;
		// Its start token counts as text there.
		const shape = (asked = trainedTextLength) => ({grid, textLength: asked + 1});
		return {
			grid,
			textLength: trainedTextLength,
			isFixed: false,
			patch,
			codebookSize,
			// The paper's settings; its guidance scale is applied to the instruction.
			defaults: {steps: 128, imageSteps: 30, blockLength: 64, guidanceText: 3.5, guidanceImage: 0, temperature: 1, textTemperature: 0},
			inputSize: () => ({width: side, height: side}),
			tokensOf: run => countTokens(layoutM(countingTokenizer, {...shape(run.textLength), maxLength: Number.POSITIVE_INFINITY}), run),
			layout: (tokenizer, asked) =>
				layoutM(tokenizer, {
					...shape(asked.textLength),
					...(asked.grid && {grid: asked.grid}),
					maxLength: config.network.maxSequenceLength,
				}),
		};
	},
	released: releasedM,
};
