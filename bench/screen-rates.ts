import {type Chunk, defaultRun, longRun, openTerminal} from './pseudo-terminal.ts';

const windows = [
	{name: '120 x 40', columns: 120, rows: 40, keys: ''},
	{name: '80 x 24', columns: 80, rows: 24, keys: ''},
	{name: '200 x 60, picture as large as it goes', columns: 200, rows: 60, keys: '+'.repeat(30)},
];
const lines = [
	{name: 'local', env: {}, limitKb: 150},
	{name: 'SSH', env: {SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22'}, limitKb: 32},
];
const runs = {default: defaultRun, 'of 4096 steps': longRun};

/** Output of a run to the terminal (kB): on average over the whole run, but not over less than a second, and the most in any second. */
export async function measureRates({model}: {readonly model: string}) {
	const found = [];
	for (const {name: line, env, limitKb} of lines) {
		for (const {name: window, columns, rows, keys} of windows) {
			for (const [run, words] of Object.entries(runs)) {
				await using terminal = await openTerminal({words: words(model, 0), columns, rows, env, isWatched: true});
				await terminal.waitFor(shown => shown.some(text => /^ step \d/.test(text)));
				const fromMs = performance.now();
				terminal.press(keys);
				await terminal.end();
				const written = terminal.chunks.filter(({atMs}) => atMs >= fromMs);
				const seconds = Math.max(1, (performance.now() - fromMs) / 1000);
				found.push({line, window, run, meanKb: kb(written) / seconds, mostKb: mostInASecond(terminal.chunks), limitKb});
			}
		}
	}
	return found;
}

const kb = (chunks: readonly Chunk[]) => chunks.reduce((sum, {bytes}) => sum + bytes, 0) / 1000;

const mostInASecond = (chunks: readonly Chunk[]) =>
	Math.max(0, ...chunks.map(({atMs}) => kb(chunks.filter(other => other.atMs >= atMs && other.atMs < atMs + 1000))));
