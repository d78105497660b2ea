import type {Defaults, ModelConfig} from '../checkpoint/config.ts';
import type {ImageFacts} from '../images/image-tokenizer.ts';
import type {Rounding} from '../images/planes.ts';
import type {Pixels} from '../images/resize.ts';
import type {Grid} from '../text/prompt.ts';
import type {Tokenizer} from '../text/tokenizer.ts';
import type {Layout} from './layout.ts';
import type {Released} from './released.ts';

/** Everything that sets one kind of model apart from the others. Each is one object in one folder; `index.ts` lists them. */
export type Family = {
	/** In a word, as `mmada models info --json` tells it. */
	readonly name: string;
	/** For people. */
	readonly title: string;
	/** Whether config.json says that the model is one. */
	readonly isNamedIn: (config: ModelConfig) => boolean;
	/** Whether it is one by the name of its image tokenizer's class, where config.json names no family. */
	readonly isLikelyWith?: (imageTokenizer: string) => boolean;
	/** Way in which the pictures to edit were brought to size in training. */
	readonly trainedFit: 'crop' | 'stretch';
	/** A picture to edit as the model was trained on it, by the released code's own arithmetic; any good scaling will do where there is none. */
	readonly prepare?: (image: Pixels, target: Size) => Pixels;
	/** Rounding of pixels to bytes. */
	readonly rounding: Rounding;
	/** Description of such a checkpoint from its files; no weight is read. @throws UserError (exit 65 or 66) */
	readonly describe: (checkpoint: Checkpoint) => Promise<Blueprint>;
	/** The authors' own loop. */
	readonly released?: Released;
};

/** Width and height, in pixels. */
export type Size = {readonly width: number; readonly height: number};

/** A checkpoint folder as a family looks at it. */
export type Checkpoint = {
	readonly config: ModelConfig;
	/** Facts from its image tokenizer's files; they are read on demand. */
	readonly images: () => Promise<ImageFacts>;
};

/** The geometry that a checkpoint is made for. */
export type Blueprint = ImageFacts & {
	/** Grid of the picture that is made, unless another is asked for. */
	readonly grid: Grid;
	/** Text output tokens of a run, unless others are asked for. */
	readonly textLength: number;
	/** Neither of the two can be asked for. */
	readonly isFixed: boolean;
	/** The settings its makers recommend. */
	readonly defaults: Defaults;
	/** The things that it draws, each by all its names, the usual one first; none where that has no end. */
	readonly things?: readonly (readonly [string, ...string[]])[] | undefined;
	/** Everyday things that it knows the words for and cannot draw. */
	readonly cannotDraw?: readonly string[] | undefined;
	/** The size that it takes a picture to edit at. */
	readonly inputSize: (original: Size) => Size;
	/** Tokens of the longest sequence of such a run, about: no tokenizer is opened for it. */
	readonly tokensOf: (run: RunShape) => TokenCount;
	/** Layout of the sequences of a run. @throws UserError (exit 2) for what cannot be asked for */
	readonly layout: (tokenizer: Tokenizer, options: LayoutOptions) => Layout;
};

/** Everything that decides the length of a run's sequences. */
export type RunShape = {readonly task: 'gen' | 'edit'; readonly instruction: string; readonly textLength?: number | undefined};

/** @property prompt - Those before the first that decoding changes. */
export type TokenCount = {readonly all: number; readonly prompt: number};

export type LayoutOptions = {
	/** Grid of the picture that is made. */
	readonly grid?: Grid | undefined;
	/** Text output tokens; a start token is not counted. */
	readonly textLength?: number | undefined;
};
