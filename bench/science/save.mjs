import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {writeSection} from '../document.mjs';

/**
Print what an experiment found, and write it into docs/science.md, docs/science/<name>.json and docs/science/<name>.svg.
@param {{readonly name: string, readonly head: object, readonly lines: readonly string[], readonly plot: string, readonly data: object}} found
`head`: how it was run; `data`: its numbers.
@param {{readonly docs: string, readonly isPrintOnly: boolean}} options
*/
export async function save({name, head, lines, plot, data}, {docs, isPrintOnly}) {
	const {command, n, seed, model} = head;
	const ran = [
		`\`${command}\`: ${n} exercises, seed ${seed}; model ${model.name}, digest ${model.digest.slice(0, 12)}, weights ${model.weights.slice(0, 12)}.`,
		...lines,
	];
	process.stdout.write(`${name}\n\n${ran.join('\n')}\n\n`);
	if (isPrintOnly) return;
	const folder = path.join(docs, 'science');
	await mkdir(folder, {recursive: true});
	await writeFile(path.join(folder, `${name}.svg`), plot);
	await writeFile(path.join(folder, `${name}.json`), `${toJson({...head, ...data})}\n`);
	await writeSection(path.join(docs, 'science.md'), name, [...ran, '', `![${name}: the numbers above as a plot](science/${name}.svg)`]);
}

/** Numbers to four places, as more would be noise; a list of numbers is one line. */
const toJson = value =>
	JSON.stringify(value, (_, part) => (typeof part === 'number' ? Number(part.toFixed(4)) : part), '\t').replaceAll(
		/\[[-\d.,\s]+\]/g,
		numbers => numbers.replaceAll(/\s+/g, ' '),
	);
