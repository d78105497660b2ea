import path from 'node:path';
import {expect, test} from 'vitest';
import type {CodeId} from '../../../src/decoder/ids.ts';
import {openImageTokenizer} from '../../../src/model/images/open-image-tokenizer.ts';
import {temporaryFolder} from '../recipe.ts';
import {writeTinyStorybook} from '../tiny-storybook.ts';

const codesOf = (rows: number, columns: number) => Array.from({length: rows * columns}, () => 7 as CodeId);

test('a decoder with a vector for every place draws that grid, and says which one it is asked for in vain', async () => {
	await using temporary = await temporaryFolder();
	await writeTinyStorybook(temporary.folder);
	await using images = await openImageTokenizer(path.join(temporary.folder, 'vqvae'), {device: 'cpu', threads: 1});
	const {data, width, height} = await images.decode(codesOf(6, 6), 6, 6);
	expect([width, height]).toEqual([144, 144]);
	// The same code in the middle of the picture, away from the padding: only the vectors of the places tell the tiles apart.
	const pixel = (x: number, y: number) => data[y * width + x]!;
	expect(Math.abs(pixel(60, 60) - pixel(84, 60))).toBeGreaterThan(1e-3);
	await expect(images.decode(codesOf(4, 8), 4, 8)).rejects.toThrow('draws grids of 6 x 6 codes, and the model makes 4 x 8');
});
