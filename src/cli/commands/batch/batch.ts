import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {openAsRead} from '../../../app/as-read.ts';
import {partsOfList} from '../../../app/batch/chain.ts';
import {checkJobs} from '../../../app/batch/check-jobs.ts';
import {type BatchFiles, batchFiles, checkFiles, checkJournal, leftJournal, openJournal, readList} from '../../../app/batch/files.ts';
import type {BatchOptions} from '../../../app/batch/options.ts';
import {parseJobs} from '../../../app/batch/parse-list.ts';
import {batchDigest, planJobs} from '../../../app/batch/plan.ts';
import {modelPlaces} from '../../../app/model-places.ts';
import {version} from '../../../app/package.ts';
import {runDefaults} from '../../../app/run-defaults.ts';
import {thisProcess} from '../../../app/this-process.ts';
import {type ExitCode, exitCodes, UserError} from '../../../errors.ts';
import {asUserError} from '../../../files/errors.ts';
import {isHolder, takeLock} from '../../../files/lock.ts';
import {makeResultFolder} from '../../../files/save.ts';
import {stdinName} from '../../../files/stdin.ts';
import {sweepTemporaries} from '../../../files/temporaries.ts';
import type {BatchHead} from '../../../journal/batch-journal.ts';
import {heldBy} from '../../../journal/runs.ts';
import {modelDigest} from '../../../model/checkpoint/digest.ts';
import {findModel} from '../../../store/find-model.ts';
import {toBatchOptions} from '../../parse/batch-options.ts';
import type {Parsed} from '../../parse/parse.ts';
import {openEnginesHere} from './engines-here.ts';
import {type HandsWork, runBatch} from './run.ts';
import {asJobField} from './tell-failure.ts';

/** `mmada batch`: a list of jobs, done by one engine or several, or by the workers of a queue, to the same files. */
export async function batch(parsed: Parsed): Promise<ExitCode> {
	const defaults = runDefaults();
	const options = toBatchOptions(parsed, defaults, process.env);
	const {text, format} = await readList(options.source, process.stdin);
	const jobs = parseJobs(text, format);
	const base = options.source === stdinName ? process.cwd() : path.dirname(path.resolve(options.source));
	const files = batchFiles(options.folder, options.shard);
	const left = await leftJournal(files, options);
	const begun = options.isContinued ? left : undefined;
	const now = new Date();
	const seed = begun?.head.seed ?? options.seed ?? defaults.randomSeed();
	// Before anything is written: whether all of them can be done.
	const planned = planJobs(jobs, options, {
		...{seed, startedAt: begun ? new Date(begun.head.startedAt) : now, base},
		asRead: await openAsRead(options.common.model),
	});
	const model = await findModel(options.common.model, modelPlaces());
	await checkJobs(
		planned.filter(({number}) => !begun?.settled.has(number)),
		{model, spelling: asJobField},
	);
	const head: BatchHead = {
		format: 'mmada-batch',
		version: 1,
		software: `mmada ${version()}`,
		startedAt: now.toISOString(),
		digest: batchDigest(jobs, options, await modelDigest(model.folder)),
		seed,
	};
	checkJournal(left, options, head);

	await makeResultFolder(options.folder);
	await using _lock = await lockBatch(options, files);
	if (!isDeepStrictEqual(await leftJournal(files, options), left)) throw changed(options);
	await sweepTemporaries(options.folder, now.getTime());
	await checkFiles(files, options, left !== undefined);
	await using journal = await openJournal(files, options, {begun, head});
	const {index, count} = options.shard;
	const parts = partsOfList(planned, count);
	const own = planned.filter(({number}) => parts.get(number) === index);
	const {queue} = options;
	const openHands = async (work: HandsWork) => (queue ? (await import('./queue.ts')).openHandsOfQueue(queue, work) : openEnginesHere(work));
	return await runBatch(own, {options, files, journal, model, damagedLines: begun?.damaged ?? 0, openHands});
}

const changed = ({folder}: BatchOptions) =>
	new UserError(`Another process has just worked at the batch in \`${folder}\`.`, {hint: 'Try again.', exitCode: exitCodes.tryAgain});

async function lockBatch({folder}: BatchOptions, {lockName}: BatchFiles): Promise<AsyncDisposable> {
	const self = await thisProcess();
	const lock = await takeLock(folder, lockName, self).catch((error: unknown) => {
		throw asUserError(error, folder);
	});
	if (isHolder(lock)) throw heldBy(`The batch in \`${folder}\``, lock, self);
	return lock;
}
