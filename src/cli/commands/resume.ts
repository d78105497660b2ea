import {checkTarget} from '../../app/output-target.ts';
import {partialTarget} from '../../app/partial-files.ts';
import {reopenRun, runsFolder} from '../../app/record-run.ts';
import {thisProcess} from '../../app/this-process.ts';
import type {ExitCode} from '../../errors.ts';
import {chooseRun, listRuns} from '../../journal/runs.ts';
import {toResumeOptions} from '../parse/options.ts';
import type {Parsed} from '../parse/parse.ts';
import {runAndSave} from './run-and-save.ts';

/** `mmada resume [id]`: a run that was interrupted, from its last step to the tokens it would have come to. */
export async function resume(parsed: Parsed): Promise<ExitCode> {
	const {id, report, output, isForced} = toResumeOptions(parsed);
	const {folder} = chooseRun(await listRuns(runsFolder(), await thisProcess()), id);
	await using keeper = await reopenRun(folder);
	const {options, imageName} = keeper.request;
	const wanted = {...options.output, ...(output !== undefined && {output, name: undefined}), ...(isForced && {isForced})};
	const target = output === undefined ? await partialTarget(folder) : undefined;
	if (target) await checkTarget(target, wanted);
	return await runAndSave({...options, tries: undefined, output: wanted, report}, {keeper, imageName, target});
}
