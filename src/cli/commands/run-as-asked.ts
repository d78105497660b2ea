import type {ExitCode} from '../../errors.ts';
import type {Parsed} from '../parse/parse.ts';
import {requirePrompt} from '../terminal/ask.ts';
import type {ShownRequest} from '../terminal/report.ts';
import {runAndSave} from './run-and-save.ts';
import {runSession} from './session/session.ts';
import {runVariations} from './variations.ts';
/** Run `gen` or `edit` once or several times, or begin a session with it. */
export async function runAsAsked(parsed: Parsed, toOptions: () => Promise<ShownRequest>): Promise<ExitCode> {
	// Before stdin is read, so that a bad request fails without waiting for it.
	if (parsed.flags.interactive === true) requirePrompt();
	const options = await toOptions();
	if (options.isInteractive) return runSession(options, 'making');
	return options.count === undefined ? runAndSave(options) : runVariations(options, options.count);
}
