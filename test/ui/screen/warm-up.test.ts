import chalk from 'chalk';
import {beforeAll, expect, test} from 'vitest';
import {createControls} from '../../../src/ui/screen/controls.ts';
import {showRun} from '../../../src/ui/screen/show-run.tsx';
import {rehearse} from '../../../src/ui/screen/warm-up.ts';
import {madeUpStream} from '../../fixtures/made-up-stream.ts';
import {screenOptions} from '../../fixtures/screen-options.ts';

beforeAll(() => {
	chalk.level = 3;
});

const {steering} = screenOptions;
const options = {...screenOptions, rates: {maxFps: 1, bytesPerSecond: 1}, keys: 'watch', isRecorded: false} as const;

test.each([
	{what: 'a run', seeds: undefined},
	{what: 'several runs', seeds: [42, 43, 44, 45]},
])('a rehearsal of $what shows words and a picture, and none of it reaches the terminal', async ({seeds}) => {
	const written: string[] = [];
	const terminal = madeUpStream({columns: 120, rows: 40}, text => written.push(text));
	const frames: string[] = [];
	const show: typeof showRun = (events, how, surface) =>
		showRun(events, how, {
			...surface,
			paint(frame) {
				frames.push(surface.canvas.fill(frame));
				surface.paint(frame);
			},
		});
	await rehearse(show, {...options, seeds}, {terminal, controls: createControls(steering, {rows: () => 0, columns: () => 0})});
	expect(written.filter(text => text !== '')).toEqual([]);
	if (!seeds) expect(frames.some(frame => frame.includes('word'))).toBe(true);
	expect(frames.some(frame => /[▀▄█]/.test(frame))).toBe(true);
});
