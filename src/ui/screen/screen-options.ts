import type {Rates} from '../terminal/frame-budget.ts';
import type {Steering} from './controls.ts';

/** Options of showing a run. */
export type ScreenOptions = {
	/** The run as far as it is known before the first event. */
	readonly title: string;
	readonly seed: number;
	/** Several runs in one stream, which are shown side by side. */
	readonly seeds?: readonly number[] | undefined;
	readonly hasPreview: boolean;
	/** Show the picture in the last frame too; not if it is printed after it. */
	readonly keepsPicture: boolean;
	/** Fires when the run was asked to stop. */
	readonly stopping: AbortSignal;
	readonly steering: Steering;
	readonly rates: Rates;
	/** Nothing lights up. */
	readonly isCalm: boolean;
	/** Draw with ASCII only. */
	readonly isAscii: boolean;
};
