import {exitCodes, UserError} from '../../../errors.ts';
import type {ModelConfig} from '../../checkpoint/config.ts';
import {damaged} from '../../checkpoint/json-file.ts';
import type {Family} from '../family.ts';
import {parseStorybook, type StorybookConfig} from './config.ts';
import {storybookLayout, storybookLength} from './layout.ts';

/** The bundled model's kind: all of its shape stands in config.json, and none of it can be asked for otherwise. */
export const storybook: Family = {
	name: 'storybook',
	title: 'the bundled model',
	isNamedIn: ({json}) => json.mmada !== undefined,
	trainedFit: 'crop',
	rounding: 'nearest',
	async describe({config}) {
		const said = parseStorybook(config);
		const {rows, columns, textLength} = said;
		const length = storybookLength(said);
		checkLength(length, config);
		return {
			grid: {rows, columns},
			textLength,
			isFixed: true,
			patch: said.patch,
			codebookSize: said.codebookSize,
			defaults: said.defaults,
			things: said.things,
			cannotDraw: said.cannotDraw,
			inputSize: () => ({width: columns * said.patch, height: rows * said.patch}),
			tokensOf: () => ({all: length, prompt: length - rows * columns - textLength}),
			layout(tokenizer, asked) {
				checkTextLength(said, asked.textLength);
				return storybookLayout(said, tokenizer);
			},
		};
	},
};

/** Positions of a sequence, ten times those of the released models: attention looks at all pairs of them. */
const longestLayout = 1 << 14;

function checkLength(length: number, {network, file}: ModelConfig): void {
	if (length > longestLayout) throw damaged(file, `lays out ${length} positions, more than can be run`);
	if (length > network.maxSequenceLength)
		throw damaged(file, `lays out ${length} positions, and max_sequence_length is ${network.maxSequenceLength}`);
}

function checkTextLength({textLength}: StorybookConfig, asked: number | undefined): void {
	if (asked === undefined || asked === textLength) return;
	throw new UserError(`This model writes ${textLength} text tokens, not ${asked}.`, {
		hint: 'Leave out --text-length.',
		exitCode: exitCodes.usage,
	});
}
