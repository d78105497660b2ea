import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {writeSection} from '../document.ts';
import type {Findings} from './experiment.ts';
import type {Settings} from './runner.ts';

/** The way an experiment was run. */
type Head = {
	readonly command: string;
	readonly n: number;
	readonly seed: number;
	readonly model: {readonly name: string; readonly digest: string; readonly weights: string; readonly defaults: Settings};
};

/** Print the findings of an experiment, and write them into docs/science.md, docs/science/<name>.json and docs/science/<name>.svg. */
export async function save(
	{name, head, lines, plot, data}: Findings & {readonly name: string; readonly head: Head},
	{docs, isPrintOnly}: {readonly docs: string; readonly isPrintOnly: boolean},
): Promise<void> {
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
const toJson = (value: unknown) =>
	JSON.stringify(value, (_, part: unknown) => (typeof part === 'number' ? Number(part.toFixed(4)) : part), '\t').replaceAll(
		/\[[-\d.,\s]+\]/g,
		numbers => numbers.replaceAll(/\s+/g, ' '),
	);
