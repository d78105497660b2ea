import {runDefaults} from '../../app/run-defaults.ts';
import type {ExitCode} from '../../errors.ts';
import {withInstruction} from '../parse/instruction.ts';
import {toGenOptions} from '../parse/options.ts';
import type {Parsed} from '../parse/parse.ts';
import {askedThought} from './asked-thought.ts';
import {runAsAsked} from './run-as-asked.ts';

/** `mmada gen`: a reasoning and a picture from an instruction. */
export const gen = async (parsed: Parsed): Promise<ExitCode> =>
	runAsAsked(parsed, async () => ({
		...toGenOptions(await withInstruction(parsed, 'gen', process.stdin), runDefaults()),
		...(await askedThought(parsed)),
	}));
