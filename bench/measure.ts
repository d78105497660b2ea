/** Milliseconds of the clock, and of the processor over all threads. */
export type Took = {readonly ms: number; readonly cpuMs: number};

const cpuMs = () => {
	const {user, system} = process.cpuUsage();
	return (user + system) / 1000;
};

/** Time that some work in this process takes. */
export async function measure(work: () => unknown): Promise<Took> {
	const start = performance.now();
	const cpuStart = cpuMs();
	await work();
	return {ms: performance.now() - start, cpuMs: cpuMs() - cpuStart};
}

/** Do some work so many times. */
export async function repeat(times: number, work: () => unknown): Promise<void> {
	for (let time = 0; time < times; time++) await work();
}

/** Does its work once, for the round of this number from 0, and tells how long that took. */
export type Side<T extends Took = Took> = (round: number) => Promise<T>;

/**
Let the sides take turns, so that whatever else the machine does meets all of them alike; one turn each goes before, uncounted.
Answers with the times of each side, by round.
*/
export async function takeTurns<Name extends string, T extends Took>(
	sides: Readonly<Record<Name, Side<T>>>,
	rounds: number,
): Promise<(name: Name) => readonly T[]> {
	const found = new Map<string, T[]>();
	for (let round = -1; round < rounds; round++) {
		for (const name in sides) {
			const took = await sides[name](Math.max(0, round));
			if (round >= 0) found.set(name, [...(found.get(name) ?? []), took]);
		}
	}
	return name => found.get(name) ?? [];
}

/** The middle value. */
export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Distance of the furthest value from the median, as a share of it. */
export const spreadOf = (values: readonly number[]): number => Math.max(...values.map(value => Math.abs(value / median(values) - 1)));

/** Medians of both clocks. */
export const medianOf = (all: readonly Took[]): Took => ({ms: median(all.map(({ms}) => ms)), cpuMs: median(all.map(one => one.cpuMs))});

/** Ratio of the first to the second, pair by pair: the median. */
export const ratioOf = (slow: readonly Took[], fast: readonly Took[]): Took =>
	medianOf(slow.map((one, pair) => ({ms: one.ms / fast[pair]!.ms, cpuMs: one.cpuMs / fast[pair]!.cpuMs})));

/** Both clocks, times a factor. */
export const scale = ({ms, cpuMs}: Took, factor: number): Took => ({ms: ms * factor, cpuMs: cpuMs * factor});
