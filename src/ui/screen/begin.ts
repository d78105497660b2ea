/** Ask for the first event now, and hand it on with the others when they are asked for. */
export function begin<Event>(events: AsyncIterable<Event>) {
	const iterator = events[Symbol.asyncIterator]();
	const first = iterator.next();
	let hasBegun = false;
	const note = () => {
		hasBegun = true;
	};
	first.then(note, note);
	return {
		hasBegun: () => hasBegun,
		events: (async function* (): AsyncGenerator<Event, void, undefined> {
			const {done, value} = await first;
			if (done) return;
			yield value;
			yield* {[Symbol.asyncIterator]: () => iterator};
		})(),
	};
}
