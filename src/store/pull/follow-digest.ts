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

/** A thread that has nothing to do, for the next file: to start one takes as long as to hash 50 MB. It does not keep the program up. */
let idle: Worker | undefined;

/** Hash an open file while it is written. The file stays open until this is disposed. */
export function followDigest(file: FollowedFile): Follower {
	const worker = idle ?? new Worker(entry, {execArgv: []});
	idle = undefined;
	worker.ref();
	const tell = (message: FromFollower) => worker.postMessage(message);
	tell(file);
	const said = once(worker, 'message') as Promise<[string]>;
	// A failure is told by `finish`.
	said.catch(() => {});
	let told = 0;
	let isDone = false;
	const advance = (frontier: number) => {
		if (frontier <= told || (frontier < told + stepBytes && frontier < file.bytes)) return;
		told = frontier;
		tell({frontier});
	};
	return {
		advance,
		async finish() {
			advance(file.bytes);
			const [digest] = await said;
			isDone = true;
			return digest;
		},
		async [Symbol.asyncDispose]() {
			if (isDone && !idle) {
				worker.unref();
				idle = worker;
			} else await worker.terminate();
		},
	};
}
