import {z} from 'zod';
import {parsePart, size} from '../../checkpoint/config.ts';
import type {Family} from '../family.ts';
import {countingTokenizer, countTokens, squareGrid} from '../sequence.ts';
import {bestCrop, cropSizes, cropToFit} from './crop.ts';
import {layoutA} from './layout.ts';
import {releasedA} from './released.ts';

/** Side of the pictures that it makes unless asked (px), and tokens of their text. */
const usualSide = 512;
const usualTextLength = 256;

/** The part of config.json about codes: the token of code 0. */
const schema = z.looseObject({text_vocab_size: size.nullish()});

/** MMaDA-Parallel-A, and Lumina-DiMOO that it was made from. */
export const familyA: Family = {
	name: 'a',
	title: 'MMaDA-Parallel-A',
	isNamedIn: ({network}) => !network.hasLearnedPositions && /multimodalgeneration|dimoo|xllmx/i.test(network.architecture),
	isLikelyWith: name => /vqmodel/i.test(name),
	trainedFit: 'crop',
	prepare: image => cropToFit(image),
	rounding: 'nearest',
	async describe({config, images}) {
		const {text_vocab_size: codeOffset} = parsePart(schema, config.json, config);
		const {patch, codebookSize} = await images();
		const grid = squareGrid(usualSide / patch);
		const shape = (asked = usualTextLength) => ({grid, textLength: asked, ...(codeOffset && {codeOffset})});
		return {
			grid,
			textLength: usualTextLength,
			isFixed: false,
			patch,
			codebookSize,
			// Settings of the released inference.py, with the text in blocks as the paper has them.
			defaults: {steps: 128, imageSteps: 64, blockLength: 64, guidanceText: 2.5, guidanceImage: 4, temperature: 1, textTemperature: 0},
			inputSize({width, height}) {
				const [wide, high] = bestCrop([width, height], cropSizes(256));
				return {width: wide, height: high};
			},
			tokensOf: run => countTokens(layoutA(countingTokenizer, {...shape(run.textLength), maxLength: Number.POSITIVE_INFINITY}), run),
			layout: (tokenizer, asked) =>
				layoutA(tokenizer, {
					...shape(asked.textLength),
					...(asked.grid && {grid: asked.grid}),
					maxLength: config.network.maxSequenceLength,
				}),
		};
	},
	released: releasedA,
};
