import {lstat, readlink, stat} from 'node:fs/promises';
import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {checkFolder, checkReplaced, type PartName, standsAt} from '../files/save.ts';
import {sweepTemporaries} from '../files/temporaries.ts';
import {pictureExtension, pictureExtensions} from '../picture/formats.ts';
import {shellWord} from '../shell-word.ts';
import {openAsRead} from './as-read.ts';
import {maxNameBytes, type NameFacts, nameFrom} from './name-template.ts';
import type {OutputOptions} from './request.ts';
import {usage} from './usage-error.ts';

/** Place of a result: stdout, or `<folder>/<stem><extension>` and its transcript beside it. */
export type Target = {readonly kind: 'stdout'} | FilesTarget;
export type FilesTarget = {
	readonly kind: 'files';
	readonly folder: string;
	readonly stem: string;
	readonly extension: string;
	/** Whether the user named this very file: it gets no other name, unless names are counted up all the same. */
	readonly isNamed?: boolean;
	readonly isNumbered?: boolean;
	/** Whether the folder is made when the files are saved. */
	readonly isNew?: boolean;
	/** Files that it takes the place of, though nothing was forced: those of the same run when it was stopped. */
	readonly replaced?: readonly string[];
};

const standardName = '{slug}';

/** Files beside a picture, and the way they are recognised. */
export const transcriptPart: PartName = {extension: '.json', isOwn: start => /^\s*\{\s*"format":\s*"mmada-transcript"/.test(start)};
const pagePart: PartName = {
	extension: '.md',
	isOwn: start => start.includes('\n## Settings\n') && /\n\| made by \| mmada /.test(start),
};

type PartOptions = Pick<OutputOptions, 'hasMarkdown' | 'isForced'>;

/** The files of a result under a name that may be counted up, as far as its options tell them. */
export const partsOf = ({extension}: {readonly extension: string}, {hasMarkdown}: Pick<PartOptions, 'hasMarkdown'>): PartName[] => [
	{extension},
	transcriptPart,
	...(hasMarkdown ? [pagePart] : []),
];

/**
The files of a result as they can be called now. Beside a picture that was named, a name that is taken is another file's
(`--json > x.json`): what mmada adds is then called `x.png.json`.
*/
export async function partsAt(target: FilesTarget, options: PartOptions): Promise<PartName[]> {
	const {folder, stem, extension} = target;
	if (!keepsName(target)) return partsOf(target, options);
	return Promise.all(
		partsOf(target, options).map(async part => {
			if (part.extension === extension) return part;
			const isFree = await mayStandAt(path.join(folder, `${stem}${part.extension}`), part, target, options);
			return isFree ? part : {...part, extension: `${extension}${part.extension}`};
		}),
	);
}

const keepsName = ({isNamed = false, isNumbered = false}: FilesTarget): boolean => isNamed && !isNumbered;

/** Whether a file of a result may get this name: it is free, or what is there may be replaced. */
async function mayStandAt(file: string, {isOwn}: PartName, {replaced = []}: FilesTarget, {isForced}: PartOptions): Promise<boolean> {
	const there = await standsAt(file);
	if (there === undefined) return true;
	return there.isPlain && (isForced || replaced.includes(file)) && (!isOwn || isOwn(await there.start()));
}

export type TargetOptions = {
	/** Several pictures come here one after the other: a name that is taken is counted up, though it was given. */
	readonly isNumbered?: boolean;
};

/**
The place that `--output` and `--name` mean: a folder that is there (or ends in a separator, and is made) takes a file named by the template,
anything else is the picture's file, and `-` is stdout.
@throws UserError when nothing can be saved there (73), the very file that was named is there and not to be replaced (73), or it is no
picture's name (2)
*/
export async function findTarget(options: OutputOptions, facts: NameFacts, {isNumbered = false}: TargetOptions = {}): Promise<Target> {
	const {output, name} = options;
	if (output === '-') return {kind: 'stdout'};
	const found = await locate(output ?? '.', name, facts);
	const parent = isFolderName(output ?? '') ? await nearestFolder(found.folder) : found.folder;
	await checkFolder(parent);
	const target = {...found, isNumbered, isNew: parent !== found.folder};
	await checkTarget(target, options);
	await sweepTemporaries(target.folder, facts.now.getTime());
	return target;
}

/** Check that a result can have the name of its target. @throws UserError (73) */
export async function checkTarget(target: FilesTarget, options: PartOptions): Promise<void> {
	const {folder, stem, extension} = target;
	if (!keepsName(target)) {
		if (options.isForced) await checkReplaced(folder, stem, partsOf(target, options));
		return;
	}
	if (options.isForced) await checkReplaced(folder, stem, [{extension}]);
	for (const part of await partsAt(target, options)) {
		const file = path.join(folder, `${stem}${part.extension}`);
		if (!(await mayStandAt(file, part, target, options))) throw taken(file);
	}
}

/** The error (73) of a name that was given and stands for a file already. */
export const taken = (file: string): UserError =>
	new UserError(`\`${file}\` is there already.`, {
		hint: 'Give --force to replace it, or name another file with --output.',
		exitCode: exitCodes.cannotCreate,
	});

/** The folder, or that above it which is there. */
async function nearestFolder(folder: string): Promise<string> {
	const above = path.dirname(folder);
	const isThere = await lstat(folder.replace(/(?<=[^\\/])[\\/]+$/, '')).then(
		() => true,
		() => false,
	);
	return isThere || above === folder ? folder : nearestFolder(above);
}

const isFolderName = (output: string): boolean => /[\\/]$/.test(output);

async function locate(output: string, name: string | undefined, facts: NameFacts): Promise<FilesTarget> {
	const isFolder = isFolderName(output) || (await stat(output).catch(() => undefined))?.isDirectory();
	if (isFolder) return {kind: 'files', folder: output, ...splitName(await nameOf(name ?? standardName, facts))};
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
	return {kind: 'files', folder: dir || '.', stem, extension, isNamed: true};
}

/** The name that a template makes. Slips are mended in it: pictures are looked for by the right words. */
async function nameOf(template: string, facts: NameFacts): Promise<string> {
	if (!template.includes('{slug}')) return nameFrom(template, facts);
	const asRead = await openAsRead(facts.model);
	return nameFrom(template, {...facts, instruction: asRead(facts.instruction)});
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
