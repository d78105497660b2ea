import {exitCodes} from '../errors.ts';
import {describeMade} from '../output/describe-made.ts';
import {type Made, readMade} from '../output/made.ts';
import {readWhole} from '../output/read-file.ts';
import {maxTranscriptBytes} from '../output/transcript.ts';
import {printData} from './out.ts';
import type {Parsed} from './parse.ts';
import {usage} from './read-flag.ts';
import type {ExitCode} from './settle.ts';
import {readStdin, stdinName} from './stdin.ts';

/** `mmada show`: what made a picture, from its own file or its transcript. */
export async function show({input, flags}: Parsed): Promise<ExitCode> {
	const [file, ...others] = input;
	if (file === undefined || others.length > 0) throw usage('Name one picture or transcript.', 'Try: mmada show a-cat-in-the-snow.png');
	const made = await readMadeFile(file);
	const {transcript, run, ...facts} = made;
	const ending = run && {end: run.end, step: run.step, elapsedMs: run.elapsedMs, notices: run.notices, savedAt: transcript?.savedAt};
	printData(`${flags.json === true ? JSON.stringify({...facts, ...ending}, null, '\t') : describeMade(made)}\n`);
	return exitCodes.ok;
}

/** What made the picture of this file, or of stdin. @throws UserError: 66 when there is no file, 65 when it does not say */
export async function readMadeFile(file: string): Promise<Made> {
	const bytes =
		file === stdinName
			? await readStdin(process.stdin, maxTranscriptBytes)
			: await readWhole(file, {kind: 'picture or transcript', maxBytes: maxTranscriptBytes});
	return readMade(bytes, file === stdinName ? 'stdin' : file);
}
