import type {Acceleration} from './acceleration.ts';
import type {Output} from './denoiser.ts';
import type {Fixed} from './fixed.ts';
import type {TokenId} from './ids.ts';
import {type PlanSettings, type PlanStep, planSteps, type Recipe} from './plan.ts';

export type DecodeSettings = Omit<PlanSettings, 'recipe'> & {
	/** `official` is the released loop of the model's family: see released/a.ts and released/m.ts. */
	readonly recipe: Recipe | 'official';
	/** Text tokens of a block; blocks are revealed from left to right. At least 1. */
	readonly blockLength: number;
	/** Scales of `RowRequest`: 0 is no guidance. */
	readonly guidanceText: number;
	readonly guidanceImage: number;
	/** Temperature of the image codes: 0 takes the most probable code everywhere, 1 samples from the predicted distribution. */
	readonly temperature: number;
	/** Temperature of the text tokens, likewise. */
	readonly textTemperature: number;
	/** Order in which text tokens are revealed: `low_confidence` (default: highest confidence first) or `random`. */
	readonly remasking?: Remasking | undefined;
	/** False: no text is revealed. It stays masked to the end, and the picture is made without it. */
	readonly thinking?: boolean | undefined;
	/** None by default: the plan as it is. */
	readonly acceleration?: Acceleration | undefined;
};

/** A run between two steps, as plain JSON: everything needed to continue to the same tokens. */
export type DecodeState = {
	/** 0 .. 2^53 - 1. */
	readonly seed: number;
	readonly settings: DecodeSettings;
	/** The token that stands for "not revealed yet". */
	readonly maskToken: TokenId;
	/** Steps done; the run is complete when it equals `plan.length`. Never goes back, so that no draw is used twice. */
	readonly step: number;
	/** Work of each step, shape (steps,): done ones included. */
	readonly plan: readonly PlanStep[];
	readonly output: Output;
	/** Rows that are known and stay as they are, whatever is masked again; none by default. */
	readonly fixed?: Fixed | undefined;
	/** Rows of codes that are decided without the input picture of an edit; none by default. */
	readonly free?: readonly number[] | undefined;
	/** The same for the instruction. */
	readonly unasked?: readonly number[] | undefined;
	/** Changes of words that what is decided after them has to agree with, too: see `settling`; none by default. */
	readonly lasting?: readonly LastingChange[] | undefined;
};

/** Words that were written over others, which stood there then: the mask where nothing did. */
export type LastingChange = readonly {readonly row: number; readonly id: TokenId; readonly was: TokenId}[];

/** The state before the first step. Tokens of `output` that are not the mask token are known and never change. */
export function startDecoding(options: {
	readonly settings: DecodeSettings;
	readonly seed: number;
	readonly maskToken: TokenId;
	readonly output: Output;
	readonly fixed?: Fixed;
}): DecodeState {
	checkSettings(options.settings);
	return {...options, step: 0, plan: planFor(options.settings, countMasked(options.output, options.maskToken))};
}

/** An output part with every token masked. */
export const maskedOutput = (textLength: number, imageLength: number, maskToken: TokenId): Output => ({
	text: Array.from({length: textLength}, () => maskToken),
	image: Array.from({length: imageLength}, () => maskToken),
});

/** Tokens still masked, per modality. */
export const countMasked = ({text, image}: Output, maskToken: TokenId): {text: number; image: number} => ({
	text: text.filter(token => token === maskToken).length,
	image: image.filter(token => token === maskToken).length,
});

/** Is nothing left to do? */
export const isComplete = (state: DecodeState): boolean => state.step >= state.plan.length;

export function planFor(
	{recipe, thinking = true, ...settings}: DecodeSettings,
	masked: {readonly text: number; readonly image: number},
): PlanStep[] {
	if (recipe === 'official') throw new RangeError('The released loops have steps of their own, which cannot be planned again.');
	return planSteps({...settings, recipe}, thinking ? masked : {...masked, text: 0});
}

function checkSettings(settings: DecodeSettings): void {
	for (const name of ['steps', 'imageSteps', 'blockLength'] as const) {
		if (!Number.isInteger(settings[name]) || settings[name] < 1) {
			throw new RangeError(`\`${name}\` must be a whole number of at least 1, not ${settings[name]}.`);
		}
	}
	for (const name of ['guidanceText', 'guidanceImage', 'temperature', 'textTemperature'] as const) {
		if (!Number.isFinite(settings[name]) || settings[name] < 0) {
			throw new RangeError(`\`${name}\` must be a number of at least 0, not ${settings[name]}.`);
		}
	}
}

/** Choice of the text positions that the released loops reveal: highest confidence, or random. */
export type Remasking = 'low_confidence' | 'random';
