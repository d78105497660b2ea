import type {Agreement} from '../decoder/agreement.ts';
import type {Intervention} from '../decoder/steer.ts';
import type {SavedStep, SteeredBy} from '../events/events.ts';
import type {DecodingSettings} from '../events/settings.ts';
import type {Shortcuts} from '../events/shortcuts.ts';
import type {InpaintByRatio} from '../model/images/inpainting.ts';
import type {Model} from '../model/model.ts';
import type {Pixels} from '../pixels.ts';

export type {Pixels};

/** The settings of a run that a job may choose; the checkpoint's own defaults stand in for the others. */
export type JobSettings = DecodingSettings & {
	/** Spelled out, instead of a `quality`. */
	readonly shortcuts?: Shortcuts | undefined;
};

/**
The part of the input picture that is changed, while all other codes stay exactly as they are: the part that a mask picture of the input's
size marks white, a rectangle around the centre or all but it, or the codes themselves by their row-major index. `notice`: how a mask was
read, if that has to be told.
*/
export type Repaint = {readonly mask: Pixels; readonly notice?: string} | InpaintByRatio | {readonly codes: readonly number[]};

/**
A change of a run, in words and places: its tokens depend on the state of the run.
`replace`: every occurrence of some words by others, of as many tokens. `write`: words over those from a row on, of as many tokens as they have.
`forget`: these words, wherever they stand, are masked again. `forgetRegion`: so are the codes that this rectangle touches (pixels of the picture as
the model draws it). `think`: words to begin with, `░` for each token that the model is to find; nothing comes after a whole one.
`isAgreed`: with them goes all that the model finds to say the same (see `Agreement`).
*/
export type SteerRequest =
	| Intervention
	| ({readonly type: 'replace'; readonly from: string; readonly to: string} & Agreeing)
	| ({readonly type: 'write'; readonly row: number; readonly text: string} & Agreeing)
	| ({readonly type: 'forget'; readonly words: string} & Agreeing)
	| {readonly type: 'forgetRegion'; readonly x: number; readonly y: number; readonly width: number; readonly height: number}
	| ({readonly type: 'instruction'; readonly instruction: string} & Agreeing)
	| ({readonly type: 'think'; readonly text: string; readonly isWhole?: boolean | undefined} & Agreeing);

type Agreeing = {readonly isAgreed?: boolean | undefined};

/**
Questions about a run between two of its steps; nothing changes by them. `agreement`: what says the same as the words that a request changes.
`words`: each token of the text, and how sure the model is of it. `completions`: words that might stand in a row of it, the most likely first, all of which
begin with these letters. `at`: as it stood earlier, instead of now.
*/
export type Question = (
	| {readonly type: 'agreement'; readonly request: SteerRequest}
	| {readonly type: 'words'}
	| {readonly type: 'completions'; readonly row: number; readonly prefix: string}
) & {
	readonly at?: Job['from'];
};
export type Answers = {readonly agreement: Agreement; readonly words: readonly ShownWord[]; readonly completions: readonly string[]};

/** A token of the text as it stands in a run that is held. */
export type ShownWord = {
	/** In the text's tokens, from 0. */
	readonly row: number;
	/** Its piece of the text, with the space before it if there is one; the model's guess where it is still masked. */
	readonly text: string;
	readonly isMasked: boolean;
	/** Written by a person, and not the model's to change. */
	readonly isFixed: boolean;
	/** Probability of it, given all of the run but itself and every second other word (0-1). */
	readonly probability: number;
};

/** A change, and when it is made: after this step, 0 for before the first. */
export type ScheduledSteering = {readonly step: number; readonly by: SteeredBy; readonly request: SteerRequest};

/** A rectangle of whole pixels. */
type Rect = {readonly left: number; readonly top: number; readonly width: number; readonly height: number};

/** A run that is asked for. */
export type Job = {
	readonly task: 'gen' | 'edit';
	readonly instruction: string;
	/** The picture to edit, already at the model's size (`columns * patch` by `rows * patch`); none for `gen`. */
	readonly input?: Pixels;
	/** Inpainting or outpainting of an edit: change only a part. Its input then has the size of the picture that is made. */
	readonly repaint?: Repaint;
	/** The part of the picture that was given (px) that went into `input`, and its place there: to say where in that picture something is. */
	readonly inputPlace?: {readonly seen: Rect; readonly at: Rect} | undefined;
	readonly settings?: JobSettings;
	/** 0 .. 2^53 - 1. */
	readonly seed: number;
	/** Decode the picture while it emerges? The finished one always comes. */
	readonly previews: boolean;
	/** Shortest time between two previews, in milliseconds; 250 by default. */
	readonly previewEveryMs?: number;
	/** Refuse an instruction with words the model was never shown, instead of noting them. */
	readonly isStrict?: boolean;
	/** Accept instructions and pictures outside the model's world (`--yes`). */
	readonly isAgreed?: boolean;
	/** Tell with the finished picture how sure the network is of words and picture, each given the other. */
	readonly isWeighed?: boolean;
	/** Planned changes, each when so many steps are done, in this order; before any that come while it runs. */
	readonly steering?: readonly ScheduledSteering[];
	/** Continue from a state of a run with the same job, as its `step` or `steered` event told it. */
	readonly from?: SavedStep & {
		/** Changes until then, in order, each with the state that it found. */
		readonly steered?: readonly {readonly found: SavedStep; readonly intervention: Intervention}[];
		/**
		The state at the first pass of the cacheWindow (`cacheWindowOf`) that it stands in, when that is another one. The passes since are made again
		and not told: they leave the prompt in the network as it was.
		*/
		readonly cacheWindow?: SavedStep | 'start';
	};
};

/** The model, and the device and threads that it runs on. */
export type EngineOptions = {
	/** A checkpoint folder in the Hugging Face layout. */
	readonly modelFolder: string;
	readonly device: Model['device'];
	/** CPU threads of one pass of the network, at least 1. */
	readonly threads: number;
	/** Text tokens of a run, for models that write any number. */
	readonly textLength?: number | undefined;
	/** Size of the pictures that are made (px), for models that make several sizes. */
	readonly size?: {readonly width: number; readonly height: number} | undefined;
	/** Time that each use of the model's tokenizer may take, in milliseconds, before the engine ends itself; a minute by default. */
	readonly tokenizerWithinMs?: number | undefined;
};
