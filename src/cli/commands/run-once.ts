import {doRun, type RunWork} from '../../app/do-run.ts';
import {comparison} from '../../app/reproduction.ts';
import {eventLine, type SavedFiles} from '../../app/run-summary.ts';
import type {DrawnRun} from '../../app/save-result.ts';
import {createSteeredRuns} from '../../app/steered-runs.ts';
import type {ExitCode} from '../../errors.ts';
import {exitCodes} from '../../errors.ts';
import type {TypeAhead} from '../../ui/prompt/type-ahead.ts';
import {isMisreading} from '../../world/detect/differences.ts';
import {control} from '../terminal/control.ts';
import {watchInterrupts} from '../terminal/interrupts.ts';
import {nothingDrawn, nothingDrawnHere} from '../terminal/nothing-drawn.ts';
import {printData, printNotice} from '../terminal/out.ts';
import {presentWhile, previewsFor} from '../terminal/presenter.ts';
import type {ShownRequest} from '../terminal/report.ts';

/** Work of a run, and whether it begins held, to be changed: then it is saved only once it was. */
export type OnceWork = Omit<RunWork, 'previews' | 'watch' | 'save'> & {
	/** Saves the picture, whole or partial. @param left - fulfilled once the screen is left: nothing is printed before */
	readonly save: (drawn: DrawnRun, left: Promise<void>) => Promise<SavedFiles | undefined>;
	readonly isHeld?: boolean | undefined;
	/** Whether there is a picture of the same request already. */
	readonly isOneMore?: boolean;
	/** Hears that a person has left at once, not only stopped the run. */
	readonly onLeave?: () => void;
};

/** One run in an engine, from its first step to its files: shown, kept while it goes, stopped when asked to. Throws what ended it. */
export async function runOnce(
	options: ShownRequest,
	{isHeld = false, isOneMore = false, ...work}: OnceWork,
	typeAhead?: TypeAhead,
): Promise<ExitCode> {
	const {report, isInteractive: _, ...request} = options;
	const say = (line: string | undefined) => {
		if (line !== undefined && !report.isQuiet) printNotice(`${line}\n`);
	};
	const nothingYet = isOneMore ? 'Stopped before the next try.' : typeAhead ? nothingDrawnHere : nothingDrawn();
	const stopping = new AbortController();
	const {before, save, keeper, onLeave, ...shared} = work;
	/** Runs that others took the place of, and how to finish them. */
	const left: (string | undefined)[] = [];
	let leaveScreen = async () => {};
	const steered = createSteeredRuns(
		async part => {
			const done = await doRun(request, {
				...shared,
				...(part.before ? {before: part.before} : {before, keeper}),
				previews: previewsFor(report),
				watch(run, follow) {
					if (report.isControlled) control(run);
					return part.watch(run, tell =>
						follow(event => {
							if (report.result === 'events') printData(eventLine(event));
							tell(event);
						}),
					);
				},
				async save(drawn) {
					if (part.isLeft() || (isHeld && !steered.isChanged())) return undefined;
					return save(drawn, leaveScreen());
				},
			});
			if (part.isLeft()) left.push(done.hint);
			return done;
		},
		{isHeld},
	);
	let [isLoaded, isDrawn] = [false, false];
	const stop = () => {
		steered.stop();
		// Nothing would be saved of it, so there is nothing to wait for; a session keeps the model that it has.
		if (typeAhead ? !isLoaded : !isDrawn) work.engine.kill();
		else stopping.abort();
	};
	using interrupts = watchInterrupts({
		onFirst: stop,
		onSecond() {
			onLeave?.();
			work.engine.kill();
		},
	});
	const presentation = {
		typeAhead,
		...{title: options.instruction, seed: options.seed, report, stopping: stopping.signal},
		steering: {...interrupts, interrupt: interrupts.press, hold: {...steered.hold, isHeld}},
	};
	const done = await presentWhile(presentation, (tell, leave) => {
		leaveScreen = leave;
		return steered.follow(event => {
			isLoaded = true;
			isDrawn ||= event.type !== 'started';
			tell(event);
		});
	});
	if (!done.isSaved) say(done.state.step === 0 ? nothingYet : 'Left at once: nothing was saved.');
	if (work.expected && !steered.isChanged()) say(comparison(work.expected, done.state));
	for (const finding of done.findings) say(finding);
	if (!request.tries && done.findings.some(isMisreading))
		say(`Other words may be found by trying again: ${typeAhead ? '/set tries 4' : '--tries 4'}`);
	say(done.problem);
	say(done.hint);
	for (const hint of left) say(hint && `The way that was left is kept. ${hint}`);
	return done.isComplete ? exitCodes.ok : interrupts.exitCode();
}
