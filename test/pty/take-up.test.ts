import {execFile} from 'node:child_process';
import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {setTimeout} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {expectRestored} from './checks.ts';
import {isWhole, type PtyTerminal, runInPty} from './pty-run.ts';

const command = fileURLToPath(new URL('../../bin/mmada.js', import.meta.url));
let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'mmada-take-up-'));
	await promisify(execFile)(process.execPath, [command, 'gen', 'a red boat', '--seed', '1', '--steps', '24', '-q', '-o', 'boat.png'], {
		cwd: folder,
		env: {...process.env, MMADA_STATE_DIR: folder, MMADA_CONFIG_DIR: folder},
	});
}, 120_000);
afterAll(() => rm(folder, {recursive: true, force: true}));

const saved = async (name: string) => JSON.parse(await readFile(path.join(folder, name), 'utf8'));

/** Replay the boat, and press one key after the other, each as soon as the window shows what the one before led to. */
async function replay(...keys: readonly (readonly [press: string, shown: RegExp])[]) {
	let playing: Promise<void> | undefined;
	const play = async (terminal: PtyTerminal) => {
		for (const [press, shown] of keys) {
			const written = terminal.output.length;
			terminal.press(press);
			do {
				await setTimeout(10);
				await terminal.emulator.settled();
			} while (terminal.output.length === written || !isWhole(terminal.output) || !shown.test(terminal.emulator.screen().join('\n')));
		}
	};
	const result = await runInPty({
		...{args: ['replay', 'boat.json', '--speed', '0.05'], columns: 100, rows: 30, folder, env: {MMADA_STATE_DIR: folder}},
		onOutput(terminal) {
			if (/step \d/.test(terminal.output)) playing ??= play(terminal);
		},
	});
	await playing;
	return result;
}

test('Tab in a replay takes the run up at the step that is shown; changed, it is saved as another picture that names its parent', async () => {
	const before = await saved('boat.json');
	const result = await replay(['\t', /changing step \d/], ['i', /instruction > /], [' at night\r', /1 change/], ['\r', /step \d|%/]);
	expect(result.code).toBe(0);
	expectRestored(result, 'taken up');
	const [name] = result.emulator.lines().flatMap(line => /a-red-boat[\w-]*\.png/.exec(line) ?? []);
	const after = await saved(`${path.parse(name ?? '').name}.json`);
	const [parent] = after.parents;
	expect(parent).toMatchObject({task: 'gen', instruction: 'a red boat', seed: 1, transcript: 'boat.json'});
	const [steered] = after.run.filter(({type}: {readonly type: string}) => type === 'steered');
	expect(steered).toMatchObject({step: parent.step, by: 'person', intervention: {type: 'instruction', instruction: 'a red boat at night'}});
	expect(await saved('boat.json')).toEqual(before);
});

test('a run that is taken up and left as it was is not saved', async () => {
	const result = await replay(['\t', /changing step \d/], ['\u001B', /paused at/], ['\u001B', /the end/]);
	expect(result.emulator.lines().join('\n')).not.toMatch(/a-red-boat[\w-]*-2\.png/);
	expectRestored(result, 'left');
});
