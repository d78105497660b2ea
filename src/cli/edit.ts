import {toEditOptions} from './options.ts';
import type {Parsed} from './parse.ts';
import {runDefaults} from './run-defaults.ts';
import type {ExitCode} from './settle.ts';
import {runAsAsked} from './start-session.ts';
import {withInstruction} from './stdin.ts';

/** `mmada edit`: a reasoning and a changed picture from a picture and an instruction. */
export const edit = async (parsed: Parsed): Promise<ExitCode> =>
	runAsAsked(parsed, async () => toEditOptions(await withInstruction(parsed, 'edit', process.stdin), runDefaults()));
