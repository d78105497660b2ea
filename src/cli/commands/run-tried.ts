import {hasExactReading} from '../../app/findings.ts';
import type {DrawnRun} from '../../app/save-result.ts';
import {type Tried, tryUntilFlawless} from '../../app/tries.ts';
import {type ExitCode, exitCodes} from '../../errors.ts';
import {printNotice} from '../terminal/out.ts';
import {type OnceWork, runOnce} from './run-once.ts';

/** A run as `runOnce` does it; with `tries` as many as it takes, shown one after the other, and the best of them is saved. */
export async function runTried(...[options, work, typeAhead]: Parameters<typeof runOnce>): Promise<ExitCode> {
	const {tries = 1, report} = options;
	if (tries === 1) return runOnce(options, work, typeAhead);
	const isExact = await hasExactReading(work.modelFolder);
	let code: ExitCode = exitCodes.ok;
	let hasWhole = false;
	const tried = await tryUntilFlawless(options, async (request, index) => {
		if (index > 0 && !report.isQuiet) printNotice(`\nTrying again with seed ${request.seed}: ${index + 1} of ${tries} at most.\n`);
		let drawn: DrawnRun | undefined;
		const save: OnceWork['save'] = async (made, left) => {
			// One that was stopped is saved if there is nothing better.
			if (made.run.end !== 'complete' && !hasWhole) return work.save(made, left);
			await left;
			drawn = made;
			return undefined;
		};
		code = await runOnce(request, {...work, save, isOneMore: index > 0}, typeAhead);
		if (code !== exitCodes.ok || !drawn) return undefined;
		hasWhole = true;
		return {drawn, findings: isExact ? drawn.findings : undefined, confidence: drawn.run.confidence} satisfies Tried & {drawn: DrawnRun};
	});
	if (!tried) return code;
	await work.save(tried.best.drawn, Promise.resolve());
	if (!report.isQuiet) printNotice(`${tried.notice}\n`);
	return code;
}
