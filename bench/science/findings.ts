import type {Estimate, Proportion} from '../../src/bench/statistics/estimate.ts';
import type {Axis, Rate} from '../../src/bench/storybook/axes.ts';
import type {Change, Finding} from '../../src/bench/storybook/paired.ts';
import type {Claim, Mark, Pair} from './experiment.ts';
import type {Settings} from './runner.ts';

/** A comparison of two ways. */
export type Changed = Pair & {readonly change: Change};

/** Means of one way. */
export type WayFound = {
	readonly name: string;
	readonly settings: Settings;
	readonly passes: number;
	readonly axes: Readonly<Partial<Record<Axis, Estimate>>>;
	readonly rates: Readonly<Partial<Record<Rate, Proportion>>>;
};

/** A claim and how it fares. */
export type ClaimFound = Claim & {readonly found: Estimate; readonly finding: Finding};

/** Share of exercises in which the picture meets more, or fewer, of the constraints than in the other way. */
export type Turns = Pair & {readonly better: Proportion; readonly worse: Proportion};

/** Findings of one part of an experiment. */
export type PartFound = {
	readonly name: string;
	/** Exercises. */
	readonly n: number;
	readonly marks: readonly Mark[];
	readonly ways: readonly WayFound[];
	readonly changes: readonly Changed[];
	readonly categories?: readonly {readonly category: string; readonly n: number; readonly changes: readonly Changed[]}[];
	readonly turns?: readonly Turns[];
	readonly claims: readonly ClaimFound[];
};
