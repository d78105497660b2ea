import {isDeepStrictEqual} from 'node:util';

/** Counts vectors as they pass or fail; a failing one is printed with its reason. */
export function createTally(print: (line: string) => void) {
	let passed = 0;
	let failed = 0;
	return {
		/** Replay one vector: it fails when `replay` throws. */
		async check(name: string, replay: () => Promise<void> | void): Promise<void> {
			try {
				await replay();
				passed++;
			} catch (error) {
				failed++;
				print(`failed: ${name}: ${error instanceof Error ? error.message : String(error)}`);
			}
		},
		/** Replay several vectors, which count by themselves; what keeps them from being replayed fails as one. */
		async all(name: string, replay: () => Promise<void>): Promise<void> {
			try {
				await replay();
			} catch (error) {
				failed++;
				print(`failed: ${name}: ${error instanceof Error ? error.message : String(error)}`);
			}
		},
		counts: () => ({passed, failed}),
	};
}

export type Tally = ReturnType<typeof createTally>;

/** @throws Error with both values, shortened, when they differ. */
export function same(what: string, given: unknown, expected: unknown): void {
	if (!isDeepStrictEqual(plain(given), plain(expected))) throw new Error(`${what} is ${short(given)} and should be ${short(expected)}`);
}

/** @throws Error when two lists of numbers differ by more than `tolerance` anywhere. */
export function near(what: string, given: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
	if (given.length !== expected.length) throw new Error(`${what} has ${given.length} values and should have ${expected.length}`);
	let largest = 0;
	for (let index = 0; index < expected.length; index++) {
		const distance = Math.abs(given[index]! - expected[index]!);
		if (!(distance <= largest)) largest = Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance;
	}
	if (largest > tolerance) throw new Error(`${what} is off by ${largest}, more than ${tolerance}`);
}

const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
const short = (value: unknown): string => {
	const text = JSON.stringify(value) ?? String(value);
	return text.length > 120 ? `${text.slice(0, 120)}...` : text;
};
