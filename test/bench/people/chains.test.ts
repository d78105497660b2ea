import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {type Chain, checkChain} from '../../../bench/people/chains.ts';

const chains: readonly Chain[] = JSON.parse(readFileSync(new URL('../../../bench/people/chains.json', import.meta.url), 'utf8'));

test('every chain of edits has five, and each can be done to the picture before it', () => {
	expect(chains.length).toBeGreaterThanOrEqual(40);
	for (const chain of chains) {
		expect([chain.writer, chain.steps.length]).toEqual([chain.writer, 5]);
		expect(() => checkChain(chain)).not.toThrow();
	}
});

test('an operation that no picture can be changed by is refused', () => {
	const scene = 'meadow, day, clear; small red cat left';
	const steps = [{say: 'put the dog on the left', ops: ['move dog left']}];
	expect(() => checkChain({writer: 'x', scene, steps})).toThrow('`put the dog on the left` (move dog left) cannot be done');
	expect(() => checkChain({writer: 'x', scene, steps: [{say: 'x', ops: ['fly cat']}]})).toThrow(RangeError);
});
