import sharp from 'sharp';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {CodeId} from '../../../src/decoder/ids.ts';
import type {ImageTokenizer} from '../../../src/model/images/image-tokenizer.ts';
import {openImageTokenizer} from '../../../src/model/images/open-image-tokenizer.ts';
import {toPlanes} from '../../../src/model/images/planes.ts';
import {golden, goldenJson, readTensors, type Tensors, temporaryFolder, writeGolden} from '../recipe.ts';

type Facts = {
	readonly encode: readonly {readonly name: string; readonly codes: readonly number[]}[];
	readonly decode: readonly {readonly name: string; readonly h: number; readonly w: number; readonly codes: readonly CodeId[]}[];
};

/** Deep chains of norms amplify rounding: the golden README allows 1e-3 on A's latents, where float64 differs by 1e-4. */
describe.each([
	{family: 'm', layout: 'MAGVIT-v2', black: -1, latents: 'z', latentTolerance: 1e-4, pixelTolerance: 1e-5, isFrugal: false},
	{family: 'm', layout: 'MAGVIT-v2', black: -1, latents: 'z', latentTolerance: 1e-4, pixelTolerance: 1e-5, isFrugal: true},
	{family: 'a', layout: 'aMUSEd', black: 0, latents: 'latents', latentTolerance: 1e-3, pixelTolerance: 1e-5, isFrugal: false},
	{family: 'a', layout: 'aMUSEd', black: 0, latents: 'latents', latentTolerance: 1e-3, pixelTolerance: 1e-5, isFrugal: true},
] as const)(
	'$layout, with as little memory as it can: $isFrugal',
	({family, black, latents, latentTolerance, pixelTolerance, isFrugal}) => {
		let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
		let images: ImageTokenizer;
		let tensors: Tensors;
		let facts: Facts;
		beforeAll(async () => {
			temporary = await temporaryFolder();
			await writeGolden(temporary.folder, family, 'vqvae');
			images = await openImageTokenizer(temporary.folder, {device: 'cpu', threads: 2}, () => isFrugal);
			tensors = await readTensors(golden(family, 'vqvae', 'golden', 'golden.safetensors'));
			facts = await goldenJson<Facts>(family, 'vqvae', 'golden', 'golden.json');
		});
		afterAll(async () => {
			await images[Symbol.asyncDispose]();
			await temporary[Symbol.asyncDispose]();
		});

		/** What the encoder reads: recorded for one picture, made from the PNG for the others. */
		const planesOf = async (name: string) => {
			if (tensors.has(`${name}.pixels`)) return {data: tensors.floats(`${name}.pixels`), width: 64, height: 64};
			const {data, info} = await sharp(golden(family, 'vqvae', 'golden', `${name}.png`))
				.removeAlpha()
				.raw()
				.toBuffer({resolveWithObject: true});
			return toPlanes(data, info.width, info.height, black);
		};

		test('pictures of any size become the codes and latents of the published code', async () => {
			expect(images).toMatchObject({patch: 16, codebookSize: 8192, black});
			for (const {name, codes} of facts.encode) {
				const planes = await planesOf(name);
				expect(await images.encode(planes)).toEqual(codes);
				expect(largestError(await images.latent(planes), tensors.floats(`${name}.${latents}`))).toBeLessThan(latentTolerance);
			}
		});

		test('codes become the pixels of the published code', async () => {
			for (const {name, h, w, codes} of facts.decode) {
				const {data, width, height} = await images.decode(codes, h, w);
				expect([width, height]).toEqual([16 * w, 16 * h]);
				expect(largestError(data, tensors.floats(`${name}.pixels_raw`))).toBeLessThan(pixelTolerance);
			}
		});

		test('codes that do not fill the grid, or are none, are refused', async () => {
			await expect(images.decode([1 as CodeId], 1, 2)).rejects.toThrow('1 codes for a grid of 1 x 2.');
			await expect(images.decode([8192 as CodeId], 1, 1)).rejects.toThrow('8192 is none of 8192 image codes.');
		});
	},
);

function largestError(given: Float32Array, expected: Float32Array): number {
	expect(given.length).toBe(expected.length);
	return expected.reduce((largest, value, index) => Math.max(largest, Math.abs(given[index]! - value)), 0);
}
