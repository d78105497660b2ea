/** @typedef {{readonly ms: number, readonly cpuMs: number}} Took Milliseconds of the clock, and of the processor over all threads. */

const cpuMs = () => {
	const {user, system} = process.cpuUsage();
	return (user + system) / 1000;
};

/** How long some work in this process takes. @param {() => unknown} work @returns {Promise<Took>} */
export async function measure(work) {
	const start = performance.now();
	const cpuStart = cpuMs();
	await work();
	return {ms: performance.now() - start, cpuMs: cpuMs() - cpuStart};
}

/** Do some work so many times. @param {number} times @param {() => unknown} work */
export async function repeat(times, work) {
	for (let time = 0; time < times; time++) await work();
}

/**
Let the sides take turns, so that whatever else the machine does meets all of them alike; one turn each goes before, uncounted.
@template {string} Name
@param {Readonly<Record<Name, (round: number) => Promise<Took>>>} sides
@param {number} rounds
@returns {Promise<Readonly<Record<Name, Took[]>>>}
*/
export async function takeTurns(sides, rounds) {
	const entries = /** @type {[Name, (round: number) => Promise<Took>][]} */ (Object.entries(sides));
	const found = /** @type {Record<Name, Took[]>} */ (Object.fromEntries(entries.map(([name]) => [name, []])));
	for (let round = -1; round < rounds; round++) {
		for (const [name, side] of entries) {
			const took = await side(Math.max(0, round));
			if (round >= 0) found[name].push(took);
		}
	}
	return found;
}

/** The middle value. @param {readonly number[]} values */
export const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** How far the furthest value is from the median, as a share of it. @param {readonly number[]} values */
export const spreadOf = values => Math.max(...values.map(value => Math.abs(value / median(values) - 1)));

/** Medians of both clocks. @param {readonly Took[]} all @returns {Took} */
export const medianOf = all => ({ms: median(all.map(({ms}) => ms)), cpuMs: median(all.map(one => one.cpuMs))});

/** How many times as long the first took, pair by pair: the median. @param {readonly Took[]} slow @param {readonly Took[]} fast @returns {Took} */
export const ratioOf = (slow, fast) =>
	medianOf(slow.map((one, pair) => ({ms: one.ms / fast[pair].ms, cpuMs: one.cpuMs / fast[pair].cpuMs})));
