import {toGenOptions} from './options.ts';
import type {Parsed} from './parse.ts';
import {runDefaults} from './run-defaults.ts';
import type {ExitCode} from './settle.ts';
import {runAsAsked} from './start-session.ts';
import {withInstruction} from './stdin.ts';

/** `mmada gen`: a reasoning and a picture from an instruction. */
export const gen = async (parsed: Parsed): Promise<ExitCode> =>
	runAsAsked(parsed, async () => toGenOptions(await withInstruction(parsed, 'gen', process.stdin), runDefaults()));
