import type {Limits} from './limits.ts';
import {Refusal} from './refusal.ts';

/** Memory for bodies: each request takes what it sends, and gives it back when it is answered. */
export type Store = {
	/** @throws Refusal (413, 429) when it is too much for one, or for all together */
	readonly take: (request: Taken, bytes: number) => void;
	readonly giveBack: (request: Taken) => void;
};
export type Taken = {bytes: number};

export function createStore({bodyBytes, heldBytes}: Limits): Store {
	let held = 0;
	return {
		take(request, bytes) {
			if (request.bytes + bytes > bodyBytes) throw tooLarge(bodyBytes);
			if (held + bytes > heldBytes) throw new Refusal(429, 'Others are sending pictures.', 'Try again in 2 s.', {retryAfter: 2});
			request.bytes += bytes;
			held += bytes;
		},
		giveBack(request) {
			held -= request.bytes;
			request.bytes = 0;
		},
	};
}

/** The body of a request. @throws Refusal when it is too large (413), or comes too slowly (408) */
export async function readBody(request: Request, store: Store, taken: Taken, limits: Limits): Promise<Buffer> {
	const length = request.headers.get('content-length');
	if (Number(length ?? 0) > limits.bodyBytes) throw tooLarge(limits.bodyBytes);
	const reader = request.body?.getReader();
	if (!reader) return Buffer.alloc(0);
	const chunks: Uint8Array[] = [];
	const startMs = performance.now();
	try {
		for (;;) {
			const {done, value} = await inTime(
				reader.read(),
				Math.min(limits.stallMs, dueMs(taken.bytes, limits) - (performance.now() - startMs)),
			);
			if (done) break;
			store.take(taken, value.byteLength);
			chunks.push(value);
		}
	} catch (error) {
		reader.cancel().catch(() => {});
		if (error instanceof Refusal) throw error;
		throw new Refusal(400, 'The body did not come to its end.', 'Send it again.');
	}
	return Buffer.concat(chunks);
}

/** Time from the start by which more must have come (ms). */
const dueMs = (bytes: number, {stallMs, bytesPerSecond}: Limits): number => stallMs + (bytes / bytesPerSecond) * 1000;

async function inTime<Value>(promise: Promise<Value>, withinMs: number): Promise<Value> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(
			() => reject(new Refusal(408, 'The body comes too slowly.', 'Send it over a faster connection, or send a smaller picture.')),
			Math.max(0, withinMs),
		);
	});
	try {
		return await Promise.race([promise, late]);
	} finally {
		clearTimeout(timer);
		promise.catch(() => {});
	}
}

const tooLarge = (bytes: number) =>
	new Refusal(413, `The body is larger than ${Math.floor(bytes / 2 ** 20)} MiB.`, 'Send a smaller picture.');
