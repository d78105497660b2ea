import {exitCodes, UserError} from '../../errors.ts';
import type {ScheduledSteering} from '../../run/job.ts';
import type {Parsed} from '../parse/parse.ts';
import {textFrom} from '../parse/read-flag.ts';
import {thoughtFrom} from '../parse/steering.ts';
import {readMadeFile} from './show.ts';

/** The words that a run is to begin with, if there are any. @throws UserError (65) when the picture that is named has no thought */
export async function askedThought({flags}: Parsed): Promise<{readonly steering?: readonly ScheduledSteering[]}> {
	const file = textFrom(flags, 'keep-thought');
	const reasoning = file === undefined ? undefined : (await readMadeFile(file)).reasoning;
	if (reasoning?.trim() === '') {
		throw new UserError(`\`${file}\` was made without a thought.`, {
			hint: 'Name another picture, or give words with --thought.',
			exitCode: exitCodes.badData,
		});
	}
	return thoughtFrom(flags, reasoning);
}
