import {setImmediate} from 'node:timers/promises';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {inLanes} from '../../../src/app/batch/lanes.ts';

/** Work that takes so many turns of the event loop, by item. */
async function run(turns: readonly number[], count: number, {stopAt, failAt}: {stopAt?: number; failAt?: number} = {}) {
	const [kept, handed, begun]: [number[], number[], number[]] = [[], [], []];
	let [busy, busiest, isStopped] = [0, 0, false];
	const items = turns.map((_, index) => index);
	const isDone = await inLanes(items, {
		count,
		async work(item) {
			begun.push(item);
			busiest = Math.max(busiest, ++busy);
			for (let turn = 0; turn < (turns[item] ?? 0); turn++) await setImmediate();
			busy--;
			if (item === failAt) throw new Error(`item ${item}`);
			return item === stopAt || isStopped ? undefined : item;
		},
		async keep(item) {
			await setImmediate();
			kept.push(item);
		},
		async hand(item) {
			await setImmediate();
			handed.push(item);
		},
		stop() {
			isStopped = true;
		},
	}).catch((error: Error) => error.message);
	return {kept, handed, begun, busiest, isDone};
}

const someTurns = fc.array(fc.nat(5), {minLength: 1, maxLength: 20});

test('each item is worked at once, on no more lanes than there are, and results come in the order of the items', async () => {
	await fc.assert(
		fc.asyncProperty(someTurns, fc.integer({min: 1, max: 6}), async (turns, count) => {
			const {kept, handed, begun, busiest, isDone} = await run(turns, count);
			const all = turns.map((_, index) => index);
			expect({begun, handed, isDone}).toEqual({begun: all, handed: all, isDone: true});
			expect([...kept].sort((a, b) => a - b)).toEqual(all);
			expect(busiest).toBeLessThanOrEqual(count);
		}),
	);
});

test('after a stop no item is begun, and all that is done is kept and told, in order', async () => {
	await fc.assert(
		fc.asyncProperty(someTurns, fc.integer({min: 1, max: 6}), fc.nat(), async (turns, count, at) => {
			const stopAt = at % turns.length;
			const {kept, handed, begun, isDone} = await run(turns, count, {stopAt});
			expect(isDone).toBe(false);
			expect([...kept].sort((a, b) => a - b)).toEqual(handed);
			expect(handed).toEqual(begun.filter(item => item !== stopAt));
		}),
	);
});

test('a failure of one lane stops the others and is thrown once none works any more', async () => {
	await fc.assert(
		fc.asyncProperty(someTurns, fc.integer({min: 1, max: 6}), fc.nat(), async (turns, count, at) => {
			const failAt = at % turns.length;
			const {kept, begun, isDone} = await run(turns, count, {failAt});
			expect(isDone).toBe(`item ${failAt}`);
			expect(kept).not.toContain(failAt);
			expect(begun.length).toBeLessThanOrEqual(turns.length);
		}),
	);
});
