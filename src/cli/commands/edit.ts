import {runDefaults} from '../../app/run-defaults.ts';
import type {ExitCode} from '../../errors.ts';
import {withInstruction} from '../parse/instruction.ts';
import {toEditOptions, toSessionOptions} from '../parse/options.ts';
import type {Parsed} from '../parse/parse.ts';
import {requirePrompt} from '../terminal/ask.ts';
import {askedThought} from './asked-thought.ts';
import {runAsAsked} from './run-as-asked.ts';
import {runSession} from './session/session.ts';

/** `mmada edit`: a reasoning and a changed picture from a picture and an instruction; `edit cat.png -i` is a session that begins from it. */
export const edit = async (parsed: Parsed): Promise<ExitCode> => {
	const [file, ...words] = parsed.input;
	if (parsed.flags.interactive === true && file !== undefined && words.length === 0) {
		requirePrompt();
		const options = toSessionOptions({...parsed, input: []}, runDefaults());
		return runSession(options, {file});
	}
	if (parsed.flags['dry-run'] === true && file !== undefined) {
		// The part is the same whatever the words are.
		const {showRepaint} = await import('./show-repaint.ts');
		return showRepaint(toEditOptions({...parsed, input: [file, words.join(' ') || '-']}, runDefaults()));
	}
	return runAsAsked(parsed, async () => ({
		...toEditOptions(await withInstruction(parsed, 'edit', process.stdin), runDefaults()),
		...(await askedThought(parsed)),
	}));
};
