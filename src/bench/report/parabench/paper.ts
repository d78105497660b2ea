import type {Axis} from '../../storybook/axes.ts';

/** A row of the paper's Table 2 (ParaBench, judged by GPT-4.1), arXiv 2511.09611v3: for reference only, another judge on other items. */
export type PaperRow = {readonly name: string; readonly points: Readonly<Record<Axis, number>>; readonly overall: number};

/** Values of Table 2 of the paper, even where Table 6 differs (GPT-4o and Gemini-2.5 output alignment 89.5 and 83.4). */
export const paperRows: readonly PaperRow[] = (
	[
		['GPT-4o', [92.5, 93.4, 86.2, 85.7, 88.1, 69.5], 85.9],
		['Gemini-2.5', [94.1, 95.2, 88.5, 76.2, 90.2, 63.4], 84.6],
		['Bagel, thinking', [82.0, 70.5, 76.7, 63.4, 81.5, 52.9], 71.2],
		['Show-o, tuned', [75.2, 70.7, 69.1, 57.5, 78.5, 48.9], 66.6],
		['MMaDA-Parallel-M, no RL', [76.5, 70.4, 70.5, 58.2, 80.5, 51.5], 67.9],
		['MMaDA-Parallel-M, ParaRL', [80.4, 71.0, 73.4, 63.2, 81.2, 59.8], 71.5],
		['MMaDA-Parallel-A, no RL', [82.6, 73.7, 71.3, 64.6, 82.6, 63.3], 73.0],
		['MMaDA-Parallel-A, ParaRL', [84.1, 76.5, 71.0, 67.8, 83.6, 68.8], 75.3],
	] as const
).map(([name, [textQuality, textAlignment, imageConsistency, imageAlignment, imageQuality, outputAlignment], overall]) => ({
	name,
	points: {textQuality, textAlignment, imageConsistency, imageAlignment, imageQuality, outputAlignment},
	overall,
}));
