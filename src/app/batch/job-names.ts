import path from 'node:path';
import {exitCodes, UserError} from '../../errors.ts';
import {pictureExtension, pictureExtensions} from '../../picture/formats.ts';
import {maxNameBytes} from '../name-template.ts';
import {splitName, type Target} from '../output-target.ts';

type Place = Extract<Target, {kind: 'files'}>;

/** Longest names and whole paths that file systems of today can hold (bytes). */
const [maxFolderBytes, maxPathBytes] = [255, 4000];

/**
Paths of a job's files: in the folder of the batch and nowhere else, under valid names that the batch does not use itself.
@param isGiven - whether the job itself says it
@throws UserError (65)
*/
export function targetOf(name: string, folder: string, isGiven: boolean): Place {
	const place = path.normalize(name);
	const {dir, base} = path.parse(place);
	const folders = dir === '' ? [] : dir.split(path.sep);
	if (path.isAbsolute(place) || folders.includes('..') || base === '' || base === '.' || base === '..' || /[\\/]$/.test(name))
		throw fault(`\`output\` must be a file in the folder of the batch, not \`${short(name)}\``);
	if (/[\0\p{Cs}]/u.test(name)) throw fault(`\`${short(name)}\` is no name for a file`);
	if (path.extname(base) !== '' && !pictureExtension(base) && isGiven)
		throw fault(`pictures are saved as ${pictureExtensions.join(', ')}, and \`${short(name)}\` is another kind`);
	const {stem, extension} = splitName(base);
	const isLong = Buffer.byteLength(stem) > maxNameBytes || folders.some(part => Buffer.byteLength(part) > maxFolderBytes);
	if (isLong || Buffer.byteLength(path.resolve(folder, place)) > maxPathBytes)
		throw fault(`\`${short(name)}\` is too long a name for a file`);
	if (/^contact-sheet/i.test(base)) throw fault(`\`${short(name)}\` is what the contact sheet is called`);
	if ([...folders, base].some(part => /^\.mmada-/i.test(part)) || isOwnFile(folders[0] ?? ''))
		throw fault(`\`${short(name)}\` is where the batch keeps its own files`);
	return {kind: 'files', folder: path.join(folder, dir), stem, extension};
}

/** Files of the batch itself: no folder can have their names. */
const isOwnFile = (first: string) => /^(results.*\.jsonl|contact-sheet.*\.png)$/i.test(first);

/** Looks out for places that two jobs cannot both have. */
export function createPlaces() {
	const stems = new Map<string, number>();
	const folders = new Map<string, number>();
	const pictures = new Map<string, number>();
	return {
		/** @throws UserError (65) that names the line that has the place already */
		take({folder, stem, extension}: Place, line: number): void {
			const name = folded(path.join(folder, stem));
			const other = stems.get(name);
			if (other !== undefined) throw fault(`its files would be called like those of line ${other}`);
			const files = [extension, '.json', '.md'].map(ending => `${name}${folded(ending)}`);
			const above = foldersOf(folder);
			const inside = files.map(file => folders.get(file)).find(found => found !== undefined);
			const under = above.map(place => pictures.get(place)).find(found => found !== undefined);
			if (inside !== undefined || under !== undefined)
				throw fault(`one of its files and a folder of line ${inside ?? under} would have the same name`);
			stems.set(name, line);
			for (const file of files) pictures.set(file, line);
			for (const place of above) if (!folders.has(place)) folders.set(place, line);
		},
	};
}

/** A folder and those above it. */
function foldersOf(folder: string): string[] {
	const parts = folded(path.normalize(folder)).split(path.sep);
	return parts.map((_, index) => parts.slice(0, index + 1).join(path.sep));
}

/** Some file systems do not tell capitals from small letters, or letters with their accents apart from whole ones. */
const folded = (name: string) => name.normalize('NFC').toLowerCase();

/** So much of a text that is anybody's stands in a message. */
const mostLetters = 60;
export const short = (text: string): string => (text.length > mostLetters ? `${text.slice(0, mostLetters)}…` : text);

const maxTold = 5;

/** Some jobs of a list cannot be done, and why each. @param count - jobs in all */
export function refusedJobs(faults: readonly {readonly line: number; readonly message: string}[], count: number): UserError {
	const told = faults.slice(0, maxTold).map(({line, message}) => `line ${line}: ${message.replace(/\.$/, '')}`);
	const more = faults.length > maxTold ? `; and ${faults.length - maxTold} more` : '';
	return new UserError(`${faults.length} of ${count} jobs cannot be done: ${told.join('; ')}${more}.`, {
		hint: 'Fix the list; nothing was done yet.',
		exitCode: exitCodes.badData,
	});
}

/** Fault of a job, without its line. */
export const fault = (message: string): UserError => new UserError(message, {hint: '', exitCode: exitCodes.badData});
