import type {Engine, Run} from '../engine/engine.ts';
import type {RunEvent} from '../events/events.ts';
import {goOnFrom} from '../journal/continue-run.ts';
import type {Job} from '../run/job.ts';
import {findingsOf} from './findings.ts';
import {type FollowedRun, followRun} from './follow-run.ts';
import {jobOf} from './job-of.ts';
import type {InputPicture} from './read-input.ts';
import {keepingProblem, keepRun, type RunKeeper, resumeHint, withResumeHint} from './record-run.ts';
import {checkModel, type Expected} from './reproduction.ts';
import type {RunRequest} from './request.ts';
import type {SavedFiles} from './run-summary.ts';
import type {DrawnRun} from './save-result.ts';

/** Hears every event of a run. */
export type Tell = (event: RunEvent) => void;

export type RunWork = {
	readonly engine: Engine;
	readonly modelFolder: string;
	readonly input: InputPicture | undefined;
	readonly previews: Pick<Job, 'previews' | 'previewEveryMs'>;
	/** Record of the run, if it continues an earlier one. */
	readonly keeper?: RunKeeper | undefined;
	/** Events of the saved run that it continues, if it does. */
	readonly before?: readonly RunEvent[] | undefined;
	/** A saved run that it is to come out as. */
	readonly expected?: Expected | undefined;
	/** Has the run followed to its end, and watches it meanwhile; may steer it. */
	readonly watch: (run: Run, follow: (tell: Tell) => Promise<FollowedRun>) => Promise<FollowedRun>;
	/** Saves the picture, whole or partial, if there is one. @returns its files, if it is in any */
	readonly save: (drawn: DrawnRun) => Promise<SavedFiles | undefined>;
};

export type DoneRun = FollowedRun & {
	readonly isComplete: boolean;
	/** Whether there was a picture to save. */
	readonly isSaved: boolean;
	/** Findings of a look at the finished picture, as sentences. */
	readonly findings: readonly string[];
	/** Notices for people: why the run could not be recorded, and how to resume one that was stopped. */
	readonly problem: string | undefined;
	readonly hint: string | undefined;
};

/**
One run in an engine, from its first step to its files: kept while it goes and until it is complete and saved. Throws what ended it, with how
to go on.
*/
export async function doRun(
	request: RunRequest,
	{engine, modelFolder, input, previews, expected, watch, save, ...resumed}: RunWork,
): Promise<DoneRun> {
	await using keeper = resumed.keeper ?? {...(await keepRun(request, modelFolder, input)), ...(resumed.before && {before: resumed.before})};
	const run = engine.run({...jobOf(request, input, previews), ...goOnFrom(keeper.before)});
	/** Whether it came further than what was saved of it. */
	let isBegun = false;
	const follow = (tell: Tell) =>
		followRun(run, {
			record: keeper,
			tell(event) {
				if (expected && event.type === 'started') checkModel(expected, event.model);
				isBegun ||= event.type !== 'started' && !resumed.before?.includes(event);
				tell(event);
			},
		});
	try {
		const followed = await watch(run, follow);
		const isSaved = followed.run !== undefined && followed.run.step > 0;
		const findings = followed.run ? await findingsOf(followed.run, modelFolder) : [];
		const files = isSaved ? await save({events: followed.events, run: followed.run, input, findings}) : undefined;
		const isComplete = followed.run?.end === 'complete';
		if (isComplete) await keeper.log.remove();
		else if (files) await keeper.keepPartial?.(files);
		return {...followed, isComplete, isSaved, findings, problem: keepingProblem(keeper), hint: isComplete ? undefined : resumeHint(keeper)};
	} catch (error) {
		if (resumed.before && !isBegun) {
			await keeper.log.remove();
			throw error;
		}
		throw withResumeHint(error, keeper);
	}
}
