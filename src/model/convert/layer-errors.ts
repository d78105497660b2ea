import type {StoredTensor} from '../../graph/stored-tensor.ts';
import type {NetworkConfig} from '../checkpoint/config.ts';
import {bytesOf, readRows} from '../checkpoint/read-tensor.ts';
import type {Weights} from '../checkpoint/weights.ts';
import {openLayers} from '../network/layerwise.ts';
import type {CalibrationBatch} from './calibration-batch.ts';
import {type Candidate, roundedTensors} from './plan.ts';
import {quantize} from './quantize.ts';

/** By tensor: how much rounding it alone changes what its layer gives on the probe batch, as a share of that (root mean square). */
export type LayerErrors = Readonly<Record<string, number>>;

/** Rows of the head that are rounded and compared at a time. */
const headRows = 8192;

/**
Round every candidate alone and measure the effect on its layer. Yields after each, so that an interrupted measurement can continue:
`known` are not measured again.
*/
export async function* measureErrors(
	config: NetworkConfig,
	weights: Weights,
	candidates: readonly Candidate[],
	{ids, positions, rows}: CalibrationBatch,
	known: LayerErrors = {},
): AsyncGenerator<{readonly name: string; readonly error: number}, void, undefined> {
	const layers = openLayers(config, weights);
	let x = await layers.embed(ids, positions);
	for (let number = 0; number < config.layers; number++) {
		const expected = await layers.layer(number, x, positions);
		for (const candidate of candidates.filter(({layer}) => layer === number)) {
			const {name} = candidate.source;
			if (name in known) continue;
			const given = await layers.layer(number, x, positions, await rounded(weights.folder, candidate));
			yield {name, error: distance(given, expected, config.width)};
		}
		x = expected;
	}
	const head = candidates.find(({layer}) => layer === undefined);
	if (!head || head.source.name in known) return;
	const hidden = await layers.norm(x, rows);
	yield {name: head.source.name, error: await headError(layers, weights.folder, head, hidden, config.width)};
}

/** Whole numbers of a candidate, or of some of its rows, in memory. */
async function rounded(folder: string, {source, how}: Candidate, start = 0, end = source.shape[0] ?? 0): Promise<StoredTensor[]> {
	const [, inputs = 0] = source.shape;
	const {values, scales} = quantize(await readRows(folder, source, start, end), end - start, inputs, how);
	const data = [values, scales].map(bytesOf);
	const planned = roundedTensors({source: {...source, shape: [end - start, inputs]}, how});
	return planned.map((tensor, index) => ({...tensor, file: '', offset: 0, data: data[index]!}));
}

/** The head is too large to be held at once: its error is put together from stretches of its rows. */
async function headError(
	layers: ReturnType<typeof openLayers>,
	folder: string,
	head: Candidate,
	hidden: Float32Array,
	width: number,
): Promise<number> {
	const count = hidden.length / width;
	const [vocabulary = 0] = head.source.shape;
	let [changed, sum, square] = [0, 0, 0];
	for (let start = 0; start < vocabulary; start += headRows) {
		const end = Math.min(vocabulary, start + headRows);
		const scores = await layers.scores(hidden, start, end);
		const given = await layers.scores(hidden, 0, end - start, await rounded(folder, head, start, end));
		for (const [index, score] of scores.entries()) {
			changed += (given[index]! - score) ** 2;
			sum += score;
			square += score ** 2;
		}
	}
	// A shift of all scores changes nothing, so they count from their mean.
	const values = count * vocabulary;
	return Math.sqrt(changed / Math.max(square - sum ** 2 / values, Number.MIN_VALUE));
}

/** Every row counts alike, however large its numbers: the next layer's norm makes them so. */
function distance(given: Float32Array, expected: Float32Array, width: number): number {
	const rows = expected.length / width;
	let sum = 0;
	for (let row = 0; row < rows; row++) {
		let [changed, square] = [0, 0];
		for (let index = row * width; index < (row + 1) * width; index++) {
			changed += (given[index]! - expected[index]!) ** 2;
			square += expected[index]! ** 2;
		}
		sum += square === 0 ? 0 : changed / square;
	}
	return Math.sqrt(sum / rows);
}
