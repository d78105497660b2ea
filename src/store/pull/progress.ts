/** Progress of a pull. */
export type PullProgress = {
	/** Bytes that are there; never fewer than before. */
	readonly doneBytes: number;
	readonly totalBytes: number;
	/** Over the last ten seconds; undefined until two have passed. */
	readonly bytesPerSecond: number | undefined;
	readonly secondsLeft: number | undefined;
};

const windowMs = 10_000;
const leastMs = 2000;

/** Count bytes of several files towards one sum. @param now - milliseconds that only grow */
export function countProgress(totalBytes: number, now: () => number = () => performance.now()) {
	const there = new Map<string, number>();
	let most = 0;
	/** Bytes that came over the network, and when: those that were there are no speed. */
	let samples: {readonly ms: number; readonly fetched: number}[] = [{ms: now(), fetched: 0}];
	let fetched = 0;
	return {
		/** So many bytes of a file are there. @param isFetched - they came over the network just now */
		set(file: string, bytes: number, isFetched: boolean): void {
			const before = there.get(file) ?? 0;
			there.set(file, bytes);
			if (isFetched && bytes > before) fetched += bytes - before;
			const sum = [...there.values()].reduce((total, each) => total + each, 0);
			// Bytes that are fetched again were counted already: the count waits until it is passed.
			most = Math.max(most, Math.min(sum, totalBytes));
		},
		progress(): PullProgress {
			const ms = now();
			samples = [...samples.filter((sample, index) => ms - sample.ms <= windowMs || index === samples.length - 1), {ms, fetched}];
			const first = samples[0] ?? {ms, fetched};
			const elapsedMs = ms - first.ms;
			const bytesPerSecond = elapsedMs < leastMs ? undefined : ((fetched - first.fetched) / elapsedMs) * 1000;
			const secondsLeft = bytesPerSecond === undefined || bytesPerSecond <= 0 ? undefined : (totalBytes - most) / bytesPerSecond;
			return {doneBytes: most, totalBytes, bytesPerSecond, secondsLeft};
		},
	};
}
