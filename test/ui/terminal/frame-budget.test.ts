import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createPace} from '../../../src/ui/terminal/frame-budget.ts';

type Frame = {readonly atMs: number; readonly bytes: number};

const mostInASecond = (frames: readonly Frame[]): number =>
	Math.max(
		...frames.map(({atMs}) =>
			frames.filter(other => other.atMs >= atMs && other.atMs < atMs + 1000).reduce((sum, {bytes}) => sum + bytes, 0),
		),
	);

/** Frames of one size, each when it may be painted. */
function paced(bytes: number, count: number, rates: Parameters<typeof createPace>[0]): Frame[] {
	const pace = createPace(rates);
	let nowMs = 0;
	return Array.from({length: count}, () => {
		nowMs = Math.max(nowMs, pace.dueMs());
		pace.painted(bytes, nowMs);
		return {atMs: nowMs, bytes};
	});
}

test.each([
	{bytes: 100, everyMs: 500, rule: 'small frames come as often as frames may'},
	{bytes: 10_000, everyMs: 500, rule: 'three in a second are within what it may be given'},
	{bytes: 12_000, everyMs: 1000, rule: 'two would leave no room for one that cannot wait'},
	{bytes: 30_000, everyMs: 1000, rule: 'what fills a second comes alone'},
	{bytes: 45_000, everyMs: 1500, rule: 'what does not fit into a second takes as many as it fills'},
	{bytes: 90_000, everyMs: 3000, rule: 'and so does what is larger still'},
])('frames of $bytes bytes: $rule', ({bytes, everyMs}) => {
	const times = paced(bytes, 4, {maxFps: 2, bytesPerSecond: 30_000}).map(({atMs}) => atMs);
	expect(times).toEqual([0, 1, 2, 3].map(count => count * everyMs));
});

test('no second gets more than it may, wherever a frame that cannot wait comes in', () => {
	fc.assert(
		fc.property(fc.integer({min: 1, max: 15_000}), fc.double({min: 0, max: 5000, noNaN: true}), (bytes, urgentMs) => {
			const frames = paced(bytes, 12, {maxFps: 10, bytesPerSecond: 30_000});
			const last = frames.findLastIndex(({atMs}) => atMs <= urgentMs);
			expect(mostInASecond([...frames.slice(0, last + 1), {atMs: urgentMs, bytes}])).toBeLessThanOrEqual(30_000);
		}),
	);
});

test('frames that cannot wait do, once they were many', () => {
	const pace = createPace({maxFps: 2, bytesPerSecond: 30_000});
	for (const atMs of [0, 30, 60]) {
		expect(pace.roomMs(10_000)).toBeLessThanOrEqual(atMs);
		pace.painted(10_000, atMs);
	}
	expect(pace.roomMs(10_000)).toBe(1000);
});

test('a key is answered at once after a frame of any size, and such answers cost no more than a tenth of the line', () => {
	for (const bytes of [20_000, 58_000, 1_000_000]) {
		const pace = createPace({maxFps: 2, bytesPerSecond: 30_000});
		pace.painted(bytes, 0);
		expect(pace.roomMs(1500)).toBeLessThanOrEqual(0);
		pace.painted(1500, 10);
		expect(pace.roomMs(1500)).toBeLessThanOrEqual(0);
		pace.painted(1500, 20);
		expect(pace.roomMs(1500)).toBe(bytes > 25_500 ? 1000 : Number.NEGATIVE_INFINITY);
	}
});

test('what changed nothing takes no room, but its turn', () => {
	const pace = createPace({maxFps: 10, bytesPerSecond: 1000});
	pace.begun(50);
	pace.ended(51);
	expect([pace.dueMs(), pace.roomMs(1000)]).toEqual([150, Number.NEGATIVE_INFINITY]);
});

test.each([
	{tookMs: 4, apartMs: 100, rule: 'quick frames come as often as frames may'},
	{tookMs: 8, apartMs: 200, rule: 'making them takes a twenty-fifth of the time'},
	{tookMs: 90, apartMs: 500, rule: 'however slow, they come'},
])('frames that take $tookMs ms: $rule', ({tookMs, apartMs}) => {
	const pace = createPace({maxFps: 10, bytesPerSecond: 1000});
	pace.begun(50);
	pace.ended(50 + tookMs);
	expect(pace.dueMs()).toBe(50 + apartMs);
});
