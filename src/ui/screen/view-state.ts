import type {RunAction} from '../terminal/keys.ts';
import {smallestPictureRows} from './layout.ts';

/** Changes that keys have made to the screen of a run. */
export type ViewState = {
	/** Asked to hold; whether it does yet is the run's to tell. */
	readonly isPaused: boolean;
	readonly showsPicture: boolean;
	/** Rows that the picture should have; by default as many as fit. */
	readonly pictureRows?: number | undefined;
	readonly showsHelp: boolean;
	/** One sentence to show until the next key. */
	readonly message?: string | undefined;
};

export const initialView: ViewState = {isPaused: false, showsPicture: true, showsHelp: false};

/** A press of `+` or `-`, in rows. */
const pictureStep = 2;

/** @param shownRows - Rows of the picture on the screen now: what `+` and `-` start from. */
export function reduceView({message: _, ...view}: ViewState, action: RunAction, shownRows: number): ViewState {
	switch (action) {
		case 'pause':
			return {...view, isPaused: !view.isPaused};
		case 'step':
		case 'change':
		case 'back':
		case 'forward':
		case 'first':
		case 'last':
			return {...view, isPaused: true};
		case 'larger':
		case 'smaller': {
			if (shownRows === 0) return view;
			// As large as the window is as large as it gets, in a larger window too.
			if (action === 'larger' && (view.pictureRows === undefined || shownRows < view.pictureRows)) return {...view, pictureRows: undefined};
			const rows = shownRows + (action === 'larger' ? pictureStep : -pictureStep);
			return {...view, pictureRows: Math.max(smallestPictureRows, rows)};
		}
		case 'picture':
			return {...view, showsPicture: !view.showsPicture};
		case 'help':
			return {...view, showsHelp: !view.showsHelp};
		case 'stop':
		case 'interrupt':
			return {...view, isPaused: false};
		case 'leave':
		case 'suspend':
			return view;
	}
}
