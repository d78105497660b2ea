import {readdirSync} from 'node:fs';
import path from 'node:path';
import {isPictureName} from '../../../picture/formats.ts';
import type {Complete} from '../../../ui/prompt/completion.ts';
import {sessionCommands} from '../../../ui/prompt/session-commands.ts';
import {sessionSettings, valuesOf} from './settings.ts';

const commandNames = sessionCommands.map(({name}) => name);

/** Continuations of a line at the prompt: commands, settings and their values, files, and the words that the model knows. */
export const completeWith =
	(words: () => readonly string[], readFolder: typeof namesIn = namesIn): Complete =>
	before => {
		const [, command = '', blanks = '', rest = ''] = /^\/?(\S*)(\s*)(.*)$/su.exec(before) ?? [];
		if (before.startsWith('/') && blanks === '')
			return options(
				before.length,
				before,
				commandNames.map(name => `/${name}`),
			);
		if (command === 'set') {
			const [, name = '', value] = /^(\S*)(?:\s+(\S*))?$/su.exec(rest) ?? [];
			if (value === undefined) return options(before.length, name, sessionSettings);
			return options(before.length, value, valuesOf(name));
		}
		if (blanks !== '' && /^(?:open|save|mask|o|s)$/.test(command))
			return options(before.length, rest, readFolder(rest, command !== 'mask'));
		const [word = ''] = /[\p{L}'-]*$/u.exec(before) ?? [];
		if (word === '') return {from: before.length, options: []};
		return options(before.length, word, [...(word === before ? commandNames : []), ...words()]);
	};

function options(end: number, typed: string, known: readonly string[]) {
	const wanted = typed.toLowerCase();
	return {from: end - typed.length, options: [...new Set(known.filter(name => name.toLowerCase().startsWith(wanted) && name !== typed))]};
}

/** Pictures and folders beside what is typed. Another program's folder may be slow or closed: then there is nothing to offer. */
function namesIn(typed: string, hasFolders: boolean): readonly string[] {
	const folder = /[\\/]$/.test(typed) ? typed : path.dirname(typed);
	const shown = folder === '.' && !typed.startsWith('.') ? '' : folder.replace(/[\\/]?$/, '/');
	try {
		return readdirSync(folder, {withFileTypes: true})
			.filter(entry => (entry.isDirectory() && hasFolders) || isPictureName(entry.name))
			.map(entry => `${shown}${entry.name}${entry.isDirectory() ? '/' : ''}`)
			.toSorted();
	} catch {
		return [];
	}
}
