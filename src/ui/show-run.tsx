import {render} from 'ink';
import type {RunEvent} from '../run/events.ts';
import {type Canvas, createCanvas} from './canvas.ts';
import {RunView} from './components/run-view.tsx';
import {createPainter} from './painter.ts';
import {useAborted} from './use-aborted.ts';
import {useRun} from './use-run.ts';
import {useWindowSize} from './use-window-size.ts';

export type ShowOptions = {
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

type ScreenProps = ShowOptions & {readonly events: AsyncIterable<RunEvent>; readonly canvas: Canvas};

const Screen = ({events, stopping, maxFps, ...view}: ScreenProps) => (
	<RunView {...view} progress={useRun(events, maxFps)} window={useWindowSize()} isStopping={useAborted(stopping)} />
);

/** Show a run while it goes. Ends with it, its last frame left standing; throws what ended it. */
export async function showRun(events: AsyncIterable<RunEvent>, options: ShowOptions, {terminal, keyboard}: ScreenStreams): Promise<void> {
	const canvas = createCanvas();
	const paint = createPainter(terminal);
	const app = render(<Screen {...options} events={events} canvas={canvas} />, {
		stdout: withWrite(terminal, frame => paint(canvas.fill(frame))),
		stdin: keyboard,
		// Ink hands over whole frames and does not paint by itself.
		debug: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	await app.waitUntilExit();
}

const cursorSwitch = /^\u001B\[\?25[hl]$/;

/**
The stream, but frames are painted. Beside frames Ink writes the cursor's switches, which the painter does itself, and ''
with a callback to learn that all is out.
*/
function withWrite(stream: NodeJS.WriteStream, paint: (frame: string) => void): NodeJS.WriteStream {
	const write = (frame: string, written?: () => void) => {
		if (frame !== '' && !cursorSwitch.test(frame)) paint(frame);
		if (written) stream.write('', written);
		return true;
	};
	return new Proxy(stream, {
		get(target, property) {
			if (property === 'write') return write;
			const value: unknown = Reflect.get(target, property);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
