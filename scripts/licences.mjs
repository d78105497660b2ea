import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';

/** The licences of the packages that modules are part of. @param {readonly string[]} modules Their paths */
export async function licencesOf(modules) {
	const folders = modules.flatMap(module => /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(module)?.[0] ?? []);
	const parts = await Promise.all([...new Set(folders)].sort().map(licenceOf));
	return `The program of mmada holds parts of these packages.\n\n${parts.join('\n\n')}\n`;
}

/** @param {string} folder Of a package */
async function licenceOf(folder) {
	const {name, version, license} = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
	// Yoga comes without its licence's text, which is word for word that of React, of the same owner.
	const from = name === 'yoga-layout' ? path.join(folder, '..', 'react') : folder;
	const file = (await readdir(from)).find(one => /^licen[cs]e/i.test(one));
	if (file === undefined) throw new Error(`${name} has no licence beside it: say in ${import.meta.filename} where it is.`);
	return `--- ${name} ${version}, ${license}\n\n${(await readFile(path.join(from, file), 'utf8')).trim()}`;
}
