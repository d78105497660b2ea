import {readSync} from 'node:fs';
import {parentPort, workerData} from 'node:worker_threads';
import {beginDigest} from './digest.ts';

/** Message of the other thread: bytes of the file that are there, from the first on. */
export type FromFollower = {readonly frontier: number};
export type FollowedFile = {readonly fd: number; readonly bytes: number; readonly kind: 'sha256' | 'git'};

/*
Hashes a file as it grows, in a thread of its own: the thread that fetches has enough to do. Read from the file and not from the network, so
that what is hashed is what the disk will give later. Says the digest once all is read.
*/
const {fd, bytes, kind} = workerData as FollowedFile;
const hash = beginDigest(kind, bytes);
const buffer = new Uint8Array(1_000_000);
let at = 0;
parentPort?.on('message', ({frontier}: FromFollower) => {
	while (at < frontier) {
		const read = readSync(fd, buffer, 0, Math.min(buffer.length, frontier - at), at);
		if (read === 0) break;
		hash.update(buffer.subarray(0, read));
		at += read;
	}
	if (at < bytes) return;
	parentPort?.postMessage(hash.digest('hex'));
	parentPort?.close();
});
