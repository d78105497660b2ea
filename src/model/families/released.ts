import type {DecodeProgress} from '../../decoder/decode.ts';
import {type CodeId, type TokenId, toToken} from '../../decoder/ids.ts';
import {type DrawsOptions, seededDraws} from '../../decoder/released/draws.ts';
import type {ReleasedNetwork} from '../../decoder/released/network.ts';
import {planReleased} from '../../decoder/released/plan.ts';
import type {ReleasedDraws, ReleasedPlace, ReleasedResult, ReleasedStep} from '../../decoder/released/reveal.ts';
import {type DecodeSettings, type DecodeState, isComplete} from '../../decoder/state.ts';
import {field, type Sentence, SettingError, say} from '../../errors.ts';
import type {Defaults} from '../checkpoint/config.ts';
import type {Prompt} from '../text/prompt.ts';
import type {Tokenizer} from '../text/tokenizer.ts';
import type {Layout} from './layout.ts';
import type {ReleasedPass} from './released-network.ts';

/** A family's own loop as its authors released it, faults included: the recipe `official`. */
export type Released = {
	/** The settings that the authors name for it; its text is one block, as long as the text. */
	readonly defaults: Omit<Defaults, 'blockLength'>;
	/** Schedules that it knows, the usual one first. */
	readonly schedules: readonly [string, ...string[]];
	/** Whether picture guidance means something where there is no picture to edit. */
	readonly isGuidedWithoutPicture: boolean;
	/** Refuse settings that its code cannot run with. @throws SettingError (exit 2) */
	readonly check: (settings: AskedSettings) => void;
	/** Passes that a run makes. @param guided - Scales above 0 that mean something. */
	readonly passes: (settings: {readonly steps: number; readonly imageSteps: number; readonly guided: number}) => number;
	/** Text tokens that each step reveals, and the steps that also decide the picture, ascending. */
	readonly steps: (settings: DecodeSettings, textLength: number) => {readonly text: readonly number[]; readonly image: readonly number[]};
	/** Noise on the confidence of a code. */
	readonly orderNoise: DrawsOptions['orderNoise'];
	/** The loop over the sequences of one run. */
	readonly run: (parts: ReleasedParts, prompt: Prompt) => ReleasedRun;
};

/** A job's settings for this recipe, with the authors' settings as defaults. */
export type AskedSettings = {
	readonly steps: number;
	readonly imageSteps: number;
	readonly guidanceText: number;
	readonly guidanceImage: number;
	/** Settings that the job itself names. */
	readonly given: {readonly schedule?: string | undefined; readonly imageSteps?: number | undefined};
};

export type ReleasedParts = {
	readonly network: ReleasedNetwork<ReleasedPass>;
	readonly tokenizer: Tokenizer;
	readonly layout: Layout;
	readonly codebookSize: number;
	/** Rows of the head. */
	readonly vocabularySize: number;
};

/** One run of a released loop: where its output stands, and its steps from any place on. */
export type ReleasedRun = {
	readonly start: ReleasedStart;
	readonly steps: (
		settings: DecodeSettings,
		draws: ReleasedDraws,
		from: ReleasedPlace,
	) => AsyncGenerator<ReleasedStep, ReleasedResult, undefined>;
};

/** The sequence of a run before its first step. */
type ReleasedStart = {
	readonly ids: readonly TokenId[];
	/** Positions in `ids`: the text region, and the codes. */
	readonly text: readonly number[];
	readonly image: readonly number[];
	readonly maskToken: TokenId;
	readonly codeOffset: number;
	readonly codebookSize: number;
	readonly vocabularySize: number;
};

/** The released loop of an open model. */
export type ReleasedModel = Pick<Released, 'schedules' | 'isGuidedWithoutPicture' | 'check'> & {
	readonly defaults: Defaults;
	/** A run before its first step. Codes of `output` that are known stay as they are. */
	start(from: Pick<DecodeState, 'seed' | 'settings' | 'maskToken' | 'output'>): DecodeState;
	/** The rest of a run, from any state on. Yields after every step, as `decode` does. */
	decode(prompt: Prompt, from: DecodeState): AsyncGenerator<DecodeProgress, void, undefined>;
};

/** A family's released loop, for a model that is open. */
export const openReleased = (released: Released, parts: ReleasedParts): ReleasedModel => ({
	schedules: released.schedules,
	isGuidedWithoutPicture: released.isGuidedWithoutPicture,
	check: released.check,
	defaults: {...released.defaults, blockLength: parts.layout.textLength},
	start(from) {
		const {output, settings, maskToken} = from;
		const masked = output.image.filter(token => token === maskToken).length;
		const {text, image} = released.steps(settings, output.text.length);
		return {...from, step: 0, plan: planReleased(text, image, {all: output.image.length, masked})};
	},
	decode: (prompt, from) => follow(released, released.run(parts, prompt), from),
});

async function* follow({orderNoise}: Released, {start, steps}: ReleasedRun, from: DecodeState): ReturnType<ReleasedModel['decode']> {
	const {seed, settings} = from;
	const text = start.text.filter(position => start.ids[position] === start.maskToken);
	const tokens = (codes: readonly CodeId[]) => codes.map(code => toToken(code, start.codeOffset));
	const lengths = {textLength: start.text.length, imageLength: start.image.length, textSteps: settings.steps};
	const loop = steps(settings, seededDraws({...start, ...lengths, seed, orderNoise}), placeOf(start, from));
	let progress: DecodeProgress = {state: from};
	for (;;) {
		const next = await loop.next();
		if (next.done) return;
		const {step, ids, sampled} = next.value;
		const output = {text: text.map(position => ids[position]!), image: start.image.map(position => ids[position]!)};
		progress = {...progress, state: {...from, step: step + 1, output}, ...(sampled && {prediction: tokens(sampled)})};
		if (isComplete(progress.state)) {
			// Codes that the last step leaves masked are decided after it, and told with the finished picture.
			const end = await loop.next();
			if (end.done) progress = {...progress, state: {...progress.state, output: {...output, image: tokens(end.value.codes)}}};
		}
		yield progress;
	}
}

/** The sequence with the output so far in it. M's text begins with a token that is known. */
function placeOf({ids: before, text, image, maskToken}: ReleasedStart, {step, output}: DecodeState): ReleasedPlace {
	const ids = [...before];
	for (const [row, position] of text.filter(position => before[position] === maskToken).entries()) ids[position] = output.text[row]!;
	for (const [row, position] of image.entries()) ids[position] = output.image[row]!;
	return {step, ids};
}

/** Settings of a run that both loops read. */
export const commonSettings = ({
	steps,
	imageSteps,
	guidanceText,
	guidanceImage,
	textTemperature,
	remasking = 'low_confidence',
}: DecodeSettings) => ({textSteps: steps, imageSteps, guidanceText, guidanceImage, textTemperature, remasking});

/** Both spread their image steps from a quarter of the way on. @throws SettingError (exit 2) where there would be one */
export function checkImageSteps({steps, imageSteps}: AskedSettings): void {
	if (imageSteps >= 2 || steps <= 1) return;
	throw refuse(
		'The official recipe needs at least 2 image steps: with one it leaves the picture to chance',
		say`Give more ${field('imageSteps')}.`,
	);
}

/** The error of settings that mean nothing to a released loop. */
export const refuse = (fault: string, hint: Sentence): SettingError => new SettingError(say`${fault}.`, {hint});
