import {maxHeaderSize} from 'node:http';
import type {Socket} from 'node:net';
import {buildConnector} from 'undici';

/** Received at once, at most. */
const receiveBytes = 2 ** 17;
/** So much after a request may be the head of its answer, whose pieces undici keeps until all of it is there: they get memory of their own. */
const headBytes = 2 * maxHeaderSize;

/**
Open connections that receive into the same memory again and again. Otherwise each 64 KiB come in memory of their own, and collecting it takes
a quarter of the time of a fast transfer. What a socket hands on is overwritten by what comes after it: it must be used at once.
@param timeout - milliseconds to wait for a connection
*/
export function connectorOf(timeout: number): buildConnector.connector {
	return (address, connected) => {
		let socket: Socket | undefined;
		/** Bytes of requests so far, and of the answer to the last one. */
		let [asked, answered] = [0, 0];
		/** Two, since what has come is told after the next memory is asked for. */
		let [next, other] = [Buffer.allocUnsafeSlow(receiveBytes), Buffer.allocUnsafeSlow(receiveBytes)];
		const onread = {
			buffer: () => next,
			callback(bytes: number, received: Uint8Array): boolean {
				// Nothing is asked yet: what comes is no answer.
				if (!socket) return true;
				const piece = received.subarray(0, bytes);
				if (socket.bytesWritten !== asked) [asked, answered] = [socket.bytesWritten, 0];
				answered += bytes;
				if (answered <= headBytes) return socket.push(Buffer.from(piece));
				// Pieces that are not taken yet, as while a reader is held back, keep their memory.
				const isFree = socket.readableLength === 0;
				[next, other] = [isFree ? other : Buffer.allocUnsafeSlow(receiveBytes), next];
				return socket.push(piece);
			},
		};
		// Room for several: a socket that is stopped and started again costs calls of the system.
		const options = {timeout, onread, highWaterMark: 8 * receiveBytes};
		const open = buildConnector(options);
		open(address, (...result) => {
			if (result[1]) socket = result[1];
			connected(...result);
		});
	};
}
