/** A queue between callbacks and one `for await`: what is pushed comes out in order, then the end or the error. */
export type Queue<Item> = AsyncIterableIterator<Item> & {
	push(item: Item): void;
	/** No more items; those pushed before still come out. */
	end(): void;
	/** Like `end`, but the consumer gets this error after the last item. */
	fail(error: unknown): void;
};

/** @param onAbandon - Called when the consumer leaves before the end. */
export function createQueue<Item>(onAbandon: () => void): Queue<Item> {
	const items: Item[] = [];
	let wake = () => {};
	let closed: {readonly error?: unknown} | undefined;

	const close = (how: {readonly error?: unknown}) => {
		closed ??= how;
		wake();
	};

	const queue: Queue<Item> = {
		push(item) {
			if (closed) return;
			items.push(item);
			wake();
		},
		end: () => close({}),
		fail: error => close({error}),
		async next() {
			while (items.length === 0 && !closed) {
				await new Promise<void>(resolve => {
					wake = resolve;
				});
			}
			const item = items.shift();
			if (item !== undefined) return {done: false, value: item};
			const failure = closed;
			// An error is told once; asking again finds the end.
			closed = {};
			if (failure && 'error' in failure) throw failure.error;
			return {done: true, value: undefined};
		},
		async return() {
			const isEarly = closed === undefined;
			items.length = 0;
			close({});
			if (isEarly) onAbandon();
			return {done: true, value: undefined};
		},
		[Symbol.asyncIterator]: () => queue,
	};
	return queue;
}
