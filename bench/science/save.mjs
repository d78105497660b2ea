import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {writeSection} from '../document.mjs';
import {forestPlot} from './forest-plot.mjs';
import {partLines} from './section.mjs';

/**
Print what an experiment found, and write it into docs/science.md, docs/science/<name>.json and docs/science/<name>.svg.
@param {{readonly name: string, readonly command: string, readonly n: number, readonly seed: number, readonly weights: string, readonly parts: readonly object[]}} found
@param {{readonly docs: string, readonly isPrintOnly: boolean}} options
*/
export async function save(found, {docs, isPrintOnly}) {
	const {name, command, n, seed, weights, parts} = found;
	const [{model}] = parts;
	const lines = [
		`\`${command}\`: ${n} held-out exercises, seed ${seed}; model ${model.name}, digest ${model.digest.slice(0, 12)}, weights ${weights.slice(0, 12)} (sha256).`,
		...partLines(parts),
	];
	process.stdout.write(`${name}\n\n${lines.join('\n')}\n\n`);
	if (isPrintOnly) return;
	const folder = path.join(docs, 'science');
	await mkdir(folder, {recursive: true});
	await writeFile(path.join(folder, `${name}.svg`), forestPlot(found));
	await writeFile(path.join(folder, `${name}.json`), `${JSON.stringify(rounded(found), undefined, '\t')}\n`);
	await writeSection(path.join(docs, 'science.md'), name, [...lines, '', `![What the table says, as a plot](science/${name}.svg)`]);
}

/** Numbers to four places: more would be noise. */
const rounded = value => JSON.parse(JSON.stringify(value, (_, part) => (typeof part === 'number' ? Number(part.toFixed(4)) : part)));
