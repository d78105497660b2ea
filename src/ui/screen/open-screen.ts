import type {RunEvent} from '../../events/events.ts';
import {pasteMarks} from '../prompt/prompt-input.ts';
import {createMouse} from '../steer/mouse.ts';
import {toAscii} from '../terminal/ascii.ts';
import {attributesQuestion, saysSixels} from '../terminal/attributes.ts';
import {createCanvas, reasoningSlot} from '../terminal/canvas.ts';
import {createPace} from '../terminal/frame-budget.ts';
import {createOutlet} from '../terminal/frame-queue.ts';
import {runActionOf, runActionsIn} from '../terminal/keys.ts';
import {createPainter} from '../terminal/painter.ts';
import {begin} from './begin.ts';
import {createControls, type Steering} from './controls.ts';
import {firstFrame} from './first-frame.ts';
import {type Keyboard, releasing} from './keyboard.ts';
import type {ScreenOptions} from './screen-options.ts';
import {rehearse} from './warm-up.ts';
import {withWholeEscapes} from './whole-escapes.ts';

export type ScreenStreams = {
	/** The terminal that is drawn on: stdout belongs to data. */
	readonly terminal: NodeJS.WriteStream;
	/** Whether it breaks lines that a narrower window has no room for. */
	readonly breaksLines?: boolean;
	readonly keyboard?: Keyboard | undefined;
	/** Have the terminal asked what it can do, and told whether it draws sixels, once it answers. */
	readonly onSixels?: ((draws: boolean) => void) | undefined;
	/** Calls back each time the process is continued after it was stopped, until disposed. */
	readonly watchContinue?: (listener: () => void) => Disposable;
};

/** Once for all runs of the process. */
let isRehearsed = false;

/**
Show a run while it goes, at once: the first frame stands before Ink is loaded, and keys are heard. Ends with the run, its last
frame left standing; throws what ended it.
@returns rows of the picture in the last frame; 0 if it has none
*/
export async function openScreen(events: AsyncIterable<RunEvent>, options: ScreenOptions, streams: ScreenStreams): Promise<number> {
	const {terminal, watchContinue} = streams;
	const {typeAhead} = options;
	const keyboard = streams.keyboard && (typeAhead ? withPasteMarks(streams.keyboard, terminal) : streams.keyboard);
	const canvas = createCanvas(options.rates.picture);
	const pace = createPace(options.rates);
	const painter = createPainter(terminal, streams);
	const outlet = createOutlet(pace, painter);
	const paint = (frame: string) => outlet.paint(options.isAscii ? toAscii(frame) : frame);
	const {suspend} = releasing(options.steering, keyboard);
	const steering: Steering = {
		...options.steering,
		...(suspend && {
			suspend() {
				mouse?.release();
				suspend();
			},
		}),
	};
	const controls = createControls(steering, {rows: canvas.rows, columns: () => canvas.columns(reasoningSlot)}, options.pictureSize);
	const {steer} = controls;
	using mouse = steer && keyboard && createMouse(steer, {terminal, canvas});
	using keys = withWholeEscapes(chunk => {
		const draws = streams.onSixels && saysSixels(chunk);
		if (draws !== undefined) streams.onSixels?.(draws);
		if (steer?.isOpen()) {
			const rest = mouse ? mouse.hear(chunk) : chunk;
			if (rest !== '') steer.hear(rest);
			return;
		}
		const actions = typeAhead ? typeAhead.hear(chunk).flatMap(key => runActionOf(key) ?? []) : runActionsIn(chunk);
		for (const action of actions) controls.act(action);
	});
	using _keys = keyboard?.listen(keys.listener);
	if (keyboard && streams.onSixels) terminal.write(attributesQuestion);
	using _continue = watchContinue?.(() => {
		keyboard?.take();
		mouse?.take();
		pace.painted(painter.repeat(), performance.now());
	});

	if (options.steering.hold?.isHeld) controls.act('change');
	paint(firstFrame(options.title, options.seed, terminal));
	const run = begin(events);
	const {showRun} = await import('./show-run.tsx');
	const {hold} = options.steering;
	const isRecorded = hold?.isRecorded ?? false;
	const keyKinds = keyboard ? (hold ? (isRecorded ? 'seek' : 'steer') : 'watch') : 'none';
	const showOptions = {...options, keys: keyKinds, isRecorded, canChange: hold?.host !== undefined} as const;
	try {
		if (!isRehearsed && !run.hasBegun()) await rehearse(showRun, showOptions, {terminal, controls});
		isRehearsed = true;
		await showRun(run.events, showOptions, {terminal, controls, canvas, pace, paint: frame => paint(canvas.fill(frame))});
	} finally {
		// When stopping, do not wait for the last frame's turn.
		await outlet.drain({isPressing: options.stopping.aborted});
	}
	return canvas.rows();
}

/** The keyboard, with pasted text marked while it is ours. */
function withPasteMarks(keyboard: Keyboard, terminal: NodeJS.WriteStream): Keyboard {
	return {
		take() {
			keyboard.take();
			terminal.write(pasteMarks.on);
		},
		release() {
			terminal.write(pasteMarks.off);
			keyboard.release();
		},
		listen(listener) {
			terminal.write(pasteMarks.on);
			const listening = keyboard.listen(listener);
			return {
				[Symbol.dispose]() {
					terminal.write(pasteMarks.off);
					listening[Symbol.dispose]();
				},
			};
		},
	};
}
