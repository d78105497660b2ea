import {runDefaults} from '../../app/run-defaults.ts';
import type {ExitCode} from '../../errors.ts';
import {withInstruction} from '../parse/instruction.ts';
import {toEditOptions} from '../parse/options.ts';
import type {Parsed} from '../parse/parse.ts';
import {askedThought} from './asked-thought.ts';
import {runAsAsked} from './run-as-asked.ts';

/** `mmada edit`: a reasoning and a changed picture from a picture and an instruction. */
export const edit = async (parsed: Parsed): Promise<ExitCode> =>
	runAsAsked(parsed, async () => ({
		...toEditOptions(await withInstruction(parsed, 'edit', process.stdin), runDefaults()),
		...(await askedThought(parsed)),
	}));
