import {expect, test} from 'vitest';
import {parseConfig} from '../../../src/model/checkpoint/config.ts';
import {goldenJson} from '../recipe.ts';

const m = await goldenJson<Record<string, unknown>>('m', 'checkpoint', 'config.json');

test('everything the graph depends on is read', () => {
	expect(parseConfig(m, 'config.json')).toEqual({
		file: 'config.json',
		json: expect.objectContaining(m),
		network: {
			architecture: 'MMadaModelLM',
			width: 32,
			heads: 2,
			keyHeads: 2,
			layers: 3,
			mlpWidth: 72,
			ropeTheta: 500_000,
			normEpsilon: 1e-5,
			maxSequenceLength: 4096,
			isTied: false,
			hasLearnedPositions: false,
		},
	});
});

test('an MLP given by its ratio only has that width', () => {
	expect(parseConfig({...m, mlp_hidden_size: null}, 'config.json').network.mlpWidth).toBe(128);
});

test.each([
	{change: {d_model: undefined}, said: 'd_model'},
	{change: {n_heads: 0}, said: 'n_heads'},
	{change: {n_layers: 1e9}, said: 'n_layers'},
	{change: {d_model: 33}, said: 'd_model 33 does not split into 2 heads of even size'},
	{change: {n_kv_heads: 4}, said: 'n_heads 2 is no multiple of n_kv_heads 4'},
	{change: {alibi: true}, said: 'alibi is true, and only false can be run'},
	{change: {layer_norm_type: 'default'}, said: 'layer_norm_type is "default", and only "rms" can be run'},
	{change: {include_bias: true}, said: 'include_bias is true'},
])('$said', ({change, said}) => {
	expect(() => parseConfig({...m, ...change}, 'x/config.json')).toThrow(said);
	expect(() => parseConfig({...m, ...change}, 'x/config.json')).toThrow('x/config.json does not describe a model that mmada can run');
});

test.each([null, 3, 'text', []])('a config.json that holds %j is refused', json => {
	expect(() => parseConfig(json, 'config.json')).toThrow('does not describe a model');
});
