/*
How long the command takes to start: `node bench/start-up.mjs [runs]`. The kinds of runs take turns, so that what else the machine does
falls on all of them alike.
*/
import {spawnSync} from 'node:child_process';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {median} from './measure.mjs';

const command = path.join(import.meta.dirname, '..', 'bin', 'mmada.js');
/** What is started, and the most that its median may take (ms); Node.js alone is the floor of both. */
const kinds = [
	{name: 'node -e 0', words: ['-e', '0']},
	{name: 'mmada --version', words: [command, '--version'], limitMs: 150},
	{name: 'mmada --help', words: [command, '--help'], limitMs: 250},
];

/**
Median milliseconds from starting a process to its end, over `runs` of each kind.
@param {number} runs
@returns {{name: string, medianMs: number, limitMs?: number}[]}
*/
export function measureStartUp(runs = 21) {
	const times = kinds.map(() => /** @type {number[]} */ ([]));
	for (let run = 0; run < runs; run++) {
		for (const [index, {name, words}] of kinds.entries()) {
			const startMs = performance.now();
			const {status} = spawnSync(process.execPath, words, {stdio: 'ignore'});
			if (status !== 0) throw new Error(`\`${name}\` ended with ${status}.`);
			times[index]?.push(performance.now() - startMs);
		}
	}
	return kinds.map(({name, limitMs}, index) => ({name, medianMs: median(times[index] ?? []), ...(limitMs && {limitMs})}));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const runs = Number(process.argv[2] ?? 21);
	for (const {name, medianMs, limitMs} of measureStartUp(runs)) {
		console.log(`${name.padEnd(16)} ${medianMs.toFixed(0)} ms${limitMs ? ` (at most ${limitMs})` : ''}, median of ${runs}`);
	}
}
