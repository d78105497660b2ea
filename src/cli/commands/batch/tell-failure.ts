import type {ToldFailure} from '../../../app/batch/do-job.ts';
import {SettingError, type Spelling, UserError} from '../../../errors.ts';
import {asFlag} from '../../table/flags.ts';
import {describeFailure} from '../../terminal/failure.ts';

/** A failure as the result of a job tells it. */
export function tellFailure(error: unknown): ToldFailure {
	const told = error instanceof SettingError ? error.spelled(asJobField) : error;
	if (told instanceof UserError) return {error: told.message, hint: told.hint, exitCode: told.exitCode};
	const {text, exitCode} = describeFailure(error);
	return {error: text, exitCode};
}

/** A field of a request as lists of jobs have it: by the word of its flag. */
export const asJobField: Spelling = name => `\`${asFlag(name).replace(/^-+/, '')}\``;
