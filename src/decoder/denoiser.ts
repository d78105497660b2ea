import type {TokenId} from './ids.ts';

/** One network sequence with holes: where the output part stands inside the whole. */
export type Template = {
	/** Every token of the sequence, shape (L,); the entries at `text` and `image` are overwritten by the decode state. */
	readonly ids: readonly TokenId[];
	/** Position id of every token, shape (L,): RoPE angle and row of `wpe`. Gaps are allowed, so that roles keep their places. */
	readonly positions: readonly number[];
	/** Position in `ids` of each text output token, shape (T,). */
	readonly text: readonly number[];
	/** Position in `ids` of each image output token, row-major, newline tokens left out, shape (N,). */
	readonly image: readonly number[];
};

/**
The sequences of one run. The unconditional ones are true ones, built again without the instruction or without the input
image, for classifier-free guidance; a missing one means that there is none against it.
*/
export type Templates = {
	readonly conditional: Template;
	readonly withoutText?: Template;
	readonly withoutImage?: Template;
};

/** The output part of the sequence: all that decoding changes. Masked entries hold the mask token. */
export type Output = {
	/** Shape (T,). */
	readonly text: readonly TokenId[];
	/** Shape (N,), as tokens of the joint vocabulary. */
	readonly image: readonly TokenId[];
};

/** Rows of one modality to score in a pass. */
export type RowRequest = {
	/** Indices into `Output.text` or `Output.image`. */
	readonly rows: readonly number[];
	/** One uniform in (0, 1) per row, for the inverse CDF. */
	readonly uniforms: readonly number[];
	/** Tokens to score instead of choosing, one per row: each comes back with its own probability. */
	readonly tokens?: readonly TokenId[];
	/** 0 takes the most probable token, and no uniform is read. */
	readonly temperature: number;
	/** Scale of `cond + g * (cond - withoutText)`; 0 needs no pass, and -1 asks the sequence without the instruction alone. */
	readonly guidanceText: number;
	/** Scale of `cond + g * (cond - withoutImage)`; 0 needs no pass. */
	readonly guidanceImage: number;
};

/** A sampled token and its probability under the guided distribution at temperature 1: the confidence. */
export type Choice = {readonly id: TokenId; readonly probability: number};

/** The network as the decoder sees it: tokens in, one choice per asked row out, in the order asked. */
export type Denoiser = {
	/**
	Passes that name the same `cacheWindow` may share what the first of them, of each sequence, made of the prompt; without one nothing is shared.
	*/
	predict(
		output: Output,
		request: {readonly text?: RowRequest; readonly image?: RowRequest; readonly cacheWindow?: number},
	): Promise<{readonly text: readonly Choice[]; readonly image: readonly Choice[]}>;
};
