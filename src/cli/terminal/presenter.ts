import {setFlagsFromString} from 'node:v8';
import chalk from 'chalk';
import type {Tell} from '../../app/do-run.ts';
import {createDeferred} from '../../engine/deferred.ts';
import {createQueue} from '../../engine/queue.ts';
import type {RgbImage, RunEvent} from '../../events/events.ts';
import {encodePng, toPixels} from '../../picture/codec.ts';
import type {Job} from '../../run/job.ts';
import {plainLines} from '../../ui/lines/plain.ts';
import {speakRun} from '../../ui/lines/speak-run.ts';
import {spokenLines} from '../../ui/lines/spoken.ts';
import type {TypeAhead} from '../../ui/prompt/type-ahead.ts';
import type {Steering} from '../../ui/screen/controls.ts';
import {createKeyboard} from '../../ui/screen/keyboard.ts';
import {smallestWindow} from '../../ui/screen/layout.ts';
import {openScreen} from '../../ui/screen/open-screen.ts';
import {drawnPicture, isAsPrinted, pictureLines, rowsBelow} from '../../ui/screen/print-picture.ts';
import {breaksLines, colourLevel, hasAsciiLocale, hasScreen, screenRates} from '../../ui/terminal/abilities.ts';
import type {Size} from '../../ui/terminal/size.ts';
import {askLine} from './ask-line.ts';
import {findGraphics, type Graphics, mayDrawSixels} from './graphics.ts';
import {isHeld} from './held-keyboard.ts';
import {isInForeground, suspend, watchContinue} from './job-control.ts';
import {printRaw} from './out.ts';
import {rememberedSize} from './remembered-size.ts';
import type {ReportOptions} from './report.ts';

export type Presentation = {
	readonly title: string;
	readonly seed: number;
	/** Seeds of several runs in one stream. */
	readonly seeds?: readonly number[];
	readonly report: ReportOptions;
	/** Fires when the run was asked to stop. */
	readonly stopping: AbortSignal;
	/** Actions of keys. */
	readonly steering: Steering;
	/** Hears what is typed meanwhile, in a session. */
	readonly typeAhead?: TypeAhead | undefined;
};

/** Whether people watch a live screen; if not, lines or nothing. */
export const isOnScreen = ({isQuiet, looks}: ReportOptions): boolean =>
	!isQuiet && !looks.isSpoken && hasScreen(surroundings(), smallestWindow);

/** Previews that a run is asked for: all of them for readers of the events, and no more for a screen than it shows. */
export function previewsFor(report: ReportOptions): Pick<Job, 'previews' | 'previewEveryMs'> {
	if (report.result === 'events') return {previews: true};
	const isPaced = isOnScreen(report);
	return {
		previews: report.hasPreview && !report.isQuiet,
		...(isPaced && {previewEveryMs: screenRates(surroundings(), report.looks.isCalm).previewEveryMs}),
	};
}

/**
Show what `follow` tells while it goes, as `present` does. @returns what it comes to; throws what ended it
@param follow - Gets a way to end the showing and wait for it: what is printed before that stands where the last frame is painted.
*/
export async function presentWhile<Value>(
	presentation: Presentation,
	follow: (tell: Tell, leave: () => Promise<void>) => Promise<Value>,
): Promise<Value> {
	// A screen that fails is no reason to compute on.
	const events = createQueue<RunEvent>(presentation.steering.stop);
	const gone = createDeferred<void>();
	const leave = async () => {
		events.end();
		await gone.promise;
	};
	const following = follow(event => events.push(event), leave);
	following.then(() => events.end(), events.fail);
	try {
		await present(events, presentation);
	} finally {
		gone.resolve();
		await following.catch(() => {});
	}
	return following;
}

/** Show a run on stderr while it goes: a screen, sentences, plain lines or nothing. Ends with the run; throws what ended it. */
export async function present(events: AsyncIterable<RunEvent>, presentation: Presentation): Promise<void> {
	const {report, stopping, title, seed, seeds, typeAhead} = presentation;
	const {isSpoken, isCalm} = report.looks;
	const steering = {...presentation.steering, ...(suspend && {suspend})};
	const keyboard = process.stdin.isTTY ? createKeyboard(process.stdin, isInForeground, isHeld) : undefined;
	chalk.level = colourLevel(surroundings(), report.looks.colours);
	if (isOnScreen(report)) {
		const way = await graphicsFor(report);
		const isDrawn = () => way !== undefined || drawsSixels === true;
		const keepsPicture = (rows: number, window: Size) => !isDrawn() && isAsPrinted(rows, printRoom(window));
		const asks = way === undefined && drawsSixels === undefined && canBeDrawn(report) && mayDrawSixels(process.env);
		const onSixels = (draws: boolean) => {
			drawsSixels = draws;
		};
		const rates = screenRates(surroundings(), isCalm);
		optimizeLate();
		const {hasPreview} = report;
		const pictureSize = rememberedSize();
		shownRows = 0;
		shownRows = await openScreen(
			events,
			{title, seed, seeds, stopping, steering, hasPreview, keepsPicture, pictureSize, typeAhead, rates, isCalm, isAscii: isAscii(report)},
			{terminal: process.stderr, breaksLines: breaksLines(process.env), keyboard, watchContinue, ...(asks && {onSixels})},
		);
		return;
	}
	if (report.isQuiet) {
		for await (const _ of events);
		return;
	}
	const say = (line: string) => void process.stderr.write(`${line}\n`);
	stopping.addEventListener('abort', () => say('stopping after this step; Ctrl-C again leaves at once'));
	if (isSpoken) {
		const heard = process.stderr.isTTY ? keyboard : undefined;
		const ask = heard && ((question: string) => askLine(question, stopping));
		await speakRun(spokenLines(events), {steering, keyboard: heard, say, ask});
	} else for await (const line of plainLines(events)) say(line);
}

/**
Delay V8's optimising compiler; in most runs it never starts. Beside a screen its threads take as much time as the screen itself, on processors
that the network computes on. The budget is what a function runs before it is looked at (bytes of its code); V8's own is 66 kB to 132 kB.
*/
const optimizeLate = () => setFlagsFromString('--interrupt-budget=10000000');

/** Rows of the picture in the last frame of the last screen. */
let shownRows = 0;

/** Print the finished picture below the screen, if the screen did not show it as large as it can be, or the terminal can do better. */
export async function presentPicture(image: RgbImage, report: ReportOptions): Promise<void> {
	if (isOnScreen(report) && shownRows === 0) await showPicture(image, report);
}

/** Print a picture at the best that the terminal can do. */
export async function showPicture(image: RgbImage, report: ReportOptions): Promise<void> {
	if (!report.hasPreview) return;
	const {columns, rows} = process.stderr;
	const way = await graphicsFor(report);
	const drawn = way && (await drawnPicture(way, {image, png: await encodePng(toPixels(image))}, {columns, rows}));
	if (drawn !== undefined) printRaw(`${drawn}\n`);
	else {
		process.stderr.write(`${pictureLines(image, {...printRoom({columns, rows}), isAscii: isAscii(report)}).join('\n')}\n`);
	}
}

/** The window as a picture in half blocks is printed into it: on a slow line no larger than the screen of the run showed it. */
function printRoom({columns, rows}: Size): Size {
	const {picture} = screenRates(surroundings(), false);
	return {columns, rows: picture ? Math.min(rows, picture.rows + rowsBelow) : rows};
}

/** Found once: what is around does not change. */
let graphics: Promise<Graphics | undefined> | undefined;

/** Only if stdout and stderr are the terminal: the picture goes to stdout, and nothing but data may go into a pipe. */
async function graphicsFor(report: ReportOptions): Promise<Graphics | undefined> {
	if (!canBeDrawn(report)) return undefined;
	graphics ??= import('supports-terminal-graphics').then(({default: supports}) => findGraphics(process.env, supports.stdout));
	return (await graphics) ?? (drawsSixels ? 'sixel' : undefined);
}

/** Whether the terminal draws sixels, as it said itself; undefined while it has not. */
let drawsSixels: boolean | undefined;

const canBeDrawn = (report: ReportOptions): boolean => Boolean(process.stdout.isTTY) && chalk.level > 0 && !isAscii(report);

/** Whether to draw with ASCII only: as it was asked, or as the locale has it. */
export const isAscii = ({looks}: ReportOptions): boolean => looks.isAscii ?? hasAsciiLocale(surroundings());

const surroundings = () => ({env: process.env, terminal: process.stderr, platform: process.platform});
