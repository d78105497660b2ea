import fc from 'fast-check';
import {expect, test} from 'vitest';
import {sharedTinyStorybook} from '../model/shared-storybook.ts';
import {expectRestored, frameRows} from './checks.ts';
import {type PtyOptions, runInPty} from './pty-run.ts';

/* Every size by every kind of terminal by what is around it; a sample of it unless `npm run check:torture`. */
const isTorture = process.env.MMADA_TORTURE !== undefined;
const sampled = 12;
const atOnce = 4;

const model = sharedTinyStorybook();

const sizes: readonly (readonly [number, number])[] = [
	[0, 0],
	[1, 1],
	[20, 5],
	[40, 10],
	[80, 24],
	[120, 40],
	[300, 100],
];
const terminals = ['xterm-256color', 'xterm', 'screen-256color', 'tmux-256color', 'linux', 'vt100', 'xterm-kitty', 'dumb'];
const surroundings = {
	'a plain environment': {},
	NO_COLOR: {NO_COLOR: '1'},
	CI: {CI: 'true'},
	SSH: {SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22'},
	'all colours': {COLORTERM: 'truecolor'},
} as const;

type Cell = {
	readonly size: readonly [number, number];
	readonly terminal: string;
	readonly around: keyof typeof surroundings;
	readonly isPiped: boolean;
};

const all: readonly Cell[] = sizes.flatMap(size =>
	terminals.flatMap(terminal =>
		(Object.keys(surroundings) as Cell['around'][]).flatMap(around => [false, true].map(isPiped => ({size, terminal, around, isPiped}))),
	),
);

/** What decides that a screen is shown, by another way than the command's own. */
const hasScreen = ({size: [columns, rows], terminal, around, isPiped}: Cell) =>
	!isPiped && terminal !== 'dumb' && around !== 'CI' && columns >= 20 && rows >= 6;

async function check(cell: Cell): Promise<void> {
	const {
		size: [columns, rows],
		terminal,
		around,
		isPiped,
	} = cell;
	const what = `${columns} x ${rows}, ${terminal}, ${around}${isPiped ? ', piped' : ''}`;
	// No emulator is that small: only the terminal's own idea of its size is.
	const isReal = columns >= 20;
	const options: PtyOptions = {
		args: ['gen', 'a red boat', '--model', model.folder, '--seed', '1', '--steps', '12', '--image-steps', '6'],
		...(isReal ? {columns, rows} : {size: `rows ${rows} cols ${columns}`}),
		env: {...surroundings[around], TERM: terminal},
		isPiped,
	};
	const result = await runInPty(options);
	expect(result.code, `${what}: ${result.output}`).toBe(0);
	expectRestored(result, what);
	const frames = frameRows(result.output);
	expect(frames.length > 0, `${what}: a screen is shown`).toBe(hasScreen(cell));
	expect(Math.max(0, ...frames), `${what}: rows of a frame`).toBeLessThanOrEqual(Math.max(0, rows - 2));
	expect(result.piped.includes('\u001B'), `${what}: sequences in a file`).toBe(false);
	if (isPiped) expect(result.piped, what).toContain('a-red-boat.png');
	if (around === 'NO_COLOR') expect(/\[(?:[\d;]*;)?(?:3[0-8]|4[0-8]|9\d)[;m]/.test(result.output), `${what}: colours`).toBe(false);
}

const cells = isTorture ? all : fc.sample(fc.constantFrom(...all), {numRuns: sampled, seed: 7});

test(
	`${cells.length} windows, terminals and surroundings: no exception, nothing erased, no frame too tall`,
	async () => {
		const next = cells.values();
		const failures: string[] = [];
		await Promise.all(
			Array.from({length: atOnce}, async () => {
				for (const cell of next) await check(cell).catch((error: unknown) => failures.push(String(error)));
			}),
		);
		expect(failures).toEqual([]);
	},
	cells.length * 30_000,
);
