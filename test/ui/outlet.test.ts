import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {createOutlet} from '../../src/ui/outlet.ts';
import {createPace} from '../../src/ui/pace.ts';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

/** An outlet whose frames are 10 kB, for a terminal that may have 30 kB in a second. */
function outlet() {
	const written: string[] = [];
	const {paint, flush} = createOutlet(createPace({maxFps: 2, bytesPerSecond: 30_000}), frame => {
		written.push(frame);
		return 10_000;
	});
	return {written, paint, flush};
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

test('the last frame does not wait, and is written once', () => {
	const {written, paint, flush} = outlet();
	for (const frame of ['one', 'two', 'three', 'four', 'last']) paint(frame);
	flush();
	flush();
	vi.advanceTimersByTime(5000);
	expect(written).toEqual(['one', 'two', 'three', 'last']);
});
