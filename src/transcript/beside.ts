import path from 'node:path';
import {exitCodes, UserError} from '../errors.ts';
import {readIfPlain, readWhole} from '../files/read-file.ts';
import {sniffImage} from '../picture/magic.ts';
import {type Made, readMade} from './provenance.ts';
import type {Transcript} from './schema.ts';
import {maxTranscriptBytes, parseTranscript} from './transcript.ts';

/** The transcript beside a picture, as `readMade` reads it, and its file, if it is of the run with these settings; of any without them. */
export async function findBeside(
	file: string,
	settings: Made['settings'] | undefined,
): Promise<{readonly made: Made; readonly file: string} | undefined> {
	for (const beside of namesBeside(file)) {
		const bytes = await readIfPlain(beside, maxTranscriptBytes);
		const made = bytes && (await readIfTranscript(bytes, beside));
		if (made && (settings === undefined || JSON.stringify(made.settings) === JSON.stringify(settings))) return {made, file: beside};
	}
	return undefined;
}

/**
The transcript that a user names by its own file, or by that of its picture.
@throws UserError: 66 when there is no file, or no transcript beside the picture; 65 when the file is neither, or of another version
*/
export async function readTranscript(file: string): Promise<Transcript> {
	const fileHint = 'Name a saved picture, or the .json file that stands beside it.';
	const bytes = await readWhole(file, {kind: 'picture or transcript', maxBytes: maxTranscriptBytes, hint: fileHint});
	if (!sniffImage(bytes)) return parseTranscript(bytes, file);
	// A picture that does not say how it was made has the transcript of its name.
	const {readOrigin} = await import('../picture/read-origin.ts');
	const origin = await readOrigin(bytes, file).catch(() => undefined);
	const beside = await findBeside(file, origin?.settings);
	if (beside?.made.transcript) return beside.made.transcript;
	const [usual = ''] = namesBeside(file);
	throw new UserError(`Beside \`${file}\` there is no transcript of its run (\`${path.basename(usual)}\`).`, {
		hint: origin
			? 'Name the .json file that was saved with the picture, or make the picture again with `mmada rerun`.'
			: 'Name the .json file that was saved with the picture.',
		exitCode: exitCodes.noInput,
	});
}

/** Names of the transcript beside a picture: the usual one, and that which it gets where the usual one was taken. */
const namesBeside = (file: string): readonly string[] => {
	const {dir, base, name} = path.parse(file);
	return [path.join(dir, `${name}.json`), path.join(dir, `${base}.json`)];
};

async function readIfTranscript(bytes: Uint8Array, file: string): Promise<Made | undefined> {
	try {
		return await readMade(bytes, file);
	} catch (error) {
		// It only might have helped.
		if (error instanceof UserError) return undefined;
		throw error;
	}
}
