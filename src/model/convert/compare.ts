import path from 'node:path';
import {parseConfig} from '../checkpoint/config.ts';
import {readJson} from '../checkpoint/json-file.ts';
import {openWeights} from '../checkpoint/weights.ts';
import {openLayers} from '../network/layerwise.ts';
import {headTable} from '../network/llada-graph.ts';
import type {CalibrationBatch} from './calibration-batch.ts';

/** Distance of a variant's predictions from the original's, on a probe batch. */
export type Distance = {
	/** Largest difference of a logit. */
	readonly largest: number;
	/** Root mean square of the difference, as a share of the logits' own deviation. */
	readonly relative: number;
	/** Mean Kullback-Leibler divergence, in nats. */
	readonly divergence: number;
	/** Share of rows whose most probable token is the same. */
	readonly agreement: number;
};

/** Tokens of the head that are scored at a time. */
const headRows = 8192;

/** Compare two folders of the same network, layer by layer, so that neither has to fit in memory. */
export async function compareVariants(original: string, variant: string, batch: CalibrationBatch): Promise<Distance> {
	const [expected, given] = [await predict(original, batch), await predict(variant, batch)];
	const rowCount = batch.rows.length;
	const columns = expected.length / rowCount;
	let [largest, squared, own, divergence, agreed] = [0, 0, 0, 0, 0];
	for (let row = 0; row < rowCount; row++) {
		const a = expected.subarray(row * columns, (row + 1) * columns);
		const b = given.subarray(row * columns, (row + 1) * columns);
		const mean = a.reduce((sum, value) => sum + value, 0) / columns;
		const [totalA, totalB] = [logSumExp(a), logSumExp(b)];
		for (let column = 0; column < columns; column++) {
			const [x, y] = [a[column]!, b[column]!];
			largest = Math.max(largest, Math.abs(x - y));
			squared += (x - y) ** 2;
			own += (x - mean) ** 2;
			divergence += Math.exp(x - totalA) * (x - totalA - (y - totalB));
		}
		if (argmax(a) === argmax(b)) agreed++;
	}
	const relative = squared === 0 ? 0 : Math.sqrt(squared / own);
	return {largest, relative, divergence: Math.max(0, divergence / rowCount), agreement: agreed / rowCount};
}

/** Logits of the batch's rows, (rows, vocabulary). */
async function predict(folder: string, {ids, positions, rows}: CalibrationBatch): Promise<Float32Array> {
	const configFile = path.join(folder, 'config.json');
	const {network} = parseConfig(await readJson(configFile), configFile);
	const weights = await openWeights(folder);
	const layers = openLayers(network, weights);
	let x = await layers.embed(ids, positions);
	for (let number = 0; number < network.layers; number++) x = await layers.layer(number, x, positions);
	const hidden = await layers.norm(x, rows);
	const [vocabulary = 1] = headTable(network, weights).shape;
	const logits = new Float32Array(rows.length * vocabulary);
	for (let start = 0; start < vocabulary; start += headRows) {
		const end = Math.min(vocabulary, start + headRows);
		const scores = await layers.scores(hidden, start, end);
		for (let row = 0; row < rows.length; row++)
			logits.set(scores.subarray(row * (end - start), (row + 1) * (end - start)), row * vocabulary + start);
	}
	return logits;
}

function logSumExp(values: Float32Array): number {
	const largest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
	return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}

const argmax = (values: Float32Array): number => values.reduce((best, value, index) => (value > values[best]! ? index : best), 0);
