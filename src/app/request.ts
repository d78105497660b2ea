import type {PaintByRatio} from '../model/images/inpainting.ts';
import type {Size} from '../picture/fit.ts';
import type {Fit} from '../picture/fits.ts';
import type {Job} from '../run/job.ts';
import type {DeviceChoice} from './request-fields.ts';
/** Where and how a result is saved. */
export type OutputOptions = {
	/** A file, a folder, or `-` for stdout; the current folder without it. */
	readonly output?: string | undefined;
	/** How files are called: a template such as `{slug}-{seed}`. */
	readonly name?: string | undefined;
	/** The picture's size: as the model draws it, the input's own, or this one (px). */
	readonly size: 'model' | 'auto' | Size;
	/** How a picture gets into another shape: the input into the model's, the result into `size`. */
	readonly fit?: Fit | undefined;
	/** Replace files that are there. */
	readonly isForced: boolean;
	/** Carry what made the picture in its file. */
	readonly hasMetadata: boolean;
	/** Mark the picture as made by a model. */
	readonly hasAiMark: boolean;
	/** A transcript for people too. */
	readonly hasMarkdown: boolean;
};

/** What `edit` paints anew: what a mask file marks white, a rectangle, or these codes. */
export type RepaintOption = {readonly maskFile: string} | PaintByRatio | {readonly codes: readonly number[]};

/** What a run is asked to do, whichever door the wish came through. */
export type RunRequest = {
	readonly task: 'gen' | 'edit';
	readonly instruction: string;
	/** The picture to edit: a file, or `-` for stdin. */
	readonly image?: string;
	readonly output: OutputOptions;
	readonly seed: number;
	readonly settings: NonNullable<Job['settings']>;
	/** Text tokens, for models that write any number. */
	readonly textLength?: number | undefined;
	/** Of an edit: the part of the picture that is painted anew. */
	readonly repaint?: RepaintOption | undefined;
	readonly model: string;
	/** Runs kept by earlier versions have none: then `auto`. */
	readonly device?: DeviceChoice | undefined;
	readonly threads: number;
	readonly isStrict: boolean;
	/** Run a large model even if it takes hours, and a small one on what it cannot draw or see. */
	readonly isAgreed?: boolean;
};

/** What stands in for flags that are not given. */
export type RunDefaults = {readonly model: string; readonly threads: number; readonly randomSeed: () => number};
