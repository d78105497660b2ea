import {lstat, readFile} from 'node:fs/promises';
import path from 'node:path';
import type {ExitCode} from '../../errors.ts';
import {exitCodes} from '../../errors.ts';
import {asUserError} from '../../files/errors.ts';
import {checkReplaced, makeResultFolder, saveTogether} from '../../files/save.ts';
import {worldDefinition} from '../../world/export/definition.ts';
import {exportItems} from '../../world/export/export.ts';
import {exportSprites} from '../../world/export/export-sprites.ts';
import {collectPieces, countWords, createVocabulary, tokenizerJson, toPieces} from '../../world/export/vocabulary.ts';
import {cannotDraw} from '../../world/language/cannot-draw.ts';
import {nounWords} from '../../world/language/words.ts';
import {createRandom} from '../../world/random.ts';
import type {Split} from '../../world/scene/sample.ts';
import {readCorpus} from '../../world/voices/corpus.ts';
import {fillTemplate} from '../../world/voices/fill.ts';
import {drawSuite} from '../../world/voices/suite.ts';
import type {VoiceTemplate} from '../../world/voices/template.ts';
import {toWorldOptions} from '../parse/options.ts';
import type {Parsed} from '../parse/parse.ts';
import {printData} from '../terminal/out.ts';

/** Share of exercises that the writers of a corpus ask for. */
const voiceShare = 0.5;

/** Items held out for watching a training run and for the final look; the bench draws its own. */
const heldOut = [
	{split: 'validation', count: 4000},
	{split: 'test', count: 2000},
] as const satisfies readonly {split: Split; count: number}[];

/** A small export, to try something, holds out no more than it has to train on; fewer than these tell nothing. */
const leastHeldOut = 256;

/** Written first, and called like nothing in a model's folder: it shows that a folder holds such an export. */
const markName = `${heldOut[0].split}.safetensors`;

/** `mmada world`: all that training reads, deterministic by seed: the tokenizer, the names of its things, the items of each split, the artwork. */
export async function world(parsed: Parsed): Promise<ExitCode> {
	const {folder, count, seed, corpus} = toWorldOptions(parsed);
	await makeResultFolder(folder);
	await checkFree(folder);
	try {
		await exportAll(folder, count, seed, corpus);
	} catch (error) {
		throw asUserError(error, folder, 'name another folder with --output');
	}
	return exitCodes.ok;
}

async function exportAll(folder: string, count: number, seed: number, corpus: string | undefined): Promise<void> {
	const voices = corpus === undefined ? [] : readCorpus(corpus);
	const everyday = corpus === undefined ? [] : (await readFile(path.join(corpus, 'everyday-words.txt'), 'utf8')).trim().split('\n');
	const of = (split: Split) => voices.filter(voice => voice.split === split);
	const heard = of('train').flatMap(({templates}) => templates.map(({say}) => say.replaceAll(/\{[^}]*\}/g, ' ')));
	const thought = of('train').flatMap(({templates}) => samplesOf(templates));
	const vocabulary = createVocabulary([...collectPieces(), ...thought], [...countWords(heard, 2), ...everyday]);
	const save = async (name: string, data: string | Uint8Array) => {
		const bytes = typeof data === 'string' ? Buffer.from(data) : data;
		const [file = ''] = await saveTogether(folder, name, [{extension: '', bytes}], {force: true});
		printData(`${file}\n`);
	};
	const options = (split: Split) => ({split, ...(of(split).length > 0 && {voices: of(split), voiceShare})});
	for (const [index, {split, count: items}] of heldOut.entries()) {
		await save(
			`${split}.safetensors`,
			exportItems(vocabulary, Math.min(items, Math.max(leastHeldOut, count)), seed + index + 1, options(split)),
		);
	}
	await save('tokenizer.json', JSON.stringify(tokenizerJson(vocabulary)));
	if (of('test').length > 0) await save('voices.json', `${JSON.stringify(drawSuite(createRandom(seed), of('test')), null, '\t')}\n`);
	await save('world.json', `${JSON.stringify(worldDefinition, null, '\t')}\n`);
	await save('things.json', JSON.stringify(Object.values(nounWords)));
	await save('cannot-draw.json', JSON.stringify(cannotDraw));
	await save('train.safetensors', exportItems(vocabulary, count, seed, options('train')));
	await save('sprites.safetensors', await exportSprites());
}

/** Check that the folder may be written: all of an earlier export is replaced, and nothing else. @throws UserError (73) */
async function checkFree(folder: string): Promise<void> {
	const isEarlier = (await lstat(path.join(folder, markName)).catch(() => undefined))?.isFile() === true;
	for (const name of [
		'tokenizer.json',
		'things.json',
		'cannot-draw.json',
		'world.json',
		'voices.json',
		'train.safetensors',
		'sprites.safetensors',
		...heldOut.map(({split}) => `${split}.safetensors`),
	])
		await checkReplaced(folder, name, [{extension: '', isOwn: () => isEarlier}]);
}

/** Pieces of the reasonings that templates lead to. */
function samplesOf(templates: readonly VoiceTemplate[]): readonly string[] {
	const random = createRandom(2);
	return templates.flatMap(template => toPieces(fillTemplate(random, template)?.reasoning ?? ''));
}
