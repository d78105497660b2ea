import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {ExitCode} from '../../errors.ts';
import {exitCodes} from '../../errors.ts';
import {asUserError} from '../../files/errors.ts';
import {makeResultFolder} from '../../files/save.ts';
import {exportItems} from '../../world/export/export.ts';
import {exportSprites} from '../../world/export/export-sprites.ts';
import {collectPieces, createVocabulary, tokenizerJson} from '../../world/export/vocabulary.ts';
import {nounWords} from '../../world/language/words.ts';
import type {Split} from '../../world/scene/sample.ts';
import {toWorldOptions} from '../parse/options.ts';
import type {Parsed} from '../parse/parse.ts';
import {printData} from '../terminal/out.ts';

/** Items held out for watching a training run and for the final look; the bench draws its own. */
const heldOut = [
	{split: 'validation', count: 4000},
	{split: 'test', count: 2000},
] as const satisfies readonly {split: Split; count: number}[];

/** `mmada world`: all that training reads, deterministic by seed: the tokenizer, the names of its things, the items of each split, the artwork. */
export async function world(parsed: Parsed): Promise<ExitCode> {
	const {folder, count, seed} = toWorldOptions(parsed);
	await makeResultFolder(folder);
	try {
		await exportAll(folder, count, seed);
	} catch (error) {
		throw asUserError(error, folder, 'name another folder with --output');
	}
	return exitCodes.ok;
}

async function exportAll(folder: string, count: number, seed: number): Promise<void> {
	const vocabulary = createVocabulary(collectPieces());
	const save = async (name: string, data: string | Uint8Array) => {
		await writeFile(path.join(folder, name), data);
		printData(`${path.join(folder, name)}\n`);
	};
	await save('tokenizer.json', JSON.stringify(tokenizerJson(vocabulary)));
	await save('things.json', JSON.stringify(Object.values(nounWords)));
	for (const [index, {split, count: items}] of heldOut.entries()) {
		await save(`${split}.safetensors`, exportItems(vocabulary, items, seed + index + 1, {split}));
	}
	await save('train.safetensors', exportItems(vocabulary, count, seed, {split: 'train'}));
	await exportSprites(path.join(folder, 'sprites.safetensors'));
	printData(`${path.join(folder, 'sprites.safetensors')}\n`);
}
