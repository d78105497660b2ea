import {cp, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {golden, temporaryFolder, writeGolden} from './recipe.ts';

type BaseTokenizer = {model: {vocab: Record<string, number>}; added_tokens: {id: number}[]};

/** Write the tokenizer of a golden family with its filler vocabulary: entries up to the first special token. */
async function writeTokenizer(folder: string, ...parts: readonly string[]): Promise<void> {
	const tokenizer = JSON.parse(await readFile(golden(...parts, 'tokenizer.base.json'), 'utf8')) as BaseTokenizer;
	const {vocab} = tokenizer.model;
	const end = Math.min(...tokenizer.added_tokens.map(({id}) => id));
	for (let id = Object.keys(vocab).length; id < end; id++) vocab[`~${id.toString(36)}`] = id;
	await writeFile(path.join(folder, 'tokenizer.json'), JSON.stringify(tokenizer));
	await cp(golden(...parts, 'tokenizer_config.json'), path.join(folder, 'tokenizer_config.json'));
}

/** A whole checkpoint folder of a released family, tiny, as `models import` leaves it. */
export async function releasedFolder(family: 'a' | 'm') {
	const temporary = await temporaryFolder();
	await writeGolden(temporary.folder, family, 'checkpoint');
	await writeGolden(path.join(temporary.folder, 'vqvae'), family, 'vqvae');
	await writeTokenizer(temporary.folder, family, 'tokenizer');
	return temporary;
}
