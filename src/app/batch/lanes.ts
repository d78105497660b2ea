/** Work done on several lanes at a time. */
export type Lanes<Item, Result> = {
	/** Lanes, 1 at least. */
	readonly count: number;
	/** Work at an item, on a lane (from 0). Undefined when it was stopped: then no further item is begun. */
	readonly work: (item: Item, lane: number) => Promise<Result | undefined>;
	/** Hears of each result as soon as it is there, one after the other. */
	readonly keep: (result: Result) => Promise<void>;
	/** Hears of each result in the order of the items; after a stop, of those that are there. */
	readonly hand: (result: Result, item: Item) => Promise<void>;
	/** Stops what the other lanes are doing, when one has failed. */
	readonly stop: () => void;
};

/** Work at items in their order, on several lanes. @returns whether all were done. Throws the first failure, once no lane works any more. */
export async function inLanes<Item, Result>(
	items: readonly Item[],
	{count, work, keep, hand, stop}: Lanes<Item, Result>,
): Promise<boolean> {
	const results = new Map<number, Result>();
	let [next, handed, isStopped] = [0, 0, false];
	let telling = Promise.resolve();
	const tell = async (step: () => Promise<void>) => {
		telling = telling.then(step);
		return telling;
	};
	const handOver = async (index: number) => {
		const result = results.get(index);
		results.delete(index);
		if (result !== undefined) await hand(result, items[index]!);
	};
	const lane = async (number: number) => {
		while (!isStopped && next < items.length) {
			const index = next++;
			const result = await work(items[index]!, number);
			if (result === undefined) {
				isStopped = true;
				return;
			}
			await tell(async () => {
				await keep(result);
				results.set(index, result);
				while (results.has(handed)) await handOver(handed++);
			});
		}
	};
	const guarded = async (number: number) => {
		try {
			await lane(number);
		} catch (error) {
			isStopped = true;
			stop();
			throw error;
		}
	};
	const ends = await Promise.allSettled(Array.from({length: Math.min(count, items.length)}, async (_, number) => guarded(number)));
	const failed = ends.find(end => end.status === 'rejected');
	if (failed) throw failed.reason;
	// Stopped: what was done after a job that was not.
	for (const index of [...results.keys()].sort((a, b) => a - b)) await handOver(index);
	return !isStopped;
}
