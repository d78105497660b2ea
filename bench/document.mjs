import {readFile, writeFile} from 'node:fs/promises';

/**
Replace what stands between `<!-- name -->` and `<!-- /name -->` in a file of ours.
@param {string} file
@param {string} name
@param {readonly string[]} lines
*/
export async function writeSection(file, name, lines) {
	const text = await readFile(file, 'utf8');
	const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
	const [from, to] = [text.indexOf(start), text.indexOf(end)];
	if (from === -1 || to < from) throw new Error(`${file} has no section ${name}.`);
	await writeFile(file, `${text.slice(0, from + start.length)}\n${lines.join('\n')}\n${text.slice(to)}`);
}

/** A Markdown table. @param {readonly string[]} head @param {readonly (readonly (string | number)[])[]} rows */
export const table = (head, rows) => [head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`);
