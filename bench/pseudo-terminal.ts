import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {spawn} from '@lydell/node-pty';
import headless from '@xterm/headless';
import {command} from './root.ts';

/** The command, and the processor time that it and its children took as the last line. */
const shell = '"$@"; code=$?; times; exit $code';

const instruction = 'a red balloon above a small blue house at night';

/** The words of a run with the model of that folder. */
export const defaultRun = (model: string, seed: number): string[] => [
	'gen',
	instruction,
	'--model',
	model,
	'--seed',
	`${seed}`,
	'-o',
	'x.png',
];

/** As many steps as a run may have: it writes all the time. */
export const longRun = (model: string, seed: number): string[] => [...defaultRun(model, seed), '--steps', '4096', '--image-steps', '4096'];

const frameStart = '\u001B[?2026h';

/** A piece of output that the terminal got at once, and when. */
export type Chunk = {readonly atMs: number; readonly text: string; readonly bytes: number};

type Options = {
	readonly words: readonly string[];
	readonly columns?: number;
	readonly rows?: number;
	readonly env?: Readonly<Record<string, string>>;
	/** An emulator shows what is written, for `waitFor`; it takes time of its own. */
	readonly isWatched?: boolean;
};

/** Start `mmada` in a pseudo-terminal with a folder of its own. */
export async function openTerminal({words, columns = 120, rows = 40, env = {}, isWatched = false}: Options) {
	const folder = await mkdtemp(path.join(tmpdir(), 'mmada-bench-'));
	const {CI: _, NO_COLOR: __, SSH_CONNECTION: ___, SSH_TTY: ____, TMUX: _____, ...inherited} = process.env;
	const own = {LANG: 'C.UTF-8', TERM: 'xterm-256color', COLORTERM: 'truecolor', MMADA_STATE_DIR: folder, MMADA_CONFIG_DIR: folder};
	const chunks: Chunk[] = [];
	const terminal = isWatched ? new headless.Terminal({cols: columns, rows, allowProposedApi: true}) : undefined;
	const watchers = new Set<(frameMs: number, lines: readonly string[]) => void>();
	const startMs = performance.now();
	const child = spawn('sh', ['-c', shell, 'sh', process.execPath, command, ...words], {
		cols: columns,
		rows,
		cwd: folder,
		env: {...inherited, ...own, ...env},
	});
	let frameMs = startMs;
	let shown: readonly string[] = [];
	child.onData(text => {
		const atMs = performance.now();
		chunks.push({atMs, text, bytes: Buffer.byteLength(text)});
		if (text.includes(frameStart)) frameMs = atMs;
		const sinceMs = frameMs;
		terminal?.write(text, () => {
			const {active} = terminal.buffer;
			shown = Array.from({length: rows}, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '');
			for (const watcher of watchers) watcher(sinceMs, shown);
		});
	});
	const ended = new Promise<number>(resolve => child.onExit(({exitCode}) => resolve(exitCode)));
	const endMs = ended.then(() => performance.now());
	return {
		folder,
		chunks,
		startMs,
		press: (keys: string) => child.write(keys),
		/** The lines of the window, if it is watched. */
		screen: () => shown,
		/** When the frame that first shows it began to arrive, or the command ended without. */
		waitFor(isShown: (lines: readonly string[]) => boolean): Promise<{readonly isShown: boolean; readonly atMs: number}> {
			return new Promise(resolve => {
				const watcher = (atMs: number, lines: readonly string[]) => {
					if (!isShown(lines)) return;
					watchers.delete(watcher);
					resolve({isShown: true, atMs});
				};
				watchers.add(watcher);
				endMs.then(atMs => resolve({isShown: false, atMs}));
			});
		},
		/** Wait for its end. Answers how long it was there, by the clock and by the processor time of all its processes. */
		async end() {
			const code = await ended;
			const output = chunks.map(({text}) => text).join('');
			const [, minutes = '', seconds = '', more = '', rest = ''] = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(output) ?? [];
			if (minutes === '') throw new Error(`No processor time after:\n${output.slice(-2000)}`);
			const cpuMs = 1000 * (60 * (Number(minutes) + Number(more)) + Number(seconds) + Number(rest));
			return {code, ms: (await endMs) - startMs, cpuMs};
		},
		async [Symbol.asyncDispose]() {
			child.kill('SIGKILL');
			await ended;
			terminal?.dispose();
			await rm(folder, {recursive: true, force: true});
		},
	};
}
