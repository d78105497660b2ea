import path from 'node:path';
import {parseConfig} from '../../src/model/checkpoint/config.ts';
import {readJson} from '../../src/model/checkpoint/json-file.ts';
import {openWeights} from '../../src/model/checkpoint/weights.ts';
import {releasedNetwork} from '../../src/model/families/released-network.ts';
import {openBody, openHead} from '../../src/model/network/llada.ts';
import {type BodyOptions, headTable} from '../../src/model/network/llada-graph.ts';
import type {Device, Place} from '../../src/runtime/session.ts';

/** MMADA_GOLDEN_DEVICE, the CPU unless set. */
export const place: Place = {device: (process.env.MMADA_GOLDEN_DEVICE ?? 'cpu') as Device, threads: 2};
/** Ways of attention to replay: a GPU may have the fused one wrong, and is then run with the plain one. */
export const attentions = place.device === 'cpu' ? (['fused', 'plain'] as const) : (['plain'] as const);

/** The network of a checkpoint folder, with its whole head. */
export async function openNetwork(folder: string, options: BodyOptions = {attention: attentions[0]}) {
	const {network} = parseConfig(await readJson(path.join(folder, 'config.json')), path.join(folder, 'config.json'));
	const weights = await openWeights(folder);
	const [vocabularySize = 0] = headTable(network, weights).shape;
	const body = openBody(network, weights, place, {...options, ...(place.device !== 'cpu' && {tables: 'wide'})});
	const head = (start: number, end: number) => openHead(network, weights, {start, end, forbidden: []}, place);
	const textHead = head(0, vocabularySize);
	const imageHeads: ReturnType<typeof head>[] = [];
	return {
		vocabularySize,
		/** All logits of a sequence, (L, vocabulary). */
		async logits(ids: readonly number[], keyBias?: readonly number[]) {
			const rows = ids.map((_, index) => index);
			const hidden = await body.hidden({ids, positions: rows, rows, ...(keyBias && {keyBias})});
			return textHead.logits({hidden: [hidden], scales: [1]});
		},
		/** The network as the released loops use it. */
		official(codeOffset: number, codebookSize: number, sampling: 'graph' | 'logits') {
			const imageHead = head(codeOffset, codeOffset + codebookSize);
			imageHeads.push(imageHead);
			return releasedNetwork({body, textHead, imageHead, width: network.width}, sampling);
		},
		async [Symbol.asyncDispose]() {
			for (const part of [body, textHead, ...imageHeads]) await part[Symbol.asyncDispose]();
		},
	};
}

export type Network = Awaited<ReturnType<typeof openNetwork>>;
