/*
Time that the command takes to start: `npm run bench:start-up [-- runs]`. The kinds of runs take turns, so that what else the machine does
falls on all of them alike.
*/
import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {median} from './measure.ts';
import {command} from './root.ts';

type Kind = {readonly name: string; readonly words: readonly string[]; readonly limitMs?: number};
/** The commands that are started, and the most that their median may take (ms); Node.js alone is the floor of both. */
const kinds: readonly Kind[] = [
	{name: 'node -e 0', words: ['-e', '0']},
	{name: 'mmada --version', words: [command, '--version'], limitMs: 150},
	{name: 'mmada --help', words: [command, '--help'], limitMs: 250},
];

export type StartUp = {readonly name: string; readonly medianMs: number; readonly limitMs?: number};

/** Median milliseconds from starting a process to its end, over `runs` of each kind. */
export function measureStartUp(runs = 21): StartUp[] {
	const times = kinds.map((): number[] => []);
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
