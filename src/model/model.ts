import type {Denoiser, Templates} from '../decoder/denoiser.ts';
import type {CodeId, TokenId} from '../decoder/ids.ts';
import type {Pixels} from '../pixels.ts';
import type {Device} from '../runtime/session.ts';
import type {Defaults} from './checkpoint/config.ts';
import type {ReleasedModel} from './families/released.ts';
import type {Things} from './text/known-nouns.ts';
import type {Grid, Prompt} from './text/prompt.ts';
import type {Tokenizer} from './text/tokenizer.ts';
import type {UnknownWord} from './text/unknown-words.ts';

/** An open checkpoint. Its graphs block the thread while they run. */
export type Model = {
	/** Facts of the model that a run tells (with `device`, the `ModelFacts` of a run's events). */
	readonly facts: {
		/** The folder's name. */
		readonly name: string;
		/** sha256 (hex) over config.json and the weight files' headers. */
		readonly digest: string;
		/** Image output grid, in tokens. */
		readonly grid: Grid;
		/** Pixels per side of one token. */
		readonly patch: number;
	};
	readonly device: Device;
	/** The settings its makers recommend. */
	readonly defaults: Defaults;
	/** Text output tokens of a run. */
	readonly textLength: number;
	readonly tokens: {
		/** Stands at every position not decided yet. */
		readonly mask: TokenId;
		/** Ends the text and fills the rest of it. */
		readonly end: TokenId;
		/** Token of image code 0. */
		readonly codeOffset: number;
		readonly codebookSize: number;
	};
	readonly tokenizer: Tokenizer;
	/** Words of an instruction that the model was never shown, with the nearest ones that it knows. */
	unknownWords(instruction: string): readonly UnknownWord[];
	/** The things that it draws, for a model of one small world. */
	readonly things?: Things;
	/** The sequences of one run. @throws UserError (exit 65) when the instruction is empty or too long. */
	templatesFor(prompt: Prompt): Templates;
	/** The loop of the released code, for the families that have one. */
	readonly released?: ReleasedModel;
	/** The network over these sequences. */
	denoiser(templates: Templates): Denoiser;
	/**
	The codes of a picture, row-major. Sides are multiples of the patch; pixels are interleaved RGB, row-major, either bytes
	or floats in [-1, 1].
	*/
	encodeImage(rgb: Uint8Array | Float32Array, width: number, height: number): Promise<CodeId[]>;
	/** The picture of `rows` x `columns` codes, row-major. */
	decodeImage(codes: readonly CodeId[], rows: number, columns: number): Promise<Pixels>;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};
