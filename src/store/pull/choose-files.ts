import path from 'node:path';
import {exitCodes, UserError} from '../../errors.ts';
import {isModelFile} from '../import-files.ts';
import {canBeWritten} from './names.ts';
import type {RemoteFile} from './remote-file.ts';

/** Files that hold programs for Python to run: reading them runs them. */
const pickle = /\.(bin|pt|pth|ckpt|pkl|pickle|npy|npz|joblib)$/i;
/** Programs, which no model of mmada's needs. */
const program = /\.(py|pyc|sh|so|dll|exe|js|mjs|ipynb)$/i;

/**
Choose what makes up a model: `config.json`, weights as safetensors, the tokenizer, and the image tokenizer's folder.
@param include - Patterns (`*`, `?`) of weights to take instead of all of them, and of other files to take too
@throws UserError (65) when there are no safetensors, or two names are one to some systems
*/
export function chooseFiles(files: readonly RemoteFile[], repository: string, include: readonly string[] = []): RemoteFile[] {
	const patterns = include.map(globPattern);
	const isIncluded = (file: RemoteFile) => patterns.some(pattern => pattern.test(file.path));
	const isChosen = (file: RemoteFile) => {
		if (pickle.test(file.path) || program.test(file.path) || !canBeWritten(file.path)) return false;
		if (patterns.length === 0) return isModelFile(file.path);
		return isIncluded(file) || (isModelFile(file.path) && !isOwnWeights(file.path));
	};
	const chosen = files.filter(isChosen).sort((a, b) => a.bytes - b.bytes);
	checkPatterns(files, include, repository);
	if (!chosen.some(file => isOwnWeights(file.path))) throw withoutWeights(files, repository);
	const seen = new Map<string, string>();
	for (const file of chosen) {
		const key = file.path.normalize('NFC').toLowerCase();
		const other = seen.get(key);
		if (other !== undefined) {
			throw new UserError(`${repository} has \`${other}\` and \`${file.path}\`, which are one file to some systems.`, {
				hint: 'Take one of them: --include',
				exitCode: exitCodes.badData,
			});
		}
		seen.set(key, file.path);
	}
	return chosen;
}

const isOwnWeights = (file: string): boolean => path.posix.dirname(file) === '.' && /\.safetensors$/i.test(file);

/** `*` is any part of a name, folders included, `?` one character of it. */
function globPattern(glob: string): RegExp {
	const escaped = glob
		.replace(/[.+^${}()|[\]\\]/g, '\\$&')
		.replaceAll(/\*+/g, '.*')
		.replaceAll('?', '.');
	return new RegExp(`^${escaped}$`, 'i');
}

function checkPatterns(files: readonly RemoteFile[], include: readonly string[], repository: string): void {
	for (const glob of include) {
		const found = files.filter(file => globPattern(glob).test(file.path));
		const [unread] = found.filter(file => pickle.test(file.path));
		if (unread && found.every(file => pickle.test(file.path))) throw unreadable(unread.path, repository);
		if (found.length > 0) continue;
		throw new UserError(`${repository} has no file like \`${glob}\`.`, {
			hint: `See what it has: mmada models pull ${repository} --dry-run`,
			exitCode: exitCodes.usage,
		});
	}
}

function withoutWeights(files: readonly RemoteFile[], repository: string): UserError {
	const unread = files.find(file => pickle.test(file.path));
	if (unread) return unreadable(unread.path, repository);
	return new UserError(`${repository} has no weights as safetensors.`, {
		hint: 'Released models: mmada models pull parallel-a, mmada models pull parallel-m',
		exitCode: exitCodes.badData,
	});
}

const unreadable = (file: string, repository: string): UserError =>
	new UserError(`${repository} has its weights as \`${file}\`, a pickle: a program that runs when it is read. mmada reads none.`, {
		hint: 'Look for a revision with safetensors among its pull requests, such as owner/name@refs/pr/1, or convert it at huggingface.co/spaces/safetensors/convert, then: mmada models import <folder>',
		exitCode: exitCodes.badData,
	});
