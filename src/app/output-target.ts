import {lstat, readlink, stat} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {checkFolder, checkReplaced, type PartName} from '../files/save.ts';
import {sweepTemporaries} from '../files/temporaries.ts';
import {pictureExtension, pictureExtensions} from '../picture/formats.ts';
import {shellWord} from '../shell-word.ts';
import {maxNameBytes, type NameFacts, nameFrom} from './name-template.ts';
import type {OutputOptions} from './request.ts';
import {usage} from './usage-error.ts';

/** Place of a result: stdout, or `<folder>/<stem><extension>` and its transcript beside it. */
export type Target =
	| {readonly kind: 'stdout'}
	| {readonly kind: 'files'; readonly folder: string; readonly stem: string; readonly extension: string};

const standardName = '{slug}';

/** Files beside a picture, and the way they are recognised. */
export const transcriptPart: PartName = {extension: '.json', isOwn: start => /^\s*\{\s*"format":\s*"mmada-transcript"/.test(start)};
export const pagePart: PartName = {
	extension: '.md',
	isOwn: start => start.includes('\n## Settings\n') && /\n\| made by \| mmada /.test(start),
};

/** The files of a result, as far as its options tell them. */
export const partsOf = ({extension}: {readonly extension: string}, {hasMarkdown}: Pick<OutputOptions, 'hasMarkdown'>): PartName[] => [
	{extension},
	transcriptPart,
	...(hasMarkdown ? [pagePart] : []),
];

/**
The place that `--output` and `--name` mean: a folder that is there (or ends in a separator) takes a file named by the template,
anything else is the picture's file, and `-` is stdout.
@throws UserError when nothing can be saved there (73), or it is no picture's name (2)
*/
export async function findTarget({output, name, ...options}: OutputOptions, facts: NameFacts): Promise<Target> {
	if (output === '-') return {kind: 'stdout'};
	const target = await locate(output ?? '.', name, facts);
	await checkFolder(target.folder);
	if (options.isForced) await checkReplaced(target.folder, target.stem, partsOf(target, options));
	await sweepTemporaries(target.folder, facts.now.getTime());
	return target;
}

async function locate(output: string, name: string | undefined, facts: NameFacts): Promise<Extract<Target, {kind: 'files'}>> {
	const isFolder = /[\\/]$/.test(output) || (await stat(output).catch(() => undefined))?.isDirectory();
	if (isFolder) return {kind: 'files', folder: output, ...splitName(nameFrom(name ?? standardName, facts))};
	await checkPlainOutput(output);
	if (name !== undefined)
		throw usage(`--name calls files in a folder, and \`${output}\` is none.`, 'Give --output the folder, or leave out --name.');
	const {dir, base, ext} = path.parse(output);
	if (ext !== '' && !pictureExtension(base)) {
		throw usage(
			`Pictures are saved as ${pictureExtensions.join(', ')}, and \`${output}\` is another kind.`,
			`Try: --output ${shellWord(`${output}.png`)}`,
		);
	}
	const {stem, extension} = splitName(base);
	if (Buffer.byteLength(stem) > maxNameBytes)
		throw new UserError('The file name is too long.', {hint: 'Name a shorter one with --output.', exitCode: exitCodes.cannotCreate});
	await checkPlainOutput(path.join(dir, `${stem}${extension}`));
	return {kind: 'files', folder: dir || '.', stem, extension};
}

/** @throws UserError (73) for a place that is there and takes no file of its own: a device, a pipe, a link */
export async function checkPlainOutput(output: string): Promise<void> {
	const facts = await lstat(output).catch(() => undefined);
	if (!facts || facts.isFile()) return;
	const to = facts.isSymbolicLink() ? await readlink(output).catch(() => '') : undefined;
	const end = await stat(output).catch(() => undefined);
	const isStream = end !== undefined && !end.isFile();
	throw new UserError(
		`\`${output}\` is ${to === undefined || isStream ? 'no plain file' : `a link to \`${to}\``}, and what is saved is one.`,
		{
			hint: isStream
				? `To send a picture alone there: --output - > ${shellWord(output)}`
				: 'Name the file itself with --output, or another one.',
			exitCode: exitCodes.cannotCreate,
		},
	);
}

/** A file name as its stem and the ending of a picture's format: `.png` where it has none of these. */
export function splitName(base: string): {stem: string; extension: string} {
	const extension = pictureExtension(base);
	return extension === undefined ? {stem: base, extension: '.png'} : {stem: base.slice(0, -extension.length), extension};
}
