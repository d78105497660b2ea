/** A word of a thought as it stands, or a mark beside words: what a person changes as one. */
export type LookWord = {
	/** `░` for one that is still masked. */
	readonly text: string;
	/** Guess of the model at it while it is masked. */
	readonly guess?: string;
	/** Its tokens: the first row, and how many there are. */
	readonly row: number;
	readonly length: number;
	/** Nothing stands between it and what is before it. */
	readonly isGlued: boolean;
	/** Probability by what stands around it, 0 to 1; null while it is masked. */
	readonly confidence: number | null;
	/** It was written or kept by a change, and stays. */
	readonly isFixed: boolean;
};

/** A run between two steps, as a person sees it who is going to change it. */
export type Look = {
	readonly step: number;
	/** Steps that it has by its present plan. */
	readonly steps: number;
	/** Instruction from here on, and the scale of guidance by it. */
	readonly instruction: string;
	readonly guidanceText: number;
	readonly textIds: readonly (number | null)[];
	readonly words: readonly LookWord[];
	readonly grid: {readonly rows: number; readonly columns: number};
	/** Codes of the picture, row-major; null while masked. */
	readonly codes: readonly (number | null)[];
	/** Codes that were kept, and stay. */
	readonly fixedCodes: readonly number[];
};

/** A change that a person thinks about: another word over one, words masked again, or another instruction. */
export type Wish =
	| {readonly type: 'write'; readonly word: LookWord; readonly text: string}
	| {readonly type: 'mask'; readonly rows: readonly number[]}
	| {readonly type: 'instruction'; readonly text: string};

/** Result of a wish, with all that says the same. */
export type Agreed = {
	/** Tokens to be written: the wish's own, and other occurrences of the word. */
	readonly written: readonly {readonly row: number; readonly id: number}[];
	/** Words and codes to be masked again. */
	readonly words: readonly number[];
	readonly codes: readonly number[];
	/** Codes of these, and masked ones, that the input picture of an edit is not to decide. */
	readonly free?: readonly number[] | undefined;
	/** The instruction from here on, if that is to change. */
	readonly instruction?: string | undefined;
	/** Words that would come by themselves in masked places, and that are to come as the change has found them. */
	readonly foreseen?: readonly {readonly row: number; readonly id: number}[] | undefined;
};
