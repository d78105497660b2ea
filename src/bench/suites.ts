/** What `--suite` takes: exercises drawn from the world's grammar, or those written one by one. */
export const suites = ['storybook', 'plain-english'] as const;
export type Suite = (typeof suites)[number];

/** What its items are. */
export const itemWords: Readonly<Record<Suite, string>> = {storybook: 'held-out items', 'plain-english': 'items in plain English'};

/** The most items that a suite has. This file imports nothing, so that reading the command line stays quick. */
export const suiteSizes: Readonly<Record<Suite, number>> = {storybook: 1_000_000, 'plain-english': 60};
