import {expect, test} from 'vitest';
import {inpaintedCodes, inpaintingNotices} from '../../src/run/inpainting.ts';
import type {Job, Repaint} from '../../src/run/job.ts';

const facts = {grid: {rows: 2, columns: 2}, patch: 4};
const picture = (values: readonly number[]) => ({
	width: 8,
	height: 8,
	rgb: Uint8Array.from({length: 192}, (_, index) => {
		const pixel = Math.floor(index / 3);
		return values[Math.floor(pixel / 32) * 2 + (pixel % 8 < 4 ? 0 : 1)]!;
	}),
});
const job = (repaint: Repaint): Job => ({task: 'edit', instruction: 'x', seed: 0, previews: false, input: picture([9, 9, 9, 9]), repaint});
const told = (repaint: Repaint) => inpaintingNotices(job(repaint), inpaintedCodes(job(repaint), facts), facts);

const whole = 'The whole picture is marked: all of it is changed, and nothing is kept.';

test('a mask that marks everything is told, as is how it was read; one that marks nothing is refused', () => {
	expect(told({mask: picture([255, 0, 0, 255])})).toEqual([]);
	expect(told({mask: picture([255, 255, 255, 255])})).toEqual([whole]);
	expect(told({mask: picture([255, 255, 255, 255]), notice: 'Read as strokes.'})).toEqual(['Read as strokes.', whole]);
	expect(told({mode: 'inpainting', heightRatio: 1, widthRatio: 1})).toEqual([whole]);
	expect(told({codes: [3, 2, 1, 0]})).toEqual([whole]);
	expect(told({codes: [3]})).toEqual([]);
	expect(() => told({mask: picture([0, 0, 0, 0])})).toThrow('The mask leaves nothing to change.');
});
