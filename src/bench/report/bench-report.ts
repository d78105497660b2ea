import type {ModelFacts, RunSettings} from '../../events/events.ts';
import {readCodes} from '../../world/detect/read-codes.ts';
import {meanOf, type Proportion, proportion} from '../statistics/estimate.ts';
import {isSameScene} from '../storybook/agreement.ts';
import type {Calibration} from '../storybook/calibration.ts';
import {codesSatisfy} from '../storybook/codes-judge.ts';
import type {Result} from '../storybook/run.ts';
import {type Summary, summarize, summarizeBy} from '../storybook/summary.ts';
import type {Suite} from '../suites.ts';
import {isVoice} from '../voices/voices.ts';

/** Everything that a bench found: what `--json` prints. */
export type BenchReport = Summary & {
	readonly suite: Suite;
	readonly seed: number;
	/** By kind of exercise and by kind of edit. */
	readonly categories: Readonly<Record<string, Summary>>;
	readonly operations: Readonly<Record<string, Summary>>;
	/** True pictures through the image tokenizer and back: what no model that uses it can beat in the picture axes, but by luck. */
	readonly ceiling: Summary;
	readonly calibration: Calibration;
	/** Source of a fault: the codes read without pixels, by the meaning that the bundled model's codes have. */
	readonly codes: {readonly satisfy: Proportion; readonly matchPicture: Proportion};
	/** As the engine used them. */
	readonly settings: Omit<RunSettings, 'task' | 'instruction' | 'seed'>;
	readonly model: ModelFacts;
	readonly meanElapsedMs: number;
	/** Requests of many writers with text and picture both right, by kind and by writer. */
	readonly voices?: {readonly kinds: Readonly<Record<string, Proportion>>; readonly writers: Readonly<Record<string, Proportion>>};
	/** Items of the suites that people wrote whose text or picture misses its goal. */
	readonly unsatisfied?: readonly Unsatisfied[];
};

/** An item that was not satisfied in text and picture, and by what. */
export type Unsatisfied = {
	readonly index: number;
	readonly instruction: string;
	/** The model's reasoning. */
	readonly text: string;
	/** Notices of the engine about the instruction: words that the model does not know. */
	readonly notices: readonly string[];
	/** Constraints of the goal that the text misses; all of them if it cannot be read. */
	readonly textMisses: readonly string[];
	readonly imageMisses: readonly string[];
};

type Basis = {readonly suite: Suite; readonly seed: number; readonly ceiling: Summary; readonly calibration: Calibration};

/** @throws RangeError without results */
export function toReport(results: readonly Result[], {suite, seed, ceiling, calibration}: Basis): BenchReport {
	const [first] = results;
	if (!first) throw new RangeError('There is no report of no results.');
	const {task: _task, instruction: _instruction, seed: _seed, ...settings} = first.answer.settings;
	return {
		suite,
		seed,
		...summarize(results),
		categories: summarizeBy(results, ({category}) => category),
		operations: summarizeBy(results, ({operation}) => operation),
		ceiling,
		calibration,
		codes: {
			satisfy: proportion(results.map(({item, answer}) => codesSatisfy(item.goal, answer.codes))),
			matchPicture: proportion(results.map(({answer, verdict}) => isSameScene(readCodes(answer.codes), verdict.seen))),
		},
		settings,
		model: first.answer.model,
		meanElapsedMs: meanOf(results.map(({answer}) => answer.elapsedMs)),
		...(suite === 'voices' && {voices: {kinds: bothBy(results, 'kind'), writers: bothBy(results, 'writer')}}),
		...(suite !== 'storybook' && {unsatisfied: results.filter(({verdict}) => !verdict.holds.bothSatisfy).map(toUnsatisfied)}),
	};
}

/** Number of requests of each kind, or of each writer, that are right in text and picture. */
function bothBy(results: readonly Result[], field: 'kind' | 'writer'): Record<string, Proportion> {
	const groups = new Map<string, boolean[]>();
	for (const {item, verdict} of results) {
		if (!isVoice(item)) continue;
		const name = field === 'kind' ? `${item.task} ${item.kind}` : item.writer;
		groups.set(name, [...(groups.get(name) ?? []), verdict.holds.bothSatisfy]);
	}
	return Object.fromEntries([...groups].sort().map(([name, outcomes]) => [name, proportion(outcomes)]));
}

const toUnsatisfied = ({index, item, answer, verdict}: Result): Unsatisfied => ({
	index,
	instruction: item.instruction,
	text: answer.text,
	notices: answer.notices,
	textMisses: verdict.failed.textGoal,
	imageMisses: verdict.failed.imageGoal,
});

/** The report as JSON. Fractions have four digits: more would say nothing. */
export const reportJson = (report: BenchReport): string =>
	`${JSON.stringify(report, (_, value: unknown) => (typeof value === 'number' ? Math.round(value * 1e4) / 1e4 : value), '\t')}\n`;
