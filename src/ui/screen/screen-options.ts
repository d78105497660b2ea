import type {TypeAhead} from '../prompt/type-ahead.ts';
import type {Rates} from '../terminal/frame-budget.ts';
import type {Size} from '../terminal/size.ts';
import type {PictureSize, Steering} from './controls.ts';

/** Options of showing a run. */
export type ScreenOptions = {
	/** The run as far as it is known before the first event. */
	readonly title: string;
	readonly seed: number;
	/** Several runs in one stream, which are shown side by side. */
	readonly seeds?: readonly number[] | undefined;
	readonly hasPreview: boolean;
	/** Whether the last frame shows the picture too, in so many rows; not if it is printed after it. */
	readonly keepsPicture: (rows: number, window: Size) => boolean;
	/** Size of the picture that keys chose before, and where to tell what they choose now. */
	readonly pictureSize?: PictureSize | undefined;
	/** Hears what is typed while the run goes, in a session. */
	readonly typeAhead?: TypeAhead | undefined;
	/** Fires when the run was asked to stop. */
	readonly stopping: AbortSignal;
	readonly steering: Steering;
	readonly rates: Rates;
	/** Nothing lights up. */
	readonly isCalm: boolean;
	/** Draw with ASCII only. */
	readonly isAscii: boolean;
};
