import type {Pixels} from '../../picture/codec.ts';

/** What a system made of an item; either part may be missing. */
export type EvalOutput = {readonly text?: string; readonly picture?: Pixels};

/** Whose outputs are judged, and what whoever reads the scores should know of how they came to be. */
export type System = {
	readonly name: string;
	/** Instruction rewritten first, thinking (parallel, first, none), seeds, guidance, passes and whatever else was said. */
	readonly disclosed: Readonly<Record<string, unknown>>;
};

/** Where outputs come from. */
export type Outputs = {
	readonly system: System;
	/** Empty where the system has none for the item. @throws UserError for a file that cannot be read */
	readonly outputOf: (id: string) => Promise<EvalOutput>;
};
