import path from 'node:path';
import {homeFolder} from '../../../app/folders.ts';

/** A file as it was typed at the prompt, where no shell stands before us; one that was dropped there comes in quotes, or its blanks escaped. */
export function atHome(file: string): string {
	const [, , quoted] = /^(['"])(.*)\1$/.exec(file) ?? [];
	const plain = quoted ?? file.replaceAll('\\ ', ' ');
	return /^~[\\/]/.test(plain) ? path.join(homeFolder() ?? '~', plain.slice(2)) : plain;
}
