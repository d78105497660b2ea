/** The judge that is asked for, and the way of asking it. */
export type JudgeChoice =
	| {readonly kind: 'exact'}
	/** The CSV that a person filled in. */
	| {readonly kind: 'sheet'; readonly file: string}
	| {
			readonly kind: 'vlm';
			/** Up to and without `/chat/completions`. */
			readonly url: string;
			readonly model: string;
			readonly repeats: number;
			/** Outputs judged at a time. */
			readonly parallel: number;
			/** Most questions a minute. */
			readonly rate: number | undefined;
			readonly price: Price | undefined;
			/** In the money of the price. */
			readonly maxCost: number | undefined;
			/** Ask no judge: only kept answers count. */
			readonly isOffline: boolean;
	  };
/** Price of a million tokens, in and out. */
export type Price = {readonly in: number; readonly out: number};
