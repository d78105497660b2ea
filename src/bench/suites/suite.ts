import type {Axis} from '../storybook/axes.ts';

/** Says what an output of an item is worth. */
export type Judge<Item, Output, Scores> = {
	/** As the report calls it. */
	readonly name: string;
	/** Everything that decides its scores: it is published with them. */
	readonly facts: Readonly<Record<string, unknown>>;
	/** @param axes - what is to be scored, and nothing else */
	readonly judge: (item: Item, output: Output, options: {readonly axes: readonly Axis[]; readonly signal?: AbortSignal}) => Promise<Scores>;
};
