import {jobOf} from '../../app/job-of.ts';
import type {InputPicture} from '../../app/read-input.ts';
import {keepingProblem, keepRun, type RunKeeper, resumeHint, withResumeHint} from '../../app/record-run.ts';
import {checkModel, comparison, type Expected} from '../../app/reproduction.ts';
import {eventLine} from '../../app/run-summary.ts';
import type {Result} from '../../app/save-result.ts';
import type {Engine} from '../../engine/engine.ts';
import type {ExitCode} from '../../errors.ts';
import {exitCodes} from '../../errors.ts';
import {initialRun, type RunEvent, reduceRun} from '../../events/events.ts';
import {goOnFrom, joinRuns} from '../../journal/continue-run.ts';
import {watchInterrupts} from '../terminal/interrupts.ts';
import {printData, printNotice} from '../terminal/out.ts';
import {present, previewsFor} from '../terminal/presenter.ts';
import type {RunOptions} from '../terminal/report.ts';

export type RunSurroundings = {
	readonly engine: Engine;
	readonly modelFolder: string;
	readonly input: InputPicture | undefined;
	/** What keeps the run, if it goes on from an earlier one. */
	readonly keeper?: RunKeeper | undefined;
	/** A saved run that it is to come out as. */
	readonly expected?: Expected | undefined;
	/** What becomes of the picture, whole or partial. */
	readonly save: (result: Result) => Promise<void>;
};

/** One run in an engine, from its first step to its files: shown, kept while it goes, stopped when asked to. Throws what ended it. */
export async function runOnce(
	options: RunOptions,
	{engine, modelFolder, input, save, expected, ...resumed}: RunSurroundings,
): Promise<ExitCode> {
	const {report} = options;
	const say = (line: string | undefined) => {
		if (line !== undefined && !report.isQuiet) printNotice(`${line}\n`);
	};
	await using keeper = resumed.keeper ?? (await keepRun(options, modelFolder, input));
	const run = engine.run({...jobOf(options, input, previewsFor(report)), ...goOnFrom(keeper.before)});

	const stopping = new AbortController();
	const stop = () => {
		stopping.abort();
		run.cancel();
	};
	using interrupts = watchInterrupts({onFirst: stop, onSecond: () => engine.kill()});
	const events: RunEvent[] = [];
	let code: ExitCode;
	try {
		await present(record(keeper.log.follow(joinRuns(keeper.before, run.events)), events, options, expected), {
			title: options.instruction,
			seed: options.seed,
			report,
			stopping: stopping.signal,
			steering: {...interrupts, interrupt: interrupts.press, hold: run},
		});
		const state = events.reduce(reduceRun, initialRun);
		const {settings, model, final, end, step} = state;
		if (settings && model && final && step > 0) await save({events, state: {...state, settings, model, final}, input});
		else say(step === 0 ? 'Stopped; there was nothing to save yet.' : 'Left at once: nothing was saved.');
		if (expected) say(comparison(expected, state));
		code = end === 'complete' ? exitCodes.ok : interrupts.exitCode();
	} catch (error) {
		throw withResumeHint(error, keeper);
	}
	if (code === exitCodes.ok) await keeper.log.remove();
	say(keepingProblem(keeper));
	if (code !== exitCodes.ok) say(resumeHint(keeper));
	return code;
}

/** Keep every event, and tell it on stdout if asked for. */
async function* record(
	events: AsyncIterable<RunEvent>,
	kept: RunEvent[],
	{report}: RunOptions,
	expected: Expected | undefined,
): AsyncGenerator<RunEvent> {
	for await (const event of events) {
		if (expected && event.type === 'started') checkModel(expected, event.model);
		kept.push(event);
		if (report.result === 'events') printData(eventLine(event));
		yield event;
	}
}
