/** Values of `--suite` for the storybook world: exercises drawn from its grammar, those written one by one, or those of many writers. */
export const suites = ['storybook', 'plain-english', 'voices'] as const;
/** The one that is taken unless another is named, and the only one whose sheets can be drawn by themselves. */
export const drawnSuite = suites[0];
export type Suite = (typeof suites)[number];

/** Suites of runs that are changed on their way; their most items. */
export const steeringSuites = {steering: 1_000_000, mend: 545} as const;
export type SteeringSuite = keyof typeof steeringSuites;

/** All values of it: `parabench` judges any system, on any list of items, by any judge. */
export const suiteNames = [...suites, 'steering', 'mend', 'parabench'] as const;

/** Description of its items. */
export const itemWords: Readonly<Record<Suite, string>> = {
	storybook: 'held-out items',
	'plain-english': 'items in plain English',
	voices: 'requests of other people',
};

/** The most items that a suite has. This file imports nothing, so that reading the command line stays quick. */
export const suiteSizes: Readonly<Record<Suite, number>> = {storybook: 1_000_000, 'plain-english': 60, voices: 545};

/** Items of the drawn suite where no number is given. */
export const usualItems = 200;
