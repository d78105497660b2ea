import type {Axis} from '../storybook/axes.ts';

/** Says what an output of an item is worth. */
export type Judge<Item, Output, Scores> = {
	/** As the report calls it. */
	readonly name: string;
	/** All that decides what it says: what is published with the scores. */
	readonly facts: Readonly<Record<string, unknown>>;
	/** @param axes - what is to be scored, and nothing else */
	readonly judge: (item: Item, output: Output, options: {readonly axes: readonly Axis[]; readonly signal?: AbortSignal}) => Promise<Scores>;
};
