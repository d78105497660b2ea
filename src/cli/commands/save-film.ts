import {stat} from 'node:fs/promises';
import path from 'node:path';
import {checkPlainOutput, taken} from '../../app/output-target.ts';
import {checkFolder, checkReplaced, type Part, type PartName, saveTogether, standsAt} from '../../files/save.ts';
import {encodeFilm} from '../../film/file.ts';
import type {Film} from '../../film/film.ts';
import {filmPage, isFilmPage} from '../../film/page.ts';
import {drawStrip} from '../../film/strip.ts';
import {encodePng} from '../../picture/codec.ts';
import {type ExportKind, exportExtensions, type ReplayOptions} from '../parse/options.ts';
import {printNotice} from '../terminal/out.ts';

/** Save a film in every way that was asked for, beside its transcript unless another place is named. @returns the paths */
export async function saveFilm(film: Film, options: ReplayOptions): Promise<string[]> {
	const {folder, stem, isNamed} = await filmTarget(options);
	await checkFolder(folder);
	const names = options.exports.map(kind => partOf(kind, options));
	for (const {extension} of names) await checkPlainOutput(path.join(folder, `${stem}${extension}`));
	if (options.isForced) await checkReplaced(folder, stem, names);
	else if (isNamed) await checkFree(names.map(({extension}) => path.join(folder, `${stem}${extension}`)));
	const parts: Part[] = [];
	for (const [index, kind] of options.exports.entries()) {
		if (!options.report.isQuiet) printNotice(`drawing ${kind} ...\n`);
		parts.push({...names[index]!, bytes: await encodeAs(kind, film, options.speed)});
	}
	return saveTogether(folder, stem, parts, {force: options.isForced});
}

async function encodeAs(kind: ExportKind, film: Film, speed: number | undefined): Promise<Uint8Array> {
	switch (kind) {
		case 'gif':
		case 'webp':
			return encodeFilm(film, kind, speed);
		case 'png-strip':
			return encodePng(await drawStrip(film));
		case 'html':
			return Buffer.from(await filmPage(film));
	}
}

/** A folder that is there, or ends in a separator, takes files named like the transcript. */
async function filmTarget({file, output}: ReplayOptions): Promise<{folder: string; stem: string; isNamed?: boolean}> {
	const {dir, name} = path.parse(file);
	if (output === undefined) return {folder: dir || '.', stem: name};
	if (/[\\/]$/.test(output) || (await stat(output).catch(() => undefined))?.isDirectory()) return {folder: output, stem: name};
	await checkPlainOutput(output);
	const given = path.parse(output);
	const extension = [...Object.values(exportExtensions), '.png'].find(known => given.base.toLowerCase().endsWith(known)) ?? '';
	return {folder: given.dir || '.', stem: given.base.slice(0, given.base.length - extension.length), isNamed: true};
}

/** @throws UserError (73) for a file that is there */
async function checkFree(files: readonly string[]): Promise<void> {
	for (const file of files) if (await standsAt(file)) throw taken(file);
}

/** The file of an export. Of several exports under one name with an ending, the user named only the one with that ending. */
function partOf(kind: ExportKind, options: ReplayOptions): PartName {
	const extension = extensionOf(kind, options);
	const isNamed = options.exports.length === 1 || options.output?.toLowerCase().endsWith(extension) === true;
	return isNamed || kind !== 'html' ? {extension} : {extension, isOwn: isFilmPage};
}

/** `-o moments.png --png-strip` means that very name. */
function extensionOf(kind: ExportKind, {output = ''}: ReplayOptions): string {
	const isNamed = /\.png$/i.test(output) && !/\.strip\.png$/i.test(output);
	return kind === 'png-strip' && isNamed ? '.png' : exportExtensions[kind];
}
