import type {Place} from '../../runtime/session.ts';
import type {ModelConfig} from '../checkpoint/config.ts';
import type {Weights} from '../checkpoint/weights.ts';
import {openHead} from '../network/llada.ts';
import {headTable} from '../network/llada-graph.ts';
import type {Tokenizer} from '../text/tokenizer.ts';
import {tokensA} from './a/layout.ts';
import {presets} from './defaults.ts';
import type {Layout} from './layout.ts';
import {tokensM} from './m/layout.ts';
import {type Official, type OfficialParts, officialNetwork} from './released-network.ts';
import {officialStartA, officialStartM} from './released-start.ts';

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
