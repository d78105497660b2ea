import type {Denoiser, Templates} from '../decoder/denoiser.ts';
import type {CodeId, TokenId} from '../decoder/ids.ts';
import type {ModelFacts} from '../events/events.ts';
import type {Defaults} from '../model/checkpoint/config.ts';
import type {ReleasedModel} from '../model/families/released.ts';
import type {Things} from '../model/text/known-nouns.ts';
import type {Pixels} from './job.ts';

/** The part of an open checkpoint that the engine needs: `Model` of src/model is one. */
export type EngineModel = {
	readonly facts: Omit<ModelFacts, 'device'>;
	readonly device: string;
	/** The settings its makers recommend. */
	readonly defaults: Defaults;
	readonly tokens: {
		/** Stands at every position not decided yet. */
		readonly mask: TokenId;
		/** Ends the text and fills the rest of it. */
		readonly end: TokenId;
		/** Token of image code 0. */
		readonly codeOffset: number;
	};
	readonly tokenizer: {
		/** Tokens of a text; nothing is put before or after. */
		encode(text: string): TokenId[];
		/** Text up to the first end token, each token still masked (null) as one `░`. */
		decodeWithMasks(ids: readonly (TokenId | null)[]): string;
	};
	/** Text output tokens of a run. */
	readonly textLength: number;
	/** Words that the model was never shown, with the one it takes each for, if any, and the nearest ones that it knows. */
	unknownWords(instruction: string): readonly {readonly word: string; readonly readAs?: string; readonly nearest: readonly string[]}[];
	/** The things that it draws, for a model of one small world. */
	readonly things?: Things;
	/** The sequences of one run: of an edit with `inputCodes`. @throws UserError when the instruction does not fit. */
	templatesFor(prompt: {
		readonly instruction: string;
		readonly inputCodes?: readonly CodeId[];
		readonly inputGrid?: {readonly rows: number; readonly columns: number};
	}): Templates;
	/** The loop of the released code, for the families that have one. */
	readonly released?: ReleasedModel;
	denoiser(templates: Templates): Denoiser;
	encodeImage(rgb: Uint8Array, width: number, height: number): Promise<CodeId[]>;
	decodeImage(codes: readonly CodeId[], rows: number, columns: number): Promise<Pixels>;
	readonly [Symbol.asyncDispose]: () => Promise<void>;
};
