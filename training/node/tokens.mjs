/*
What the TypeScript decoder makes of requests: `node tokens.mjs MODEL [rows columns textLength]`, with a request a line on stdin
({instruction, input?: {codes, columns}, seed, settings}) and {text, codes, words} a line on stdout: tokens, codes and the text in words.
*/

import {createInterface} from 'node:readline';
import {decode} from '../../dist/decoder/decode.js';
import {maskedOutput, startDecoding} from '../../dist/decoder/state.js';
import {openModel} from '../../dist/model/open.js';

const [folder = '.', rows, columns, textLength] = process.argv.slice(2);
const shape = rows === undefined ? {} : {grid: {rows: Number(rows), columns: Number(columns)}, textLength: Number(textLength)};
const model = await openModel(folder, {threads: 1, ...shape});
for await (const line of createInterface({input: process.stdin})) {
	process.stdout.write(`${JSON.stringify(await tokensOf(JSON.parse(line)))}\n`);
}
await model[Symbol.asyncDispose]();

async function tokensOf({instruction, input, seed, settings}) {
	const prompt = {
		instruction,
		...(input && {inputCodes: input.codes, inputGrid: {rows: input.codes.length / input.columns, columns: input.columns}}),
	};
	const {mask, codeOffset} = model.tokens;
	const {grid} = model.facts;
	let state = startDecoding({
		settings: {...model.defaults, recipe: 'parallel', ...settings},
		seed,
		maskToken: mask,
		output: maskedOutput(model.textLength, grid.rows * grid.columns, mask),
	});
	for await (const step of decode(model.denoiser(model.templatesFor(prompt)), state)) state = step.state;
	const {text, image} = state.output;
	return {text, codes: image.map(token => token - codeOffset), words: model.tokenizer.decodeWithMasks(text)};
}
