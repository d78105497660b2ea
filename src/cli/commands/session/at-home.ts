import path from 'node:path';
import {homeFolder} from '../../../app/folders.ts';

/** A file as it was typed at the prompt, where no shell stands before us; one that was dropped there comes in quotes, or its blanks escaped. */
export function atHome(file: string): string {
	const [, , quoted] = /^(['"])(.*)\1$/.exec(file) ?? [];
	const plain = quoted ?? file.replaceAll('\\ ', ' ');
	return /^~[\\/]/.test(plain) ? path.join(homeFolder() ?? '~', plain.slice(2)) : plain;
}

/** A failure to save, told as its remedy is typed at the prompt, which takes no flags. */
export const typedHere = (text: string): string =>
	text.replace('Give --force to replace it, or name another file', 'Name another file').replaceAll(/--output\b(?! -)/g, '/save');
