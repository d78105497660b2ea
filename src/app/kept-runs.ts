import {progressOf, readRun} from '../journal/read-run.ts';
import {type KeptRun, listRuns} from '../journal/runs.ts';
import {runsFolder} from './record-run.ts';
import {thisProcess} from './this-process.ts';

/** A run that is written down, as far as its log tells. */
export type KeptRunFacts = {
	readonly id: string;
	readonly state: 'running' | 'interrupted' | 'unreadable';
	readonly step?: number;
	readonly steps?: number | undefined;
	readonly task?: 'gen' | 'edit';
	readonly instruction?: string;
	/** ISO 8601. */
	readonly startedAt?: string;
	readonly touchedAt: string;
	readonly bytes: number;
};

/** The runs of this user that were interrupted or are under way, the latest first. */
export const keptRuns = async (): Promise<KeptRunFacts[]> => Promise.all((await listRuns(runsFolder(), await thisProcess())).map(describe));

async function describe({id, folder, holder, touchedMs, bytes}: KeptRun): Promise<KeptRunFacts> {
	const run = await readRun(folder).catch(() => undefined);
	const state = holder ? 'running' : run ? 'interrupted' : 'unreadable';
	const {task, instruction, startedAt} = run?.head ?? {};
	return {
		id,
		state,
		...(run && progressOf(run)),
		...(task !== undefined && {task}),
		...(instruction !== undefined && {instruction}),
		...(startedAt !== undefined && {startedAt}),
		touchedAt: new Date(touchedMs).toISOString(),
		bytes,
	};
}
