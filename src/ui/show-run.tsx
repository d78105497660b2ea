import {render} from 'ink';
import type {RunEvent} from '../run/events.ts';
import type {Canvas} from './canvas.ts';
import {RunView} from './components/run-view.tsx';
import type {ScreenOptions, ScreenStreams} from './open-screen.ts';
import {useAborted} from './use-aborted.ts';
import {useRun} from './use-run.ts';
import {useWindowSize} from './use-window-size.ts';

type ScreenProps = ScreenOptions & {
	readonly events: AsyncIterable<RunEvent>;
	readonly canvas: Canvas;
	readonly terminal: NodeJS.WriteStream;
};

const Screen = ({events, stopping, maxFps, terminal, ...view}: ScreenProps) => (
	<RunView {...view} progress={useRun(events, maxFps)} window={useWindowSize(terminal)} isStopping={useAborted(stopping)} />
);

/** Where frames go, and the picture beside them. */
type Surface = ScreenStreams & {readonly canvas: Canvas; readonly paint: (frame: string) => void};

/** Let Ink show a run, each frame by `paint`. Ends with the run; throws what ended it. */
export async function showRun(
	events: AsyncIterable<RunEvent>,
	options: ScreenOptions,
	{terminal, keyboard, canvas, paint}: Surface,
): Promise<void> {
	const app = render(<Screen {...options} events={events} canvas={canvas} terminal={terminal} />, {
		stdout: withWrite(terminal, paint),
		stdin: keyboard,
		// Ink hands over whole frames and does not paint by itself.
		debug: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	await app.waitUntilExit();
}

// The cursor's switches, which the painter does itself, and, with CI set, one newline as it ends: no frame is only that.
const noFrames = ['', '\u001B[?25h', '\u001B[?25l', '\n'];

/**
The stream, but frames are painted. What Ink writes beside frames is dropped; it also writes '' with a callback to learn that
all is out. It is not told of resizes: it would draw the old layout in the new window.
*/
function withWrite(stream: NodeJS.WriteStream, paint: (frame: string) => void): NodeJS.WriteStream {
	const write = (frame: string, written?: () => void) => {
		if (!noFrames.includes(frame)) paint(frame);
		if (written) stream.write('', written);
		return true;
	};
	return new Proxy(stream, {
		get(target, property) {
			if (property === 'write') return write;
			if (property === 'on' || property === 'off') return () => stream;
			const value: unknown = Reflect.get(target, property);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
