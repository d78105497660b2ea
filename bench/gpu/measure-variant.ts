import {nvidiaGpus} from '../../src/app/gpus.ts';
import type {Template} from '../../src/decoder/denoiser.ts';
import type {TokenId} from '../../src/decoder/ids.ts';
import type {NetworkConfig} from '../../src/model/checkpoint/config.ts';
import type {Weights} from '../../src/model/checkpoint/weights.ts';
import {bodyOptions} from '../../src/model/network/body-options.ts';
import {createDenoiser} from '../../src/model/network/denoiser.ts';
import {passFlops} from '../../src/model/network/flops.ts';
import {openBody, openHead, openKeepingBody} from '../../src/model/network/llada.ts';
import type {BodyOptions} from '../../src/model/network/llada-graph.ts';
import type {Way} from '../../src/model/variants.ts';
import type {Place} from '../../src/runtime/session.ts';

type Options = {
	readonly network: NetworkConfig;
	readonly weights: Weights;
	readonly way: Way;
	readonly place: Place;
	readonly lengths: readonly number[];
	/** Steps of the edit. */
	readonly steps: number;
	readonly codes: number;
	readonly textVocabulary: number;
};

/** A slow device does not do the whole edit: from here on its time is that of the steps so far, as if all were alike. */
const longestMs = 60_000;

/** Time of one pass by length, of a whole guided edit of the longest, the GPU's memory, and the error of one layer against the processor. */
export async function measureVariant({network, weights, way, place, lengths, steps, codes, textVocabulary}: Options) {
	const before = await usedBytes();
	const {arithmetic} = way;
	const how = await bodyOptions(place, weights, arithmetic);
	await using body = openBody(network, weights, place, how);
	const passes = [];
	for (const length of lengths) {
		const input = {ids: tokens(length, textVocabulary), positions: count(length), rows: count(length)};
		const times: number[] = [];
		for (let round = 0; round < 4; round++) times.push(await timeOf(() => body.hidden(input)));
		const [firstMs = 0, ...others] = times;
		const passMs = others.toSorted((a, b) => a - b)[1] ?? 0;
		passes.push({length, firstMs, passMs, flops: passFlops(network, 0, length, 0)});
	}
	const {error} = await compare({network, weights, place, how, textVocabulary});

	await using keepingBody = openKeepingBody(network, weights, place, how);
	await using textHead = openHead(network, weights, {start: 0, end: textVocabulary, forbidden: []}, place);
	await using imageHead = openHead(network, weights, {start: textVocabulary, end: textVocabulary + codes, forbidden: []}, place);
	const length = lengths.at(-1) ?? 0;
	const [picture, text] = [Math.floor(length * 0.43), Math.floor(length * 0.1)];
	const template: Template = {
		ids: tokens(length, textVocabulary) as TokenId[],
		positions: count(length),
		image: count(picture, length - picture - text),
		text: count(text, length - text),
	};
	const denoiser = createDenoiser(
		{body, keepingBody, textHead, imageHead, width: network.width},
		{
			...{conditional: template, withoutText: {...template}, withoutImage: {...template}},
		},
	);
	const output = {text: template.text.map(() => 1 as TokenId), image: template.image.map(() => 1 as TokenId)};
	const ask = (rows: readonly number[], guidance: number) => ({
		...{rows, uniforms: rows.map(() => 0.5), temperature: guidance, guidanceText: guidance, guidanceImage: guidance},
	});
	const step = () => denoiser.predict(output, {text: ask(count(Math.min(32, text)), 0), image: ask(count(picture), 1)});
	await step();
	let [done, doneMs] = [0, 0];
	for (; done < steps && doneMs < longestMs; done++) doneMs += await timeOf(step);
	const after = await usedBytes();
	const gpuBytes = before === undefined || after === undefined ? undefined : after - before;
	return {passes, gpuBytes, error, editMs: (doneMs * steps) / done, isWhole: done === steps};
}

/** Relative error (root mean square) of the first layer's hidden rows against float32 on the processor. */
async function compare({
	network,
	weights,
	place,
	how,
	textVocabulary,
}: Pick<Options, 'network' | 'weights' | 'place' | 'textVocabulary'> & {how: BodyOptions}) {
	const one = {...network, layers: 1};
	const input = {ids: tokens(64, textVocabulary), positions: count(64), rows: count(64)};
	await using exact = openBody(one, weights, {...place, device: 'cpu'}, {attention: 'fused'});
	await using given = openBody(one, weights, place, how);
	const [expected, found] = [await exact.hidden(input), await given.hidden(input)];
	let [squared, own] = [0, 0];
	for (const [index, value] of expected.entries()) {
		squared += (found[index]! - value) ** 2;
		own += value ** 2;
	}
	return {error: Math.sqrt(squared / own)};
}

async function usedBytes(): Promise<number | undefined> {
	const [gpu] = await nvidiaGpus();
	return gpu && -gpu.freeBytes;
}

async function timeOf(work: () => Promise<unknown>): Promise<number> {
	const start = performance.now();
	await work();
	return performance.now() - start;
}

const count = (length: number, start = 0) => Array.from({length}, (_, index) => start + index);
const tokens = (length: number, vocabulary: number) => count(length).map(index => (index * 37) % vocabulary);
