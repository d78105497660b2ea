import chalk from 'chalk';
import {plainLines} from '../output/plain.ts';
import type {RgbImage, RunEvent} from '../run/events.ts';
import type {Steering} from '../ui/controls.ts';
import {createKeyboard} from '../ui/keyboard.ts';
import {hasRoomForPicture, smallestWindow} from '../ui/layout.ts';
import {openScreen} from '../ui/open-screen.ts';
import {isInForeground, suspend, watchContinue} from './job-control.ts';
import type {ReportOptions} from './options.ts';
import {breaksLines, colourLevel, hasGraphics, hasScreen, screenRates} from './terminal.ts';

export type Presentation = {
	readonly title: string;
	readonly seed: number;
	readonly report: ReportOptions;
	/** Fires when the run was asked to stop. */
	readonly stopping: AbortSignal;
	/** What keys do. */
	readonly steering: Steering;
};

/** Whether people watch a live screen; if not, lines or nothing. */
export const isOnScreen = ({isQuiet}: ReportOptions): boolean => !isQuiet && hasScreen(surroundings(), smallestWindow);

/** Show a run on stderr while it goes: a screen, plain lines or nothing. Ends with the run; throws what ended it. */
export async function present(events: AsyncIterable<RunEvent>, presentation: Presentation): Promise<void> {
	const {report, stopping, title, seed, steering} = presentation;
	if (isOnScreen(report)) {
		chalk.level = colourLevel(surroundings());
		// React's development build is half as fast.
		process.env.NODE_ENV ??= 'production';
		const keepsPicture = !(await isPrintedAfterwards(report));
		await openScreen(
			events,
			{
				title,
				seed,
				stopping,
				steering: {...steering, ...(suspend && {suspend})},
				hasPreview: report.hasPreview,
				keepsPicture,
				rates: screenRates(surroundings()),
				isCalm: false,
				isAscii: false,
			},
			{
				terminal: process.stderr,
				breaksLines: breaksLines(process.env),
				keyboard: process.stdin.isTTY ? createKeyboard(process.stdin, isInForeground) : undefined,
				watchContinue,
			},
		);
		return;
	}
	if (!report.isQuiet) {
		stopping.addEventListener('abort', () => process.stderr.write('stopping after this step; Ctrl-C again leaves at once\n'));
		for await (const line of plainLines(events)) process.stderr.write(`${line}\n`);
		return;
	}
	for await (const _ of events);
}

/** Print the finished picture below the screen, if the screen did not show it or the terminal can do better. */
export async function presentPicture(image: RgbImage, png: Uint8Array, report: ReportOptions): Promise<void> {
	if (!isOnScreen(report) || !(await isPrintedAfterwards(report))) return;
	const {nativePicture, pictureLines} = await import('../ui/print-picture.ts');
	if (await canDrawPictures()) process.stdout.write(`${await nativePicture(png)}\n`);
	else process.stderr.write(`${pictureLines(image, {columns: process.stderr.columns}).join('\n')}\n`);
}

async function isPrintedAfterwards({hasPreview}: ReportOptions): Promise<boolean> {
	return hasPreview && ((await canDrawPictures()) || !hasRoomForPicture(process.stderr));
}

/** Only if stdout and stderr are the terminal: the picture goes to stdout, and nothing but data may go into a pipe. */
async function canDrawPictures(): Promise<boolean> {
	if (!process.stdout.isTTY || chalk.level === 0) return false;
	const {default: supports} = await import('supports-terminal-graphics');
	return hasGraphics(process.env, supports.stdout);
}

const surroundings = () => ({env: process.env, terminal: process.stderr});
