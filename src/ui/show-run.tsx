import {render} from 'ink';
import type {RunEvent} from '../run/events.ts';
import {RunView} from './components/run-view.tsx';
import {useRun} from './use-run.ts';
import {useWindowSize} from './use-window-size.ts';

export type ShowOptions = {
	/** What runs, known before the first event. */
	readonly title: string;
	readonly seed: number;
	readonly hasPreview: boolean;
	readonly keepsPicture: boolean;
	/** The terminal that is drawn on; stdout belongs to data. */
	readonly terminal: NodeJS.WriteStream;
	readonly input: NodeJS.ReadStream;
	/** Frames a second at most. */
	readonly maxFps: number;
};

type ScreenProps = Omit<ShowOptions, 'terminal' | 'input' | 'maxFps'> & {readonly events: AsyncIterable<RunEvent>};

const Screen = ({events, ...view}: ScreenProps) => <RunView {...view} progress={useRun(events)} window={useWindowSize()} />;

/** Show a run while it goes. Ends with it, its last frame left standing; throws what ended it. */
export async function showRun(events: AsyncIterable<RunEvent>, {terminal, input, maxFps, ...view}: ShowOptions): Promise<void> {
	const app = render(<Screen {...view} events={events} />, {
		stdout: terminal,
		stdin: input,
		maxFps,
		incrementalRendering: true,
		exitOnCtrlC: false,
		patchConsole: false,
	});
	await app.waitUntilExit();
}
