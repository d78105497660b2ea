/*
From the command to its saved picture, as a user waits for it: `npm run bench:first-light [-- runs]`.
Every run is a process of its own, in a pseudo-terminal of 120 x 40 (util-linux `script`), so that the screen is painted too.
*/
import {spawn} from 'node:child_process';
import {mkdtemp, rm} from 'node:fs/promises';
import {availableParallelism, tmpdir} from 'node:os';
import path from 'node:path';
import {sgemmGflops} from './machine.ts';
import {median} from './measure.ts';
import {command} from './root.ts';

const runs = Number(process.argv[2] ?? 5);
const threads = Math.min(2, availableParallelism());
const folder = await mkdtemp(path.join(tmpdir(), 'mmada-bench-'));

// With CI set, even to nothing, the command prints lines instead of a screen.
const {CI: _ci, ...environment} = process.env;
const terminalEnvironment = {...environment, TERM: 'xterm-256color', COLORTERM: 'truecolor'};

/** Milliseconds to the first frame on the screen and to the end of the process. */
type Times = {readonly firstFrameMs: number; readonly doneMs: number};

/** Run the command in a pseudo-terminal. */
function time(words: readonly string[]): Promise<Times> {
	const quoted = [process.execPath, command, ...words].map(word => `'${word}'`).join(' ');
	// The frame's title, not the cursor being hidden.
	const instruction = words.at(-3) ?? '';
	const start = performance.now();
	const child = spawn('script', ['-qec', `stty rows 40 cols 120; ${quoted}`, '/dev/null'], {
		cwd: folder,
		env: terminalEnvironment,
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	let firstFrameMs = Number.NaN;
	let screen = '';
	child.stdout.on('data', chunk => {
		screen += chunk;
		if (Number.isNaN(firstFrameMs) && screen.includes(instruction)) firstFrameMs = performance.now() - start;
	});
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('close', code =>
			code === 0 ? resolve({firstFrameMs, doneMs: performance.now() - start}) : reject(new Error(`exit ${code}\n${screen}`)),
		);
	});
}

const cases = {
	gen: (seed: number) => [
		'gen',
		'-o',
		path.join(folder, `gen-${seed}.png`),
		'a red balloon above a small blue house at night',
		'--seed',
		`${seed}`,
	],
	edit: (seed: number) => [
		'edit',
		path.join(folder, 'gen-0.png'),
		'-o',
		path.join(folder, `edit-${seed}.png`),
		'make the balloon green',
		'--seed',
		`${seed}`,
	],
};
try {
	console.log(`machine: float32 matrix product ${(await sgemmGflops(threads)).toFixed(0)} GFLOP/s on ${threads} threads`);
	for (const [name, words] of Object.entries(cases)) {
		const found: Times[] = [];
		for (let seed = 0; seed < runs; seed++) found.push(await time(words(seed)));
		const seconds = (key: keyof Times) => (median(found.map(one => one[key])) / 1000).toFixed(2);
		console.log(`${name}: first frame ${seconds('firstFrameMs')} s, saved ${seconds('doneMs')} s (medians of ${runs} runs)`);
	}
} finally {
	await rm(folder, {recursive: true});
}
