import {once} from 'node:events';
import {Worker} from 'node:worker_threads';
import {programFile} from '../../package-files.ts';
import type {FollowedFile, FromFollower} from './digest-worker.ts';

/** A digest that follows a file as it grows. */
export type Follower = {
	/** So many bytes are there, from the first one on. */
	readonly advance: (frontier: number) => void;
	/** The digest (hex) of the whole file, once all of it is there. */
	readonly finish: () => Promise<string>;
} & AsyncDisposable;

const entry = programFile('digest-worker.js');

/** Hashed at a time: waking the thread for less would cost more than it helps. */
const stepBytes = 4_000_000;

/** Hash an open file while it is written. The file stays open until this is disposed. */
export function followDigest(file: FollowedFile): Follower {
	const worker = new Worker(entry, {workerData: file, execArgv: []});
	const said = once(worker, 'message') as Promise<[string]>;
	const ended = once(worker, 'exit');
	// A failure is told by `finish`.
	said.catch(() => {});
	ended.catch(() => {});
	let told = 0;
	const advance = (frontier: number) => {
		if (frontier <= told || (frontier < told + stepBytes && frontier < file.bytes)) return;
		told = frontier;
		worker.postMessage({frontier} satisfies FromFollower);
	};
	return {
		advance,
		async finish() {
			advance(file.bytes);
			const [digest] = await said;
			return digest;
		},
		async [Symbol.asyncDispose]() {
			await worker.terminate();
			await ended.catch(() => {});
		},
	};
}
