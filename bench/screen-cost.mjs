import {readdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import {median, takeTurns} from './measure.mjs';
import {defaultRun, openTerminal} from './pseudo-terminal.mjs';

const sides = {screen: [], quiet: ['--quiet']};
/** Of what both sides do, the clock and the processor time of the whole command, and the clock of the run in it. */
const clocks = /** @type {const} */ (['ms', 'cpuMs', 'runMs']);

/**
Default runs in a pseudo-terminal, with the screen and without a word (`--quiet`), in turns; a seed for each pair.
@param {{readonly pairs: number, readonly model: string}} options
*/
export async function measureCost({pairs, model}) {
	const run = (/** @type {readonly string[]} */ words) => (/** @type {number} */ round) => measureRun(model, round, words);
	const took = await takeTurns({screen: run(sides.screen), quiet: run(sides.quiet)}, pairs);
	const compared = clocks.map(clock => {
		const [screen, quiet] = [took.screen, took.quiet].map(all => all.map(one => one[clock]));
		const ratios = screen.map((value, pair) => value / quiet[pair]).sort((a, b) => a - b);
		const quarter = Math.floor(ratios.length / 4);
		return [
			clock,
			{
				screen: median(screen),
				quiet: median(quiet),
				ratio: median(screen) / median(quiet),
				middleHalf: [ratios[quarter], ratios.at(-1 - quarter)],
			},
		];
	});
	return {pairs, ...Object.fromEntries(compared)};
}

/** @param {string} model @param {number} round @param {readonly string[]} words */
async function measureRun(model, round, words) {
	const all = [...defaultRun(model, round), ...words];
	const terminal = await openTerminal({words: all});
	try {
		const {code, ms, cpuMs} = await terminal.end();
		if (code !== 0) throw new Error(`\`mmada ${all.join(' ')}\` ended with ${code}.`);
		return {ms, cpuMs, runMs: await elapsedIn(terminal.folder)};
	} finally {
		await terminal[Symbol.asyncDispose]();
	}
}

/** What the transcript says of the run's own time. @param {string} folder */
async function elapsedIn(folder) {
	const name = (await readdir(folder)).find(file => file === 'x.json');
	if (!name) throw new Error(`No transcript in ${folder}.`);
	const {run} = JSON.parse(await readFile(path.join(folder, name), 'utf8'));
	return run.find(event => event.type === 'finished').elapsedMs;
}
