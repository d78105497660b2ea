import type {RunAction, SeekAction} from '../terminal/keys.ts';
import {initialView, reduceView, type ViewState} from './view-state.ts';

/** Effects of the keys on the screen. */
export type Steering = {
	/** Stop, and keep what there is. */
	readonly stop: () => void;
	/** Ctrl-C. */
	readonly interrupt: () => void;
	/** Ctrl-Z, if there is a shell to go back to; returns when the process is continued. */
	readonly suspend?: () => void;
	/** For what can be held. */
	readonly hold?: {
		readonly pause: () => void;
		readonly resume: () => void;
		readonly step: () => void;
		/** For what was recorded: so many steps on, or back (negative), and hold. */
		readonly seek?: (steps: number) => void;
	};
};

/** Distance that each seeks, in steps. */
const seeks: Readonly<Record<SeekAction, number>> = {
	back: -1,
	forward: 1,
	first: Number.NEGATIVE_INFINITY,
	last: Number.POSITIVE_INFINITY,
};

/** Rows that pictures should have, from one run to the next; undefined: as large as the window. */
export type PictureSize = {readonly rows: number | undefined; readonly remember: (rows: number | undefined) => void};

const isSeek = (action: RunAction): action is SeekAction => Object.hasOwn(seeks, action);

/** The state of a screen that keys change, and the way to change it. */
export type Controls = {
	readonly view: () => ViewState;
	readonly subscribe: (listener: () => void) => () => void;
	readonly act: (action: RunAction) => void;
};

export function createControls(steering: Steering, shownRows: () => number, size?: PictureSize): Controls {
	let view: ViewState = {...initialView, pictureRows: size?.rows};
	const listeners = new Set<() => void>();
	const effects: Readonly<Partial<Record<RunAction, () => void>>> = {
		pause: () => (view.isPaused ? steering.hold?.resume() : steering.hold?.pause()),
		step: () => steering.hold?.step(),
		stop: steering.stop,
		// Only what is watched again: of a run, a slip of the hand would leave half a picture.
		leave: () => (steering.hold?.seek ? steering.stop() : undefined),
		interrupt: steering.interrupt,
		suspend: () => steering.suspend?.(),
	};
	return {
		view: () => view,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		act(action) {
			if ((action === 'pause' || action === 'step') && !steering.hold) return;
			if (isSeek(action)) {
				if (!steering.hold?.seek) return;
				steering.hold.seek(seeks[action]);
			}
			effects[action]?.();
			const {pictureRows} = view;
			view = reduceView(view, action, shownRows());
			if (view.pictureRows !== pictureRows) size?.remember(view.pictureRows);
			for (const listener of listeners) listener();
		},
	};
}
