import {createHash} from 'node:crypto';
import {cp, mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type {Pixels} from '../../src/model/images/resize.ts';
import {type TensorRecipe, tensorBytes, writeWeights} from '../model/recipe.ts';
import {same, type Tally} from './tally.ts';

/** A JSON file in the shape that the golden README gives it. */
export const readJsonAs = async <Shape>(...parts: readonly string[]): Promise<Shape> =>
	JSON.parse(await readFile(path.join(...parts), 'utf8')) as Shape;

/** Names in a folder; none when it is not there. */
export const namesIn = (...parts: readonly string[]): Promise<string[]> => readdir(path.join(...parts)).catch(() => []);

export async function readPicture(...parts: readonly string[]): Promise<Pixels> {
	const {data, info} = await sharp(path.join(...parts))
		.removeAlpha()
		.toColourspace('srgb')
		.raw()
		.toBuffer({resolveWithObject: true});
	return {width: info.width, height: info.height, rgb: Uint8Array.from(data)};
}

type Recipes = {readonly set_seed: number; readonly tensors: readonly (TensorRecipe & {readonly sha256?: string})[]};

/**
A folder whose weights are safetensors files: `source` itself when they are stored there, else `target`, written from the formula
of its tensors.json, each tensor checked by its hash.
*/
export async function withWeights(source: string, target: string, tally: Tally): Promise<string> {
	const names = await namesIn(source);
	if (names.some(name => name.endsWith('.safetensors'))) return source;
	const {set_seed: seed, tensors} = await readJsonAs<Recipes>(source, 'tensors.json');
	for (const tensor of tensors) {
		if (!tensor.sha256) continue;
		await tally.check(`${source}: tensor ${tensor.name}`, () =>
			same('its sha256', createHash('sha256').update(tensorBytes(tensor, seed)).digest('hex'), tensor.sha256),
		);
	}
	await writeWeights(target, tensors, seed);
	for (const name of names.filter(file => file.endsWith('.json') && file !== 'tensors.json')) {
		await cp(path.join(source, name), path.join(target, name));
	}
	return target;
}

type BaseTokenizer = {readonly model: {readonly vocab: Record<string, number>}; readonly added_tokens: readonly {readonly id: number}[]};

/** A folder with tokenizer.json: `source` itself, or `target` with the filler entries put back up to the first special token. */
export async function withTokenizer(source: string, target: string): Promise<string> {
	const names = await namesIn(source);
	if (names.includes('tokenizer.json')) return source;
	const tokenizer = await readJsonAs<BaseTokenizer>(source, 'tokenizer.base.json');
	const {vocab} = tokenizer.model;
	const end = Math.min(...tokenizer.added_tokens.map(({id}) => id));
	for (let id = Object.keys(vocab).length; id < end; id++) vocab[`~${id.toString(36)}`] = id;
	await mkdir(target, {recursive: true});
	await writeFile(path.join(target, 'tokenizer.json'), JSON.stringify(tokenizer));
	await cp(path.join(source, 'tokenizer_config.json'), path.join(target, 'tokenizer_config.json'));
	return target;
}
