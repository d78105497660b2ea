import path from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {decodeReleasedA} from '../../../src/decoder/released/a.ts';
import {decodeReleasedM} from '../../../src/decoder/released/m.ts';
import {chooseFromLogits, type ReleasedNetwork} from '../../../src/decoder/released/network.ts';
import {parseConfig} from '../../../src/model/checkpoint/config.ts';
import {readJson} from '../../../src/model/checkpoint/json-file.ts';
import {openWeights} from '../../../src/model/checkpoint/weights.ts';
import {openBody, openHead} from '../../../src/model/network/llada.ts';
import {attentions, place} from '../../golden-replay/network.ts';
import {temporaryFolder, writeGolden} from '../../model/recipe.ts';
import {runToEnd} from './run-to-end.ts';
import {readTraceA, readTraceM, recordedDraws, runOfA, runOfM, traceNames, vocabularySize} from './traces.ts';

/*
Every token of every step of every recorded run of the released code, once with the choices made from raw logits and once in the graph; on another
device by MMADA_GOLDEN_DEVICE.
*/
type Pass = {readonly rows: readonly number[]; readonly hidden: Float32Array};

/** The network of a golden checkpoint. `inGraph`: choices are made there wherever it can make them. */
async function openOfficial(folder: string, codeOffset: number, inGraph: boolean) {
	const {network} = parseConfig(await readJson(path.join(folder, 'config.json')), 'config.json');
	const weights = await openWeights(folder);
	const body = openBody(network, weights, place, {attention: attentions[0], ...(place.device !== 'cpu' && {tables: 'wide'})});
	const head = (start: number, end: number) => openHead(network, weights, {start, end, forbidden: []}, place);
	const textHead = head(0, vocabularySize);
	const imageHead = head(codeOffset, codeOffset + 8192);
	const {width} = network;
	const official: ReleasedNetwork<Pass> = {
		pass: async (ids, rows) => ({rows, hidden: await body.hidden({ids, positions: ids.map((_, index) => index), rows})}),
		async choose({passes, rows, start, end, sampling}) {
			const chosen = start === 0 ? textHead : imageHead;
			const input = {
				hidden: passes.map(({pass}) => Float32Array.from(rows.flatMap(row => [...hiddenRow(pass, row, width)]))),
				scales: passes.map(({scale}) => scale),
				uniforms: sampling.type === 'inverse-cdf' ? sampling.uniforms : rows.map(() => 0.5),
				temperature: sampling.type === 'inverse-cdf' ? 1 : 0,
			};
			if (!inGraph || sampling.type === 'gumbel')
				return chooseFromLogits(await chosen.logits(input), {columns: end - start, start, sampling});
			const {ids, probabilities} = await chosen.choose(input);
			return rows.map((_, order) => ({id: Number(ids[order]) as never, probability: probabilities[order]!}));
		},
	};
	const dispose = async () => {
		for (const part of [body, textHead, imageHead]) await part[Symbol.asyncDispose]();
	};
	return {official, [Symbol.asyncDispose]: dispose};
}

const hiddenRow = ({rows, hidden}: Pass, row: number, width: number) => {
	const order = rows.indexOf(row);
	return hidden.subarray(order * width, (order + 1) * width);
};

/** The sequence after each step, and the codes sampled in it, as recorded. */
function expectedSteps(ids: readonly number[], steps: Awaited<ReturnType<typeof readTraceA>>['steps']) {
	let now = [...ids];
	return steps.map(({changed, sampled_ids: sampled}, step) => {
		now = [...now];
		for (const [index, id] of changed) now[index] = id;
		return {step, ids: now, ...(sampled && {sampled})};
	});
}

describe.each([
	{by: 'raw logits', inGraph: false},
	{by: 'choices in the graph', inGraph: true},
])('by $by', ({inGraph}) => {
	describe.each([
		{family: 'a', codeOffset: 126_356},
		{family: 'm', codeOffset: 126_349},
	] as const)('family $family', ({family, codeOffset}) => {
		let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
		let network: Awaited<ReturnType<typeof openOfficial>>;
		beforeAll(async () => {
			temporary = await temporaryFolder();
			await writeGolden(temporary.folder, family, 'checkpoint');
			network = await openOfficial(temporary.folder, codeOffset, inGraph);
		});
		afterAll(async () => {
			await network[Symbol.asyncDispose]();
			await temporary[Symbol.asyncDispose]();
		});

		test.each(traceNames(family))('%s: every token of every step is that of the released code', async name => {
			const {trace, loop, draws} = family === 'a' ? await openTraceA(name) : await openTraceM(name);
			const {steps, result} = await runToEnd(loop);
			expect(steps).toEqual(expectedSteps('initial_ids' in trace ? trace.initial_ids : trace.inputs.input_ids, trace.steps));
			expect(result).toEqual({text: trace.final_text_ids, codes: trace.final_image_codes});
			expect(draws.left()).toBe(0);
		});

		async function openTraceA(name: string) {
			const trace = await readTraceA(name);
			const {start, settings} = runOfA(trace);
			const draws = recordedDraws(trace.draws);
			return {trace, draws, loop: decodeReleasedA(network.official, start, settings, draws)};
		}

		async function openTraceM(name: string) {
			const trace = await readTraceM(name);
			const {start, settings} = runOfM(trace);
			const draws = recordedDraws(trace.draws);
			return {trace, draws, loop: decodeReleasedM(network.official, start, settings, draws)};
		}
	});
});

test('family M refuses both guidance scales at 0, as the released code does', async () => {
	const {start, settings} = runOfM(await readTraceM('t2i'));
	const nobody: ReleasedNetwork<never> = {pass: () => Promise.reject(new Error('asked')), choose: () => Promise.reject(new Error('asked'))};
	const loop = decodeReleasedM(nobody, start, {...settings, guidanceText: 0, guidanceImage: 0}, recordedDraws({}));
	await expect(loop.next()).rejects.toThrow('both guidance scales at 0');
});
