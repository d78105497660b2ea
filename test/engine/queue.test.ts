import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createQueue} from '../../src/engine/queue.ts';
import {collect} from '../fixtures/collect.ts';

const ignore = () => {};

test('whatever the order of pushing and reading, every item comes out once and in order', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(fc.nat()), fc.scheduler(), async (items, scheduler) => {
			const queue = createQueue<number>(ignore);
			scheduler.scheduleSequence([...items.map(item => async () => queue.push(item)), async () => queue.end()]);
			const [read] = await Promise.all([collect(queue), scheduler.waitAll()]);
			expect(read).toEqual(items);
		}),
	);
});

describe('a failure', () => {
	test('comes after what was pushed before it, and once', async () => {
		const queue = createQueue<number>(ignore);
		queue.push(1);
		queue.fail(new Error('over'));
		queue.push(2);
		expect(await queue.next()).toEqual({done: false, value: 1});
		await expect(queue.next()).rejects.toThrow('over');
		expect(await queue.next()).toEqual({done: true, value: undefined});
	});

	test('after the end is dropped', async () => {
		const queue = createQueue<number>(ignore);
		queue.end();
		queue.fail(new Error('late'));
		expect(await collect(queue)).toEqual([]);
	});
});

describe('leaving', () => {
	test('before the end is told, once', async () => {
		let times = 0;
		const queue = createQueue<number>(() => times++);
		queue.push(1);
		queue.push(2);
		for await (const _ of queue) break;
		await queue.return?.();
		expect(times).toBe(1);
		expect(await collect(queue)).toEqual([]);
	});

	test('after the end is not', async () => {
		let times = 0;
		const queue = createQueue<number>(() => times++);
		queue.end();
		await collect(queue);
		await queue.return?.();
		expect(times).toBe(0);
	});
});
