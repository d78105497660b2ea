import sharp from 'sharp';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {CodeId} from '../../src/decoder/ids.ts';
import {openMagvit} from '../../src/model/magvit.ts';
import {toPlanes} from '../../src/model/pixels.ts';
import {golden, goldenJson, readTensors, type Tensors, temporaryFolder, writeGolden} from './recipe.ts';

const place = {device: 'cpu', threads: 2} as const;
const folder = ['m', 'vqvae'] as const;
type Facts = {
	readonly encode: readonly {readonly name: string; readonly codes: readonly number[]}[];
	readonly decode: readonly {readonly name: string; readonly h: number; readonly w: number; readonly codes: readonly number[]}[];
};

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
let tensors: Tensors;
let facts: Facts;
beforeAll(async () => {
	temporary = await temporaryFolder();
	await writeGolden(temporary.folder, ...folder);
	tensors = await readTensors(golden(...folder, 'golden', 'golden.safetensors'));
	facts = await goldenJson<Facts>(...folder, 'golden', 'golden.json');
});
afterAll(() => temporary[Symbol.asyncDispose]());

const planesOf = async (name: string) => {
	if (name === 'squash') return {data: tensors.floats('squash.pixels'), width: 64, height: 64};
	const {data, info} = await sharp(golden(...folder, 'golden', `${name}.png`))
		.removeAlpha()
		.raw()
		.toBuffer({resolveWithObject: true});
	return toPlanes(data, info.width, info.height);
};

test('pictures of any size become the codes and latents of the published code', async () => {
	await using images = await openMagvit(temporary.folder, place);
	expect(images.patch).toBe(16);
	for (const {name, codes} of facts.encode) {
		const planes = await planesOf(name);
		expect(await images.encode(planes)).toEqual(codes);
		expect(largestError(await images.latent(planes), tensors.floats(`${name}.z`))).toBeLessThan(1e-4);
	}
});

test('codes become the pixels of the published code', async () => {
	await using images = await openMagvit(temporary.folder, place);
	for (const {name, h, w, codes} of facts.decode) {
		const {data, width, height} = await images.decode(codes as readonly CodeId[], h, w);
		expect([width, height]).toEqual([16 * w, 16 * h]);
		expect(largestError(data, tensors.floats(`${name}.pixels_raw`))).toBeLessThan(1e-5);
	}
});

function largestError(given: Float32Array, expected: Float32Array): number {
	expect(given.length).toBe(expected.length);
	return expected.reduce((largest, value, index) => Math.max(largest, Math.abs(given[index]! - value)), 0);
}
