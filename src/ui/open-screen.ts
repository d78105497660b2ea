import type {RunEvent} from '../run/events.ts';
import {createCanvas} from './canvas.ts';
import {firstFrame} from './first-frame.ts';
import {createPainter} from './painter.ts';

export type ScreenOptions = {
	/** What runs, known before the first event. */
	readonly title: string;
	readonly seed: number;
	readonly hasPreview: boolean;
	/** Show the picture in the last frame too; not if it is printed after it. */
	readonly keepsPicture: boolean;
	/** Fires when the run was asked to stop. */
	readonly stopping: AbortSignal;
	/** Frames a second at most. */
	readonly maxFps: number;
};

/** The terminal that is drawn on (stdout belongs to data), and its keyboard. */
export type ScreenStreams = {readonly terminal: NodeJS.WriteStream; readonly keyboard: NodeJS.ReadStream};

/**
Show a run while it goes, at once: the first frame stands before Ink is loaded. Ends with the run, its last frame left
standing; throws what ended it.
*/
export async function openScreen(
	events: AsyncIterable<RunEvent>,
	options: ScreenOptions,
	{terminal, keyboard}: ScreenStreams,
): Promise<void> {
	const canvas = createCanvas();
	const paint = createPainter(terminal);
	paint(firstFrame(options.title, options.seed, terminal));
	const {showRun} = await import('./show-run.tsx');
	await showRun(events, options, {terminal, keyboard, canvas, paint: frame => paint(canvas.fill(frame))});
}
