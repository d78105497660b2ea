import {expect, test} from 'vitest';
import type {Pixels} from '../../../src/picture/codec.ts';
import {pale, withGuesses} from '../../../src/ui/screen/guesses.ts';

const picture = {width: 4, height: 2, rgb: Uint8Array.from({length: 24}, (_, at) => [250, 10, 90][at % 3]!)};
const guessed = pale(picture);
const [vivid, faint] = [picture, guessed].map(({rgb}) => rgb.slice(0, 3).join());

/** Each pixel by its colour. */
const tilesOf = ({rgb}: Pixels) =>
	Array.from({length: 8}, (_, pixel) => (rgb.slice(3 * pixel, 3 * pixel + 3).join() === vivid ? '#' : '.')).join('');

test('a guess is nearly grey, neither dark nor bright', () => {
	expect(faint).not.toBe(vivid);
	expect(Math.max(...guessed.rgb) - Math.min(...guessed.rgb)).toBeLessThan(20);
	for (const value of [0, 255]) {
		const [grey = 0] = pale({width: 1, height: 1, rgb: new Uint8Array(3).fill(value)}).rgb;
		expect(grey).toBeGreaterThanOrEqual(52);
		expect(grey).toBeLessThanOrEqual(138);
	}
});

test.each([
	[{codes: [1, null, null, 4], rows: 2, columns: 2}, '##....##'],
	[{codes: [null, 2, null], rows: 1, columns: 3}, '..#...#.'],
	[{codes: [1, 2, 3, 4], rows: 2, columns: 2}, '########'],
	// Before the first image step nothing is known of the codes.
	[{codes: [], rows: 2, columns: 2}, '########'],
])('of %j what is decided keeps its colours', (codes, tiles) => {
	expect(tilesOf(withGuesses(picture, guessed, codes))).toBe(tiles);
});
