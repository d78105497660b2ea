import path from 'node:path';
import {readTranscript} from '../src/transcript/beside.ts';
import {median, type Took, takeTurns} from './measure.ts';
import {defaultRun, openTerminal} from './pseudo-terminal.ts';

/** Measures of both sides: clock and processor time of the whole command, and the clock of the run in it. */
const clocks = ['ms', 'cpuMs', 'runMs'] as const;

type TookWithRun = Took & {readonly runMs: number};
/** Medians of both sides (ms), and how many times as long the screen took: of the medians, and the middle half of the pairs. */
export type Cost = {
	readonly screen: number;
	readonly quiet: number;
	readonly ratio: number;
	readonly middleHalf: readonly [low: number, high: number];
};

/** Default runs in a pseudo-terminal, with the screen and without a word (`--quiet`), in turns; a seed for each pair. */
export async function measureCost({pairs, model}: {readonly pairs: number; readonly model: string}) {
	const run = (words: readonly string[]) => (round: number) => measureRun(model, round, words);
	const took = await takeTurns({screen: run([]), quiet: run(['--quiet'])}, pairs);
	const [ms, cpuMs, runMs] = clocks.map(clock => costOf(took('screen'), took('quiet'), clock));
	return {pairs, ms: ms!, cpuMs: cpuMs!, runMs: runMs!};
}

function costOf(screens: readonly TookWithRun[], quiets: readonly TookWithRun[], clock: keyof TookWithRun): Cost {
	const [screen, quiet] = [median(screens.map(one => one[clock])), median(quiets.map(one => one[clock]))];
	const ratios = screens.map((one, pair) => one[clock] / quiets[pair]![clock]).sort((a, b) => a - b);
	const quarter = Math.floor(ratios.length / 4);
	return {screen, quiet, ratio: screen / quiet, middleHalf: [ratios[quarter]!, ratios.at(-1 - quarter)!]};
}

async function measureRun(model: string, round: number, words: readonly string[]): Promise<TookWithRun> {
	const all = [...defaultRun(model, round), ...words];
	await using terminal = await openTerminal({words: all});
	const {code, ms, cpuMs} = await terminal.end();
	if (code !== 0) throw new Error(`\`mmada ${all.join(' ')}\` ended with ${code}.`);
	return {ms, cpuMs, runMs: await elapsedIn(terminal.folder)};
}

/** The run's own time, from the transcript in `folder`. */
async function elapsedIn(folder: string): Promise<number> {
	const finished = (await readTranscript(path.join(folder, 'x.json'))).run.at(-1);
	if (finished?.type !== 'finished') throw new Error(`The run in ${folder} did not finish.`);
	return finished.elapsedMs;
}
