import {expect, test} from 'vitest';
import {toBytes, toPlanes} from '../../../src/model/images/planes.ts';

const everyByte = Uint8Array.from({length: 768}, (_, index) => index);

test.each([0, -1] as const)('bytes come back from planes with black at %i', black => {
	const planes = toPlanes(everyByte, 16, 16, black);
	expect(Math.min(...planes.data)).toBe(black);
	expect(Math.max(...planes.data)).toBe(1);
	expect(toBytes(planes, black)).toEqual(everyByte);
});

test('colours become planes: red, green, blue', () => {
	expect([...toPlanes(Float32Array.of(1, 2, 3, 4, 5, 6), 2, 1, -1).data]).toEqual([1, 4, 2, 5, 3, 6]);
});

test('values beyond black and white are clipped', () => {
	const planes = {data: Float32Array.of(-7, 0, 7), width: 1, height: 1};
	expect([...toBytes(planes, -1)]).toEqual([0, 128, 255]);
	expect([...toBytes(planes, 0)]).toEqual([0, 0, 255]);
});
