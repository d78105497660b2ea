import type {Goal} from './goal.ts';
import type {Scene} from './scene.ts';

/** The five kinds of ParaBench edits, and plain generation. */
export const categories = ['generation', 'general', 'spatial', 'temporal', 'causal', 'knowledge'] as const;
export type Category = (typeof categories)[number];

/** One exercise with everything that is true of it. */
export type Item = {
	readonly task: 'gen' | 'edit';
	readonly category: Category;
	/** Edits: the operation's name. */
	readonly operation: string;
	readonly instruction: string;
	/** Edits: the scene of the input picture. */
	readonly source?: Scene;
	/** The demands of the instruction; the judge's reference. */
	readonly goal: Goal;
	/** One scene that meets the goal. */
	readonly target: Scene;
	/** The reasoning that leads to it. */
	readonly reasoning: string;
};
