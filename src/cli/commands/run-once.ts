import {doRun, type RunWork} from '../../app/do-run.ts';
import {comparison} from '../../app/reproduction.ts';
import {eventLine} from '../../app/run-summary.ts';
import type {Run} from '../../engine/engine.ts';
import type {ExitCode} from '../../errors.ts';
import {exitCodes} from '../../errors.ts';
import type {TypeAhead} from '../../ui/prompt/type-ahead.ts';
import {control} from '../terminal/control.ts';
import {watchInterrupts} from '../terminal/interrupts.ts';
import {printData, printNotice} from '../terminal/out.ts';
import {presentWhile, previewsFor} from '../terminal/presenter.ts';
import type {ShownRequest} from '../terminal/report.ts';

/** One run in an engine, from its first step to its files: shown, kept while it goes, stopped when asked to. Throws what ended it. */
export async function runOnce(options: ShownRequest, work: Omit<RunWork, 'previews' | 'watch'>, typeAhead?: TypeAhead): Promise<ExitCode> {
	const {report, isInteractive: _, ...request} = options;
	const say = (line: string | undefined) => {
		if (line !== undefined && !report.isQuiet) printNotice(`${line}\n`);
	};
	const stopping = new AbortController();
	let current: Run | undefined;
	const stop = () => {
		stopping.abort();
		current?.cancel();
	};
	using interrupts = watchInterrupts({onFirst: stop, onSecond: () => work.engine.kill()});
	const done = await doRun(request, {
		...work,
		previews: previewsFor(report),
		watch(run, follow) {
			current = run;
			if (stopping.signal.aborted) run.cancel();
			if (report.isControlled) control(run);
			const presentation = {
				typeAhead,
				...{title: options.instruction, seed: options.seed, report, stopping: stopping.signal},
				steering: {...interrupts, interrupt: interrupts.press, hold: run},
			};
			return presentWhile(presentation, tell =>
				follow(event => {
					if (report.result === 'events') printData(eventLine(event));
					tell(event);
				}),
			);
		},
	});
	if (!done.isSaved) say(done.state.step === 0 ? 'Stopped; there was nothing to save yet.' : 'Left at once: nothing was saved.');
	if (work.expected) say(comparison(work.expected, done.state));
	for (const finding of done.findings) say(finding);
	say(done.problem);
	say(done.hint);
	return done.isComplete ? exitCodes.ok : interrupts.exitCode();
}
