import {reopenRun, runsFolder} from '../../app/record-run.ts';
import {thisProcess} from '../../app/this-process.ts';
import type {ExitCode} from '../../errors.ts';
import {chooseRun, listRuns} from '../../journal/runs.ts';
import {toResumeOptions} from '../parse/options.ts';
import type {Parsed} from '../parse/parse.ts';
import {runAndSave} from './run-and-save.ts';

/** `mmada resume [id]`: a run that was interrupted, from its last step to the tokens it would have come to. */
export async function resume(parsed: Parsed): Promise<ExitCode> {
	const {id, report} = toResumeOptions(parsed);
	const {folder} = chooseRun(await listRuns(runsFolder(), await thisProcess()), id);
	await using keeper = await reopenRun(folder);
	const {options, imageName} = keeper.request;
	return await runAndSave({...options, report}, {keeper, imageName});
}
