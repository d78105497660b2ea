import {Box, render} from 'ink';
import {useSyncExternalStore} from 'react';
import type {RunEvent} from '../../events/events.ts';
import type {Canvas} from '../terminal/canvas.ts';
import type {Pace} from '../terminal/frame-budget.ts';
import {GridView} from './components/grid-view.tsx';
import {RunView, type RunViewProps} from './components/run-view.tsx';
import type {Controls} from './controls.ts';
import type {ScreenOptions} from './screen-options.ts';
import {useAborted} from './use-aborted.ts';
import {useRun} from './use-run.ts';
import {useWindowSize} from './use-window-size.ts';

type ShowOptions = ScreenOptions & Pick<RunViewProps, 'keys' | 'isRecorded' | 'canChange'>;

/** The terminal for frames, and everything beside them. */
type Surface = {
	readonly terminal: NodeJS.WriteStream;
	readonly controls: Controls;
	readonly canvas: Canvas;
	readonly pace: Pace;
	readonly paint: (frame: string) => void;
};

type ScreenProps = Omit<Surface, 'paint'> & ShowOptions & {readonly events: AsyncIterable<RunEvent>};

const Screen = ({events, stopping, pace, controls, terminal, seeds, typeAhead, ...view}: ScreenProps) => {
	const props: RunViewProps = {
		...view,
		progress: useRun(events, pace),
		window: useWindowSize(terminal),
		view: useSyncExternalStore(controls.subscribe, controls.view),
		isStopping: useAborted(stopping),
		typed: useSyncExternalStore(typeAhead?.subscribe ?? never, () => typeAhead?.state()),
		steer: useSyncExternalStore(controls.steer?.subscribe ?? never, controls.steer?.state ?? nothing),
	};
	return (
		<Box flexDirection="column" flexShrink={0} width={props.window.columns}>
			{seeds ? <GridView {...props} seeds={seeds} /> : <RunView {...props} />}
		</Box>
	);
};

const never = () => () => {};
const nothing = () => undefined;

/** Let Ink show a run, each frame by `paint`. Ends with the run; throws what ended it. */
export async function showRun(events: AsyncIterable<RunEvent>, options: ShowOptions, {paint, ...surface}: Surface): Promise<void> {
	const app = render(<Screen {...options} {...surface} events={events} />, {
		stdout: withWrite(surface.terminal, paint, options.seeds ? undefined : narrowest),
		// Ink hands over whole frames and does not paint by itself.
		debug: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	await app.waitUntilExit();
}

/**
Ink takes apart every cell of its window, empty ones too, so it gets one that is as narrow as can be: lines of a frame reach beyond it as
far as there is text in them. Pictures side by side need the cells between them.
*/
const narrowest = 1;

// The cursor's switches, which the painter does itself, and, with CI set, one newline as it ends: no frame is only that.
const noFrames = ['', '\u001B[?25h', '\u001B[?25l', '\n'];

/**
The stream, but frames are painted. What Ink writes beside frames is dropped; it also writes '' with a callback to learn that
all is out. It is not told of resizes: it would draw the old layout in the new window.
@param columns - What it takes for the width of the stream, unless that is to be the real one.
*/
function withWrite(stream: NodeJS.WriteStream, paint: (frame: string) => void, columns?: number): NodeJS.WriteStream {
	const write = (frame: string, written?: () => void) => {
		if (!noFrames.includes(frame)) paint(frame);
		if (written) stream.write('', written);
		return true;
	};
	return new Proxy(stream, {
		get(target, property) {
			if (property === 'write') return write;
			if (property === 'columns' && columns !== undefined) return columns;
			if (property === 'on' || property === 'off') return () => stream;
			const value: unknown = Reflect.get(target, property);
			return typeof value === 'function' ? value.bind(target) : value;
		},
	});
}
