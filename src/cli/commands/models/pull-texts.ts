import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {readableBytes, readableTime} from '../../../app/readable.ts';
import {exitCodes, UserError} from '../../../errors.ts';
import {shellWord} from '../../../shell-word.ts';
import type {PullProgress} from '../../../store/pull/progress.ts';
import type {HubSettings} from '../../../store/pull/settings.ts';

/** Progress of a download: `3.2 GB of 17.1 GB, 45.1 MB a second, 5 minutes left: model-00002-of-00004.safetensors`. */
export function progressText({doneBytes, totalBytes, bytesPerSecond, secondsLeft}: PullProgress, file: string): string {
	const speed = bytesPerSecond === undefined ? '' : `, ${readableBytes(bytesPerSecond)} a second`;
	const left = secondsLeft === undefined ? '' : `, ${readableTime(secondsLeft)} left`;
	return `${readableBytes(doneBytes)} of ${readableBytes(totalBytes)}${speed}${left}: ${file}`;
}

/** Why nothing is fetched when the environment says so, and where the model may be already. */
export async function offline({cache}: HubSettings, asked: string): Promise<UserError> {
	const repository = asked.slice(0, asked.indexOf('@'));
	const snapshots = path.join(cache ?? '', `models--${repository.replaceAll('/', '--')}`, 'snapshots');
	const [snapshot] = cache === undefined ? [] : await readdir(snapshots).catch(() => []);
	return new UserError('HF_HUB_OFFLINE is set: nothing is fetched.', {
		hint:
			snapshot === undefined
				? 'To fetch it: unset HF_HUB_OFFLINE'
				: `The Hugging Face cache has it: mmada models import ${shellWord(path.join(snapshots, snapshot))}`,
		exitCode: exitCodes.tryAgain,
	});
}
