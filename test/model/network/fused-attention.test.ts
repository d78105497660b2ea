import {expect, test} from 'vitest';
import {isFusedAttentionRight} from '../../../src/model/network/fused-attention.ts';

test('fused attention is right where it is compared with itself', async () => {
	expect(await isFusedAttentionRight({device: 'cpu', threads: 1})).toBe(true);
});

test('a device that cannot run it has it not right, and nothing is thrown', async () => {
	expect(await isFusedAttentionRight({device: 'coreml', threads: 1})).toBe(process.platform === 'darwin');
});
