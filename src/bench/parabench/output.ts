import type {Pixels} from '../../picture/codec.ts';

/** Output of a system for an item; either part may be missing. */
export type EvalOutput = {readonly text?: string; readonly picture?: Pixels};

/** The system whose outputs are judged, and how they were made, for readers of the scores. */
export type System = {
	readonly name: string;
	/** Instruction rewritten first, thinking (parallel, first, none), seeds, guidance, passes and whatever else was said. */
	readonly disclosed: Readonly<Record<string, unknown>>;
};

/** Source of outputs. */
export type Outputs = {
	readonly system: System;
	/** Empty where the system has none for the item. @throws UserError for a file that cannot be read */
	readonly outputOf: (id: string) => Promise<EvalOutput>;
};
