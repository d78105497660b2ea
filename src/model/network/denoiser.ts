import type {Choice, Denoiser, Output, RowRequest, Template, Templates} from '../../decoder/denoiser.ts';
import type {TokenId} from '../../decoder/ids.ts';
import {finite} from '../not-finite.ts';
import type {BodyInput, HeadInput, HeadOutput, HeadRows} from './llada.ts';
import {createPromptCache, type KeepingBody} from './prompt-cache.ts';

type Head = {
	choose(input: HeadInput): Promise<HeadOutput>;
	score(input: HeadRows & {readonly tokens: readonly number[]}): Promise<Float32Array>;
};

/** The graphs a denoiser runs. */
export type Network = {
	readonly body: {hidden(input: BodyInput): Promise<Float32Array>};
	/** The same body for passes that share what they make of the prompt. */
	readonly keepingBody: KeepingBody;
	readonly textHead: Head;
	readonly imageHead: Head;
	/** Floats in a hidden row. */
	readonly width: number;
};

const nothing: RowRequest = {rows: [], uniforms: [], temperature: 0, guidanceText: 0, guidanceImage: 0};

/** Scores the asked rows of one run's sequences: one pass of the body per sequence that matters, one of each head. */
export function createDenoiser(network: Network, {conditional, withoutText, withoutImage}: Templates): Denoiser {
	const share = createPromptCache(network.keepingBody);
	return {
		async predict(output, {text = nothing, image = nothing, cacheWindow}) {
			const run: RunBody = (template, input) =>
				cacheWindow === undefined ? network.body.hidden(input) : share(cacheWindow, template, input);
			const passes: Pass[] = [];
			for (const [template, scaleOf] of [
				[conditional, (request: RowRequest) => guidedScale(request, withoutText, withoutImage)],
				[withoutText, (request: RowRequest) => -request.guidanceText],
				[withoutImage, (request: RowRequest) => -request.guidanceImage],
			] as const) {
				if (template) passes.push(await pass(run, template, output, {text, image, width: network.width, scaleOf}));
			}
			return {
				text: await choose(
					network.textHead,
					text,
					passes.map(({text: part}) => part),
				),
				image: await choose(
					network.imageHead,
					image,
					passes.map(({image: part}) => part),
				),
			};
		},
	};
}

/** Hidden rows of one sequence and their scale in the guided sum; a scale of 0 stands for a pass that was not made. */
type Part = {readonly scale: number; readonly hidden: Float32Array};
type Pass = {readonly text: Part; readonly image: Part};

const guidedScale = ({guidanceText, guidanceImage}: RowRequest, withoutText?: Template, withoutImage?: Template) =>
	1 + (withoutText ? guidanceText : 0) + (withoutImage ? guidanceImage : 0);

type RunBody = (template: Template, input: BodyInput) => Promise<Float32Array>;

type Asked = {
	readonly text: RowRequest;
	readonly image: RowRequest;
	readonly width: number;
	readonly scaleOf: (request: RowRequest) => number;
};

/** Run the body over one sequence for the rows whose scale in it is not 0. */
async function pass(run: RunBody, template: Template, output: Output, {text, image, width, scaleOf}: Asked): Promise<Pass> {
	const textScale = scaleOf(text);
	const imageScale = scaleOf(image);
	const textRows = textScale === 0 ? [] : text.rows.map(row => template.text[row]!);
	const imageRows = imageScale === 0 ? [] : image.rows.map(row => template.image[row]!);
	const rows = [...textRows, ...imageRows];
	const hidden =
		rows.length === 0 ? new Float32Array() : await run(template, {ids: fillIn(template, output), positions: template.positions, rows});
	const border = textRows.length * width;
	return {text: {scale: textScale, hidden: hidden.subarray(0, border)}, image: {scale: imageScale, hidden: hidden.subarray(border)}};
}

/** The sequence with the output so far in its places. */
function fillIn(template: Template, output: Output): TokenId[] {
	const ids = [...template.ids];
	template.text.forEach((place, index) => {
		ids[place] = output.text[index]!;
	});
	template.image.forEach((place, index) => {
		ids[place] = output.image[index]!;
	});
	return ids;
}

async function choose(head: Head, request: RowRequest, parts: readonly Part[]): Promise<Choice[]> {
	const {rows, tokens, uniforms, temperature} = request;
	if (rows.length === 0) return [];
	const used = parts.filter(({scale}) => scale !== 0);
	const seen = {hidden: used.map(({hidden}) => hidden), scales: used.map(({scale}) => scale)};
	if (tokens) {
		const scores = await head.score({...seen, tokens});
		finite(scores, 'What the model predicts');
		return tokens.map((id, index) => ({id, probability: scores[index]!}));
	}
	const {ids, probabilities} = await head.choose({
		...seen,
		// At temperature 0 a caller may leave the uniforms out.
		uniforms: rows.map((_, index) => uniforms[index] ?? 0.5),
		temperature,
	});
	finite(probabilities, 'What the model predicts');
	return rows.map((_, index) => ({id: ids[index] as TokenId, probability: probabilities[index]!}));
}
