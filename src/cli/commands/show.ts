import {madeBeside} from '../../app/made-file.ts';
import {usage} from '../../app/usage-error.ts';
import type {ExitCode} from '../../errors.ts';
import {exitCodes} from '../../errors.ts';
import {readWhole} from '../../files/read-file.ts';
import {readStdin, stdinName} from '../../files/stdin.ts';
import {toJson} from '../../printable.ts';
import {describeMade} from '../../transcript/describe.ts';
import {type Made, readMade} from '../../transcript/provenance.ts';
import {maxTranscriptBytes} from '../../transcript/transcript.ts';
import type {Parsed} from '../parse/parse.ts';
import {printData} from '../terminal/out.ts';

/** `mmada show`: what made a picture, from its own file or its transcript. */
export async function show({input, flags}: Parsed): Promise<ExitCode> {
	const [file, ...others] = input;
	if (file === undefined || others.length > 0) throw usage('Name one picture or transcript.', 'Try: mmada show a-cat-in-the-snow.png');
	const own = await readMadeFile(file);
	// The transcript beside a picture knows more: how the run ended, and what led to it.
	const made = own.transcript ? own : ((await madeBeside(file, own)) ?? own);
	const {transcript, run, ...facts} = made;
	const ending = run && {
		parents: transcript?.parents,
		end: run.end,
		step: run.step,
		elapsedMs: run.elapsedMs,
		notices: run.notices,
		savedAt: transcript?.savedAt,
	};
	printData(`${flags.json === true ? toJson({...facts, ...ending}, '\t') : describeMade(made)}\n`);
	return exitCodes.ok;
}

/** The origin of the picture in this file, or from stdin. @throws UserError: 66 when there is no file, 65 when it does not say */
export async function readMadeFile(file: string): Promise<Made> {
	const bytes =
		file === stdinName
			? await readStdin(process.stdin, maxTranscriptBytes)
			: await readWhole(file, {kind: 'picture or transcript', maxBytes: maxTranscriptBytes});
	return readMade(bytes, file === stdinName ? 'stdin' : file);
}
