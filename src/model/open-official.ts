import type {Place} from '../runtime/session.ts';
import type {ModelConfig} from './config.ts';
import type {Layout} from './layout.ts';
import {tokensA} from './layout-a.ts';
import {tokensM} from './layout-m.ts';
import {openHead} from './llada.ts';
import {headTable} from './llada-graph.ts';
import {type Official, type OfficialParts, officialNetwork} from './official.ts';
import {officialStartA, officialStartM} from './official-start.ts';
import {presets} from './presets.ts';
import type {Tokenizer} from './tokenizer.ts';
import type {Weights} from './weights.ts';

type Parts = {
	readonly config: ModelConfig;
	readonly weights: Weights;
	readonly tokenizer: Tokenizer;
	readonly codebookSize: number;
	readonly network: Pick<OfficialParts, 'body' | 'imageHead' | 'width'>;
	readonly place: Place;
};

/** What the released loops need of an open model; none for a model that has no released code. Its whole head opens with its first use. */
export function openOfficial(layout: Layout, {config, weights, tokenizer, codebookSize, network: parts, place}: Parts) {
	const {family, grid, textLength} = layout;
	if (family === 'storybook') return;
	const [vocabularySize = 0] = headTable(config.network, weights).shape;
	const textHead = openHead(config.network, weights, {start: 0, end: vocabularySize, forbidden: []}, place);
	const network = officialNetwork({...parts, textHead});
	const size = {grid, codebookSize, vocabularySize};
	const official: Official =
		family === 'a'
			? {
					family,
					network,
					defaults: {...presets.a.official, blockLength: textLength},
					start: prompt => officialStartA(tokenizer, {...tokensA(tokenizer), codeOffset: layout.codeOffset}, {...size, textLength}, prompt),
				}
			: // Text is counted with its start token there.
				{
					family,
					network,
					defaults: {...presets.m.official, blockLength: textLength},
					start: prompt => officialStartM(tokenizer, tokensM(tokenizer), {...size, textLength: textLength + 1}, prompt),
				};
	return {official, [Symbol.asyncDispose]: textHead[Symbol.asyncDispose]};
}
