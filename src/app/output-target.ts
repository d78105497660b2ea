import {stat} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {checkFolder} from '../files/save.ts';
import {sweepTemporaries} from '../files/temporaries.ts';
import {pictureExtension, pictureExtensions} from '../picture/formats.ts';
import {maxNameBytes, type NameFacts, nameFrom} from './name-template.ts';
import type {OutputOptions} from './request.ts';
import {usage} from './usage-error.ts';

/** Where a result goes: stdout, or `<folder>/<stem><extension>` and its transcript beside it. */
export type Target =
	| {readonly kind: 'stdout'}
	| {readonly kind: 'files'; readonly folder: string; readonly stem: string; readonly extension: string};

const standardName = '{slug}';

/**
The place that `--output` and `--name` mean: a folder that is there (or ends in a separator) takes a file named by the template,
anything else is the picture's file, and `-` is stdout.
@throws UserError when nothing can be saved there (73), or it is no picture's name (2)
*/
export async function findTarget({output, name}: OutputOptions, facts: NameFacts): Promise<Target> {
	if (output === '-') return {kind: 'stdout'};
	const target = await locate(output ?? '.', name, facts);
	await checkFolder(target.folder);
	await sweepTemporaries(target.folder, facts.now.getTime());
	return target;
}

async function locate(output: string, name: string | undefined, facts: NameFacts): Promise<Extract<Target, {kind: 'files'}>> {
	const isFolder = /[\\/]$/.test(output) || (await stat(output).catch(() => undefined))?.isDirectory();
	if (isFolder) return {kind: 'files', folder: output, ...splitName(nameFrom(name ?? standardName, facts))};
	if (name !== undefined)
		throw usage(`--name calls files in a folder, and \`${output}\` is none.`, 'Give --output the folder, or leave out --name.');
	const {dir, base, ext} = path.parse(output);
	if (ext !== '' && !pictureExtension(base)) {
		throw usage(
			`Pictures are saved as ${pictureExtensions.join(', ')}, and \`${output}\` is another kind.`,
			`Try: --output '${output}.png'`,
		);
	}
	const {stem, extension} = splitName(base);
	if (Buffer.byteLength(stem) > maxNameBytes)
		throw new UserError('The file name is too long.', {hint: 'Name a shorter one with --output.', exitCode: exitCodes.cannotCreate});
	return {kind: 'files', folder: dir || '.', stem, extension};
}

/** A file name as its stem and the ending of a picture's format: `.png` where it has none of these. */
export function splitName(base: string): {stem: string; extension: string} {
	const extension = pictureExtension(base);
	return extension === undefined ? {stem: base, extension: '.png'} : {stem: base.slice(0, -extension.length), extension};
}
