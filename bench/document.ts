import {readFile, writeFile} from 'node:fs/promises';

/** Replace what stands between `<!-- name -->` and `<!-- /name -->` in a file of ours. @throws Error when it has no such section */
export async function writeSection(file: string, name: string, lines: readonly string[]): Promise<void> {
	const text = await readFile(file, 'utf8');
	const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
	const [from, to] = [text.indexOf(start), text.indexOf(end)];
	if (from === -1 || to < from) throw new Error(`${file} has no section ${name}.`);
	await writeFile(file, `${text.slice(0, from + start.length)}\n${lines.join('\n')}\n${text.slice(to)}`);
}

/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string[] =>
	[head, head.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`);
