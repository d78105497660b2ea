import {readSync} from 'node:fs';
import {parentPort} from 'node:worker_threads';
import {beginDigest} from './digest.ts';

/** An open file that grows to so many bytes. */
export type FollowedFile = {readonly fd: number; readonly bytes: number; readonly kind: 'sha256' | 'git'};
/** Messages of the other thread: a file, and then the bytes of it that are there, from the first on. */
export type FromFollower = FollowedFile | {readonly frontier: number};

/*
Hashes files as they grow, one after the other, in a thread of its own: the thread that fetches has enough to do. Read from the file and not
from the network, so that what is hashed is what the disk will give later. Says the digest once all of a file is read.
*/
const buffer = new Uint8Array(1_000_000);
let advance = (_frontier: number): void => {};
parentPort?.on('message', (message: FromFollower) => {
	if ('frontier' in message) advance(message.frontier);
	else advance = follow(message);
});

function follow({fd, bytes, kind}: FollowedFile): typeof advance {
	const hash = beginDigest(kind, bytes);
	let at = 0;
	return frontier => {
		while (at < frontier) {
			const read = readSync(fd, buffer, 0, Math.min(buffer.length, frontier - at), at);
			if (read === 0) break;
			hash.update(buffer.subarray(0, read));
			at += read;
		}
		if (at >= bytes) parentPort?.postMessage(hash.digest('hex'));
	};
}
