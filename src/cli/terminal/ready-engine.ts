import {openEngineFor, type ReadyEngine} from '../../app/open-engine.ts';
import type {InputOptions} from '../../app/read-input.ts';
import {printNotice} from './out.ts';
import type {ShownRequest} from './report.ts';

/** An engine for what the command line asks, with stdin for a picture called `-`; what is to be known beforehand goes to stderr. */
export async function openReadyEngine(options: ShownRequest, picture: Pick<InputOptions, 'name' | 'file'> = {}): Promise<ReadyEngine> {
	const ready = await openEngineFor(options, {...picture, stdin: process.stdin});
	if (ready.notice !== undefined && !options.report.isQuiet) printNotice(`${ready.notice}\n`);
	return ready;
}
