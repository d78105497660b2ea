import fc from 'fast-check';
import {expect, test} from 'vitest';
import {rasterizeSvg} from '../../src/picture/codec.ts';
import {lettering, widthOf} from '../../src/picture/lettering.ts';

const style = {size: 20, colour: '#ffffff'};
const asSvg = (elements: string) =>
	`<svg xmlns="http://www.w3.org/2000/svg" width="400" height="40" viewBox="0 0 400 40">${lettering(elements, 4, 28, style)}</svg>`;

/** Pixels that something is drawn on. */
async function inkOf(text: string): Promise<number> {
	const {rgba} = await rasterizeSvg(asSvg(text), 400, 40);
	return rgba.filter((value, index) => index % 4 === 3 && value > 127).length;
}

test('every letter of ASCII and the accents of Latin scripts need no font', async () => {
	const ascii = Array.from({length: 94}, (_, index) => String.fromCharCode(33 + index));
	for (const letter of [...ascii, ...'ÀÉÎÕÜÅÇČĄŐøßæłí…·×→“’–—']) {
		expect(lettering(letter, 0, 0, style), letter).not.toContain('<text');
		expect(await inkOf(letter), letter).toBeGreaterThan(0);
	}
});

test('other scripts are left to the fonts of the machine, a place for each character', () => {
	expect(lettering('猫 Ж', 0, 0, style).match(/<text /g)).toHaveLength(2);
	expect(widthOf('猫', 20)).toBe(20);
	expect(widthOf('Ж', 20)).toBe(12);
});

test('a line is as wide as its letters, and twice the size is twice as wide', () => {
	expect(widthOf('aa', 20)).toBeCloseTo(2 * widthOf('a', 20), 9);
	expect(widthOf('a cat', 40)).toBeCloseTo(2 * widthOf('a cat', 20), 9);
	expect(widthOf('é', 20)).toBe(widthOf('e', 20));
	expect(widthOf('e\u0301', 20)).toBe(widthOf('e', 20));
});

test('no text gets out of its place in the SVG', async () => {
	const nasty = fc.string({
		unit: fc.oneof(
			fc.constantFrom('<', '>', '&', '"', "'", ']]>', '<script>', '&#0;', '\u0000', '\u001B', '\u202E', '\uD800', '猫', 'é'),
			fc.string(),
		),
	});
	await fc.assert(
		fc.asyncProperty(nasty, async text => {
			const svg = lettering(text, 0, 0, style);
			expect(svg.replace(/<\/?(?:g|path|text)(?: [a-z-]+="[^"<>&]*")*\/?>/g, '')).not.toMatch(/[<>]|&(?!#\d+;)/);
			await rasterizeSvg(asSvg(text), 400, 40);
		}),
		{numRuns: 300},
	);
});
