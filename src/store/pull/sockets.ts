import {maxHeaderSize} from 'node:http';
import type {Socket} from 'node:net';
import {buildConnector} from 'undici';

/** Received at once, at most. */
const receiveBytes = 2 ** 17;
/** So little may be a piece of the head of an answer, which undici keeps until all of it is there; so it gets memory of its own. */
const headBytes = 2 * maxHeaderSize;

/**
Open connections that receive into the same memory again and again. Otherwise each 64 KiB come in memory of their own, and a fast transfer
spends more time on collecting it than on all else. What a socket hands on is overwritten by what comes after it: it must be used at once.
@param timeout - milliseconds to wait for a connection
*/
export function connectorOf(timeout: number): buildConnector.connector {
	return (address, connected) => {
		let socket: Socket | undefined;
		/** Two, since what has come is told after the next memory is asked for. */
		let [next, other] = [Buffer.allocUnsafeSlow(receiveBytes), Buffer.allocUnsafeSlow(receiveBytes)];
		const onread = {
			buffer: () => next,
			callback(bytes: number, received: Uint8Array): boolean {
				if (bytes <= headBytes) return socket?.push(Buffer.from(received.subarray(0, bytes))) ?? true;
				// What came before and nobody took yet, as while a reader is held back, keeps its memory.
				const isFree = socket?.readableLength === 0;
				[next, other] = [isFree ? other : Buffer.allocUnsafeSlow(receiveBytes), next];
				return socket?.push(received.subarray(0, bytes)) ?? true;
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
