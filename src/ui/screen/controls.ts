import type {SteerHost} from '../steer/steer-host.ts';
import {createSteerStore, type SteerStore} from '../steer/steer-store.ts';
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
		/** Among the steps that were: so many on, or back (negative), and hold. */
		readonly seek?: (steps: number) => void;
		/** It begins held, to be changed. */
		readonly isHeld?: boolean | undefined;
		/** It is not happening now. */
		readonly isRecorded?: boolean;
		/** Change words and picture. */
		readonly host?: SteerHost | undefined;
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
	/** Changing what is held, where that can be. */
	readonly steer: SteerStore | undefined;
};

/** Place of the reasoning and the picture on the screen now. */
export type Shown = {
	/** Rows of the picture: what `+` and `-` start from; 0 when there is none. */
	readonly rows: () => number;
	/** Columns of the words. */
	readonly columns: () => number;
};

export function createControls(steering: Steering, shown: Shown, size?: PictureSize): Controls {
	let view: ViewState = {...initialView, pictureRows: size?.rows};
	const listeners = new Set<() => void>();
	const notify = () => {
		for (const listener of listeners) listener();
	};
	const {host} = steering.hold ?? {};
	const steer =
		host &&
		createSteerStore(host, {
			onGone() {
				view = {...view, isPaused: false};
				notify();
			},
			onRefused(message) {
				view = {...view, message};
				notify();
			},
			interrupt: steering.interrupt,
			suspend: () => steering.suspend?.(),
			room: () => ({columns: shown.columns(), hasPicture: shown.rows() > 0}),
		});
	const effects: Readonly<Partial<Record<RunAction, () => void>>> = {
		pause: () => (view.isPaused ? steering.hold?.resume() : steering.hold?.pause()),
		step: () => steering.hold?.step(),
		change() {
			if (!view.isPaused) steering.hold?.pause();
			steer?.open();
		},
		stop: steering.stop,
		// Only what is watched again: of a run, a slip of the hand would leave half a picture.
		leave: () => (steering.hold?.isRecorded ? steering.stop() : undefined),
		interrupt: steering.interrupt,
		suspend: () => steering.suspend?.(),
	};
	return {
		steer,
		view: () => view,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		act(action) {
			if ((action === 'pause' || action === 'step') && !steering.hold) return;
			if (action === 'change' && !steer) return;
			if (isSeek(action)) {
				if (!steering.hold?.seek) return;
				steering.hold.seek(seeks[action]);
			}
			effects[action]?.();
			const {pictureRows} = view;
			view = reduceView(view, action, shown.rows());
			if (view.pictureRows !== pictureRows) size?.remember(view.pictureRows);
			notify();
		},
	};
}
