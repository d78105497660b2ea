import {expect, test} from 'vitest';
import {createGate} from '../../src/run/gate.ts';

/** How many of the passes asked for came through. */
async function passed(gate: ReturnType<typeof createGate>, act: () => void): Promise<number> {
	let count = 0;
	const walk = async () => {
		for (;;) {
			await gate.pass();
			if (++count === 10) return;
		}
	};
	walk();
	act();
	await new Promise(resolve => setTimeout(resolve, 5));
	return count;
}

test.each([
	{rule: 'an open gate lets everything through', isPaused: false, count: 10},
	{rule: 'a paused one nothing', isPaused: true, count: 0},
])('$rule', async ({isPaused, count}) => {
	const gate = createGate();
	if (isPaused) gate.pause();
	expect(await passed(gate, () => {})).toBe(count);
});

test('one step each time, and all once it goes on', async () => {
	const gate = createGate();
	gate.pause();
	expect(
		await passed(gate, () => {
			gate.step();
			gate.step();
		}),
	).toBe(2);
	expect(gate.isClosed()).toBe(true);
	expect(await passed(gate, gate.resume)).toBe(10);
});

test('a step asked for while it runs is the last before it holds', async () => {
	const gate = createGate();
	gate.step();
	expect(gate.isPaused()).toBe(true);
	expect(await passed(gate, () => {})).toBe(1);
});

test('pausing takes back the steps that were not taken', async () => {
	const gate = createGate();
	gate.step();
	gate.step();
	gate.pause();
	expect(await passed(gate, () => {})).toBe(0);
});
