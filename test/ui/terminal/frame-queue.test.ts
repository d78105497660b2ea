import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {createPace} from '../../../src/ui/terminal/frame-budget.ts';
import {createOutlet} from '../../../src/ui/terminal/frame-queue.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** An outlet whose frames are 10 kB, for a terminal that may have 30 kB in a second. */
function outlet() {
	const written: string[] = [];
	const cost = () => 10_000;
	const paint = (frame: string) => {
		written.push(frame);
		return cost();
	};
	return {written, ...createOutlet(createPace({maxFps: 2, bytesPerSecond: 30_000}), {cost, paint})};
}

test('a key that is held down gets its frames until the second is full, then the latest as soon as there is room', () => {
	const {written, paint} = outlet();
	for (let press = 1; press <= 20; press++) {
		paint(`frame ${press}`);
		vi.advanceTimersByTime(30);
	}
	expect(written).toEqual(['frame 1', 'frame 2', 'frame 3']);
	vi.advanceTimersByTime(400);
	expect(written).toEqual(['frame 1', 'frame 2', 'frame 3', 'frame 20']);
	vi.advanceTimersByTime(5000);
	expect(written).toHaveLength(4);
});

test.each([
	{isPressing: false, when: 'as soon as there is room', before: ['one', 'two', 'three']},
	{isPressing: true, when: 'at once where that is pressing', before: ['one', 'two', 'three', 'last']},
])('the last frame is written $when, once', async ({isPressing, before}) => {
	const {written, paint, drain} = outlet();
	for (const frame of ['one', 'two', 'three', 'four', 'last']) paint(frame);
	const drained = drain({isPressing});
	vi.advanceTimersByTime(990);
	expect(written).toEqual(before);
	await vi.advanceTimersByTimeAsync(10);
	await drained;
	await drain({isPressing: true});
	vi.advanceTimersByTime(5000);
	expect(written).toEqual(['one', 'two', 'three', 'last']);
});
