import path from 'node:path';
import type {TokenId} from '../../../src/decoder/ids.ts';
import {uniform} from '../../../src/decoder/random.ts';
import {openWeights} from '../../../src/model/checkpoint/weights.ts';
import {describeModel} from '../../../src/model/describe.ts';
import {openBody, openHead} from '../../../src/model/network/llada.ts';
import type {BodyOptions} from '../../../src/model/network/llada-graph.ts';
import {openModel} from '../../../src/model/open.ts';
import type {Place} from '../../../src/runtime/session.ts';

const storybook = path.join(import.meta.dirname, '..', '..', '..', 'models', 'storybook');

const instructions = [
	'a red balloon above a small blue house at night',
	'two yellow ducks beside a green tree',
	'a cat and a dog on a beach',
	'a purple fish below a boat',
	'three white stars over a brown hill',
	'a big orange sun behind a tree',
	'a small pink flower left of a house',
	'a black bird right of a red apple',
];
const cpu = {device: 'cpu', threads: 2} as const;

/** One sequence on its way: (L,), and the places that are still masked, text before image. */
type Sequence = {
	readonly ids: readonly number[];
	readonly positions: readonly number[];
	readonly text: readonly number[];
	readonly image: readonly number[];
};

/** The scores that the bundled model gives, by range, row-major; and the tokens of a row. */
export type Scores = {readonly columns: number; readonly logits: Float32Array};

/** Eight instructions, of which nothing, half and nine tenths of the output are there already, as the model itself would choose it. */
export async function sequencesOnTheWay(): Promise<Sequence[]> {
	await using model = await openModel(storybook, cpu);
	const all: Sequence[] = [];
	for (const [number, instruction] of instructions.entries()) {
		const templates = model.templatesFor({instruction});
		const {ids, positions, text, image} = templates.conditional;
		const ask = (places: readonly number[]) => ({
			rows: places.map((_, index) => index),
			uniforms: [],
			temperature: 0,
			guidanceText: 0,
			guidanceImage: 0,
		});
		const masked = {text: text.map(() => model.tokens.mask), image: image.map(() => model.tokens.mask)};
		const chosen = await model.denoiser({conditional: templates.conditional}).predict(masked, {text: ask(text), image: ask(image)});
		for (const share of [0, 0.5, 0.9]) {
			const filled: TokenId[] = [...ids];
			const isDecided = (place: number) => uniform(number, 0, 'imageOrder', place) < share;
			for (const [places, choices] of [
				[text, chosen.text],
				[image, chosen.image],
			] as const) {
				for (const [index, place] of places.entries()) if (isDecided(place)) filled[place] = choices[index]!.id;
			}
			const left = (places: readonly number[]) => places.filter(place => !isDecided(place));
			all.push({ids: filled, positions, text: left(text), image: left(image)});
		}
	}
	return all;
}

/** What a body of the bundled model, or of a variant of it in `folder`, and the head in float32 on the CPU, give for the masked places of each sequence: text, then image. */
export async function scoresOf(
	sequences: readonly Sequence[],
	options: BodyOptions,
	place: Place = cpu,
	folder: string = storybook,
): Promise<Scores[]> {
	await using model = await openModel(storybook, cpu);
	const {codeOffset, codebookSize} = model.tokens;
	const {network} = (await describeModel(storybook)).config;
	const weights = await openWeights(storybook);
	await using body = openBody(network, await openWeights(folder), place, options);
	await using textHead = openHead(network, weights, {start: 0, end: codeOffset, forbidden: []}, cpu);
	await using imageHead = openHead(network, weights, {start: codeOffset, end: codeOffset + codebookSize, forbidden: []}, cpu);
	const scores: Scores[] = [];
	for (const {ids, positions, text, image} of sequences) {
		for (const [rows, head, columns] of [
			[text, textHead, codeOffset],
			[image, imageHead, codebookSize],
		] as const) {
			if (rows.length === 0) continue;
			const hidden = await body.hidden({ids, positions, rows});
			scores.push({columns, logits: await head.logits({hidden: [hidden], scales: [1]})});
		}
	}
	return scores;
}

/** How far scores are from others: root mean square of the difference as a share of theirs, and the share of rows with the same best token. */
export function distanceOf(given: readonly Scores[], expected: readonly Scores[]): {relative: number; agreement: number; rows: number} {
	let [squared, own, same, rows] = [0, 0, 0, 0];
	for (const [index, {columns, logits}] of expected.entries()) {
		const others = given[index]!.logits;
		logits.forEach((value, at) => {
			squared += (others[at]! - value) ** 2;
			own += value ** 2;
		});
		for (let start = 0; start < logits.length; start += columns) {
			rows++;
			if (best(others.subarray(start, start + columns)) === best(logits.subarray(start, start + columns))) same++;
		}
	}
	return {relative: Math.sqrt(squared / own), agreement: same / rows, rows};
}

const best = (values: Float32Array): number => values.reduce((most, value, index) => (value > values[most]! ? index : most), 0);
