import {setTimeout} from 'node:timers/promises';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {sharedTinyStorybook} from '../model/shared-storybook.ts';
import {slowShape} from '../model/tiny-storybook.ts';
import {expectRestored, frameRows} from './checks.ts';
import {childrenOf} from './processes.ts';
import {type PtyOptions, type PtyTerminal, runInPty} from './pty-run.ts';

/* Whatever ends a run in a terminal, the terminal is as it was: `npm run check:torture` does 500 of these. */
const count = Number(process.env.MMADA_TORTURE ?? 20);
/** Processes at a time; most of a run is waiting for one of its own. */
const atOnce = 4;
const failLater = new URL('fixtures/fail-later.mjs', import.meta.url).href;

const model = sharedTinyStorybook(slowShape);

/** When something happens to a run: once this was written, and so much later. */
const moments = {start: /ready/, 'first frame': /loading the model/, running: /step \d|\] \d+\//} as const;
type Moment = keyof typeof moments;

type Ending = {
	readonly codes: readonly number[];
	readonly act: (terminal: PtyTerminal) => void | Promise<void>;
	/** It can only happen once the screen is there. */
	readonly needs?: Moment;
};

const ctrlC = (terminal: PtyTerminal) => terminal.press('\u0003');
const killEngine = ({pid}: PtyTerminal) => {
	for (const engine of childrenOf(pid).flatMap(childrenOf)) process.kill(engine, 'SIGKILL');
};
const until = async (isThere: () => boolean) => {
	while (!isThere()) await setTimeout(10);
};

const endings: Readonly<Record<string, Ending>> = {
	'its own end': {codes: [0], act: () => {}},
	'Ctrl-C': {codes: [130], act: ctrlC},
	'Ctrl-C twice': {
		codes: [130],
		async act(terminal) {
			ctrlC(terminal);
			await setTimeout(250);
			ctrlC(terminal);
		},
	},
	'the key Esc': {codes: [130], act: terminal => terminal.press('\u001B'), needs: 'first frame'},
	'the engine being killed': {codes: [69], act: killEngine, needs: 'running'},
	'the engine being killed while it is paused': {
		codes: [69],
		needs: 'running',
		async act(terminal) {
			terminal.press(' ');
			await until(() => terminal.output.includes('paused at'));
			killEngine(terminal);
		},
	},
	'an error of ours': {codes: [1, 7], act: () => {}},
};

type Scenario = {readonly ending: string; readonly moment: Moment; readonly delayMs: number; readonly size: readonly [number, number]};

const scenarios: fc.Arbitrary<Scenario> = fc.record({
	ending: fc.constantFrom(...Object.keys(endings)),
	moment: fc.constantFrom(...(Object.keys(moments) as Moment[])),
	delayMs: fc.integer({min: 0, max: 400}),
	size: fc.constantFrom([120, 40] as const, [80, 24] as const, [40, 10] as const, [100, 12] as const),
});

async function end({ending: name, moment, delayMs, size: [columns, rows]}: Scenario): Promise<void> {
	const ending = endings[name]!;
	const later = ending.needs === 'running' || (ending.needs && moment === 'start') ? ending.needs : moment;
	const what = `ended by ${name}, ${delayMs} ms after ${later}, in ${columns} x ${rows}`;
	let hasActed = false;
	const act = async (terminal: PtyTerminal) => {
		await setTimeout(delayMs);
		await ending.act(terminal);
	};
	const isFailing = name === 'an error of ours';
	const env: PtyOptions['env'] = isFailing ? {NODE_OPTIONS: `--import=${failLater}`, FAIL_AFTER_MS: `${400 + 5 * delayMs}`} : {};
	const steps = name === 'its own end' ? 12 : 4000;
	const result = await runInPty({
		args: ['gen', 'a red boat', '--model', model.folder, '--seed', '1', '--steps', `${steps}`, '--image-steps', '12'],
		columns,
		rows,
		env,
		onOutput(terminal) {
			if (hasActed || !moments[later].test(terminal.output)) return;
			hasActed = true;
			act(terminal);
		},
	});
	expect(ending.codes, what).toContain(result.code);
	expectRestored(result, what);
	expect(Math.max(0, ...frameRows(result.output)), `${what}: rows of a frame`).toBeLessThanOrEqual(rows - 2);
}

test(
	`the terminal is as it was after ${count} runs, whatever ended them`,
	async () => {
		const all = fc.sample(scenarios, {numRuns: count, seed: Number(process.env.MMADA_TORTURE_SEED ?? 1)});
		// Every way to end comes up, in a small sample too.
		for (const [index, ending] of Object.keys(endings).entries()) all[index] = {...all[index]!, ending};
		const next = all.values();
		const failures: string[] = [];
		await Promise.all(
			Array.from({length: atOnce}, async () => {
				for (const scenario of next) await end(scenario).catch((error: unknown) => failures.push(String(error)));
			}),
		);
		expect(failures).toEqual([]);
	},
	count * 30_000,
);
