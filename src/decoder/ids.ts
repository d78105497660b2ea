declare const brand: unique symbol;

/** An entry of the joint text + image vocabulary: what the network reads and predicts. */
export type TokenId = number & {readonly [brand]: 'TokenId'};

/** An entry of the image codebook: what the image decoder reads. */
export type CodeId = number & {readonly [brand]: 'CodeId'};

/** The joint-vocabulary token of an image code. `codeOffset` is the token of code 0 (M: the tokenizer's length, A: 126356). */
export const toToken = (code: CodeId, codeOffset: number): TokenId => (code + codeOffset) as TokenId;

/** The inverse of `toToken`. */
export const toCode = (token: TokenId, codeOffset: number): CodeId => (token - codeOffset) as CodeId;
