import type {ModelFacts, RunSettings} from '../run/events.ts';
import {isSameScene} from './agreement.ts';
import type {Calibration} from './calibration.ts';
import {codesSatisfy, codesToScene} from './codes-judge.ts';
import {meanOf, type Proportion, proportion} from './statistics.ts';
import type {Result} from './storybook.ts';
import {type Summary, summarize, summarizeBy} from './summary.ts';

/** Everything that a bench found: what `--json` prints. */
export type BenchReport = Summary & {
	readonly suite: 'storybook';
	readonly seed: number;
	/** By kind of exercise and by kind of edit. */
	readonly categories: Readonly<Record<string, Summary>>;
	readonly operations: Readonly<Record<string, Summary>>;
	/** True pictures through the image tokenizer and back: what no model that uses it can beat in the picture axes, but by luck. */
	readonly ceiling: Summary;
	readonly calibration: Calibration;
	/** Where a fault comes from: the codes read without pixels, by the meaning that the bundled model's codes have. */
	readonly codes: {readonly satisfy: Proportion; readonly matchPicture: Proportion};
	/** As the engine used them. */
	readonly settings: Omit<RunSettings, 'task' | 'instruction' | 'seed'>;
	readonly model: ModelFacts;
	readonly meanElapsedMs: number;
};

/** @throws RangeError without results */
export function toReport(results: readonly Result[], seed: number, ceiling: Summary, calibration: Calibration): BenchReport {
	const [first] = results;
	if (!first) throw new RangeError('There is no report of no results.');
	const {task: _task, instruction: _instruction, seed: _seed, ...settings} = first.answer.settings;
	return {
		suite: 'storybook',
		seed,
		...summarize(results),
		categories: summarizeBy(results, ({category}) => category),
		operations: summarizeBy(results, ({operation}) => operation),
		ceiling,
		calibration,
		codes: {
			satisfy: proportion(results.map(({item, answer}) => codesSatisfy(item.goal, answer.codes))),
			matchPicture: proportion(results.map(({answer, verdict}) => isSameScene(codesToScene(answer.codes), verdict.seen))),
		},
		settings,
		model: first.answer.model,
		meanElapsedMs: meanOf(results.map(({answer}) => answer.elapsedMs)),
	};
}

/** The report as JSON. Fractions have four digits: more would say nothing. */
export const reportJson = (report: BenchReport): string =>
	`${JSON.stringify(report, (_, value: unknown) => (typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value), '\t')}\n`;
