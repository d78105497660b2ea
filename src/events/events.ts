import {cacheWindowOf} from '../decoder/acceleration.ts';
import type {MutualConfidence} from '../decoder/mutual.ts';
import type {Intervention} from '../decoder/steer.ts';
import type {ToldSettings} from './settings.ts';
import type {Shortcuts} from './shortcuts.ts';

/**
Wire version: raised when an event changes its meaning, or one is added that no consumer may overlook. Consumers refuse a version they do not know.
Version 2 has `steered`, and `of` in each `step`.
*/
export const eventsVersion = 2;
/** Versions that this program reads. */
export const readableVersions = [1, eventsVersion] as const;
export type EventsVersion = (typeof readableVersions)[number];

/** 8-bit RGB, row-major, `width * height * 3` bytes as base64 so that an event is plain JSON. */
export type RgbImage = {readonly width: number; readonly height: number; readonly rgb: string};

/** The settings that decide the tokens of a run. */
export type RunSettings = ToldSettings & {
	readonly task: 'gen' | 'edit';
	readonly instruction: string;
	/** 0 .. 2^53 - 1. */
	readonly seed: number;
	readonly textLength: number;
	/** Edits of a part: the codes that were changed, by their row-major index; the others stayed. */
	readonly repaint?: readonly number[] | undefined;
	/** Values of the preset of `quality`, with the prompt refresh that was asked for. */
	readonly shortcuts?: Shortcuts | undefined;
};

export type ModelFacts = {
	readonly name: string;
	/** Digest that tells it from others, by its weights too: see `modelDigest`. */
	readonly digest: string;
	readonly device: string;
	/** Image output grid, in tokens. */
	readonly grid: {readonly rows: number; readonly columns: number};
	/** Pixels per side of one token. */
	readonly patch: number;
};

/** Whether two digests can be of one model: one of an earlier version tells nothing of the weights. */
export function digestsAgree(one: string, other: string): boolean {
	const [shapes, contents] = one.split('.');
	const [otherShapes, otherContents] = other.split('.');
	return shapes === otherShapes && (contents === undefined || otherContents === undefined || contents === otherContents);
}

/** Everything that a screen, a log or a transcript may know of a run. Failures are thrown, not yielded. */
export type RunEvent =
	| {
			readonly type: 'started';
			readonly version: EventsVersion;
			readonly settings: RunSettings;
			readonly model: ModelFacts;
			readonly notices: readonly string[];
	  }
	| {
			/** State after a step: whole, so that a consumer may skip some. */
			readonly type: 'step';
			/** 1 .. of. */
			readonly step: number;
			/** Steps that the run has by its present plan: those of its settings until it is steered. Absent in version 1. */
			readonly of?: number | undefined;
			/** Text tokens; null where still masked. */
			readonly textIds: readonly (number | null)[];
			/** The reasoning so far; a token still masked is one `░`. */
			readonly text: string;
			/** Image codes, row-major; null where still masked. */
			readonly codes: readonly (number | null)[];
			/** Since the run began, without the time that it was paused. */
			readonly elapsedMs: number;
	  }
	| {
			/** A change by a person or a program after this step (0: before the first), and the whole state after it. */
			readonly type: 'steered';
			readonly step: number;
			readonly of: number;
			readonly by: SteeredBy;
			readonly intervention: Intervention;
			readonly textIds: readonly (number | null)[];
			readonly text: string;
			readonly codes: readonly (number | null)[];
	  }
	| {readonly type: 'preview'; readonly step: number; readonly image: RgbImage}
	/** The engine holds still after this step (0: before the first), as it was asked to, until the next `step` or `finished`. */
	| {readonly type: 'paused'; readonly step: number}
	| {
			readonly type: 'finished';
			readonly reason: 'complete' | 'cancelled';
			readonly image: RgbImage;
			readonly text: string;
			readonly elapsedMs: number;
			/** Told of a complete run, where it was asked for. */
			readonly confidence?: MutualConfidence | undefined;
	  };

/** Source of a change: a person at a screen or a command line, or another program. */
export type SteeredBy = 'person' | 'program' | 'model';

/** The tokens of a run after a step. With what it was steered by on the way, all that it takes to go on from there. */
export type SavedStep = Pick<Extract<RunEvent, {type: 'step'}>, 'step' | 'textIds' | 'codes'>;

/**
In a run that caches the prompt for some passes: the state before the pass that made the prompt as the next pass is to find it,
or `start`; undefined when the next pass computes it again, or every pass does. Each change by steering computes it again.
@param states - All that it told of its steps and of what it was steered by, in their order.
*/
export function cacheWindowStart(
	states: readonly (SavedStep & {readonly isSteered?: boolean})[],
	shortcuts: Shortcuts | undefined,
): SavedStep | 'start' | undefined {
	const last = states.at(-1);
	const current = last && cacheWindowOf(last.step, shortcuts);
	if (current === undefined) return;
	const steered = states.findLastIndex(({isSteered}) => isSteered);
	if (steered === -1 && current === 0) return 'start';
	const first = states.slice(Math.max(0, steered)).find(({step}) => cacheWindowOf(step, shortcuts) === current);
	return first === last ? undefined : first;
}

export type RunState = {
	readonly settings?: RunSettings;
	readonly model?: ModelFacts;
	readonly notices: readonly string[];
	readonly step: number;
	/** Steps that it has by its present plan; undefined before it began. */
	readonly steps?: number | undefined;
	readonly text: string;
	readonly textIds: readonly (number | null)[];
	readonly codes: readonly (number | null)[];
	readonly preview?: RgbImage;
	readonly final?: RgbImage;
	readonly end?: 'complete' | 'cancelled';
	readonly elapsedMs: number;
	readonly confidence?: MutualConfidence | undefined;
	readonly isPaused: boolean;
	/** A person or a program changed it on its way: what it was asked for at first may be meant no more. */
	readonly isSteered?: true;
};

export const initialRun: RunState = {notices: [], step: 0, text: '', textIds: [], codes: [], elapsedMs: 0, isPaused: false};

/** The one fold: screen, plain printer and transcript all read its state. */
export function reduceRun(state: RunState, event: RunEvent): RunState {
	switch (event.type) {
		case 'started':
			// Each of several runs in one stream starts from the initial state.
			return {...initialRun, settings: event.settings, model: event.model, notices: event.notices, steps: event.settings.steps};
		case 'step':
			return {
				...state,
				step: event.step,
				steps: event.of ?? state.steps,
				text: event.text,
				textIds: event.textIds,
				codes: event.codes,
				elapsedMs: event.elapsedMs,
				isPaused: false,
			};
		case 'steered':
			return {
				...state,
				...{steps: event.of, text: event.text, textIds: event.textIds, codes: event.codes},
				...(event.by !== 'model' && {isSteered: true as const}),
			};
		case 'preview':
			return {...state, preview: event.image};
		case 'paused':
			return {...state, isPaused: true};
		case 'finished':
			return {
				...state,
				final: event.image,
				preview: event.image,
				text: event.text,
				end: event.reason,
				elapsedMs: event.elapsedMs,
				...(event.confidence && {confidence: event.confidence}),
				isPaused: false,
			};
	}
}
