import path from 'node:path';
import {parseConfig} from './config.ts';
import {readJson} from './files.ts';
import {openBody, openHead} from './llada.ts';
import {headTable} from './llada-graph.ts';
import {openWeights} from './weights.ts';

/** How far a variant's predictions are from the original's, over a batch of made-up tokens. */
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

const length = 48;
const rowCount = 16;

/** Compare two folders of the same network. */
export async function compareVariants(original: string, variant: string): Promise<Distance> {
	const expected = await probe(original);
	const given = await probe(variant);
	let largest = 0;
	let squared = 0;
	let own = 0;
	let divergence = 0;
	let agreed = 0;
	const columns = expected.length / rowCount;
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
	return {largest, relative: Math.sqrt(squared / own), divergence: Math.max(0, divergence / rowCount), agreement: agreed / rowCount};
}

/** Logits of some rows of a fixed sequence, (rows, vocabulary). */
async function probe(folder: string): Promise<Float32Array> {
	const configFile = path.join(folder, 'config.json');
	const {network} = parseConfig(await readJson(configFile), configFile);
	const weights = await openWeights(folder);
	const [vocabulary = 1] = headTable(network, weights).shape;
	const place = {device: 'cpu', threads: 2} as const;
	await using body = openBody(network, weights, place);
	await using head = openHead(network, weights, {start: 0, end: vocabulary, forbidden: []}, place);
	// Spread over the vocabulary by the golden ratio.
	const ids = Array.from({length}, (_, index) => Math.floor((((index + 1) * 0.618_033_988_75) % 1) * vocabulary));
	const rows = Array.from({length: rowCount}, (_, index) => index * (length / rowCount));
	const hidden = await body.hidden({ids, positions: ids.map((_, index) => index), rows});
	return await head.logits({hidden: [hidden], scales: [1], uniforms: rows.map(() => 0.5), temperature: 0});
}

function logSumExp(values: Float32Array): number {
	const largest = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
	return largest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - largest), 0));
}

const argmax = (values: Float32Array): number => values.reduce((best, value, index) => (value > values[best]! ? index : best), 0);
