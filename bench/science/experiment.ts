import type {Axis, Rate} from '../../src/bench/storybook/axes.ts';
import type {Exercise} from '../../src/bench/storybook/exercises.ts';
import type {Judge} from '../../src/bench/storybook/judge.ts';
import type {Engine} from '../../src/engine/engine.ts';
import type {Defaults} from '../../src/model/checkpoint/config.ts';
import type {Outcomes, Settings} from './runner.ts';

/** A score or a rate of the judge. */
export type Mark = Axis | Rate;

/** Two ways that are held against each other: `of` minus `minus`. */
export type Pair = {readonly of: string; readonly minus: string};

/** A claim that a difference has this sign, in one category or in all; `said`: in the paper. */
export type Claim = Pair & {
	readonly mark: Mark;
	readonly sign: 1 | -1;
	readonly said: string;
	readonly category?: string;
};

/** A question to the model: the same exercises with the same seeds in several ways, and which of them are held against each other. */
export type Part = {
	readonly name: string;
	readonly ways: (defaults: Defaults) => Readonly<Record<string, Settings>>;
	readonly pairs: (defaults: Defaults) => readonly Pair[];
	/** Whether it takes this exercise; it takes all of them by default. */
	readonly isFor?: (exercise: Exercise) => boolean;
	/** The marks that are compared; all of them by default. */
	readonly marks?: readonly Mark[];
	readonly claims?: readonly Claim[];
	readonly isByCategory?: boolean;
};

/** Everything that an experiment has to work with. */
export type Means = {
	readonly exercises: readonly Exercise[];
	readonly defaults: Defaults;
	readonly seed: number;
	/** Something done with each of these, in engines side by side. @throws Stopped */
	readonly each: <Item, Value>(
		items: readonly Item[],
		perform: (engine: Engine, item: Item, index: number) => Promise<Value>,
	) => Promise<Value[]>;
	readonly judge: Judge;
	/** Folder of the model. */
	readonly folder: string;
	readonly run: (exercises: readonly Exercise[], ways: Readonly<Record<string, Settings>>) => Promise<Outcomes>;
};

/** Findings as Markdown, as SVG, and as numbers. */
export type Findings = {readonly lines: readonly string[]; readonly plot: string; readonly data: object};

export type Experiment = {
	/** Exercises, unless another number is asked for. */
	readonly n: number;
	readonly exercises?: (seed: number, n: number) => readonly Exercise[];
	readonly measure: (means: Means) => Promise<Findings>;
};
