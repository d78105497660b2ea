import sharp from 'sharp';
import {describe, expect, test} from 'vitest';
import {bestCrop, cropSizes, cropSteps, cropToFit, type Size} from '../../../src/model/families/a/crop.ts';
import {familyM} from '../../../src/model/families/m/family.ts';
import {paintPreview, tokensByMask, tokensByRatio} from '../../../src/model/images/inpainting.ts';
import type {Pixels} from '../../../src/model/images/resize.ts';
import layouts from '../../golden/layouts.json' with {type: 'json'};
import {golden, goldenJson} from '../recipe.ts';

async function read(family: 'a' | 'm', name: string): Promise<Pixels> {
	const {data, info} = await sharp(golden(family, 'vqvae', 'golden', name))
		.removeAlpha()
		.raw()
		.toBuffer({resolveWithObject: true});
	return {width: info.width, height: info.height, rgb: Uint8Array.from(data)};
}

const size = ([width = 0, height = 0]: readonly number[]): Size => [width, height];

describe('family A', () => {
	test.each(layouts.generate_crop_size_list)('sizes of $num_patches squares are those of the released code', row => {
		expect(cropSizes(row.num_patches, row.patch, row.max_ratio)).toEqual(row.list);
	});

	test.each(layouts.var_center_crop_512)('a picture of $in_size is brought to its crop in the same steps', ({in_size, chosen, ops}) => {
		const crop = bestCrop(size(in_size), cropSizes(256));
		expect(crop).toEqual(chosen);
		const steps = cropSteps(size(in_size), crop).map(step =>
			step.type === 'crop' ? ['crop', step.box] : ['resize', step.size, step.filter],
		);
		expect(steps).toEqual(ops);
	});

	type Crop = {readonly in_png: string; readonly out_png: string; readonly crop_size_list: readonly Size[]};
	type Paint = {readonly image: string; readonly mode: 'inpainting'; readonly mask_h_ratio: number; readonly mask_w_ratio: number};
	type Painted = Paint & {readonly tokens: readonly number[]; readonly vis_png: string};

	test('crops are the same bytes', async () => {
		const {crop} = await goldenJson<{crop: readonly Crop[]}>('a', 'vqvae', 'golden', 'golden.json');
		for (const {in_png, out_png, crop_size_list} of crop) {
			expect(cropToFit(await read('a', in_png), crop_size_list)).toEqual(await read('a', out_png));
		}
	});

	test('a painted part covers the same tokens, and is shown grey', async () => {
		const {paint} = await goldenJson<{paint: readonly Painted[]}>('a', 'vqvae', 'golden', 'golden.json');
		for (const {image, mode, mask_h_ratio: heightRatio, mask_w_ratio: widthRatio, tokens, vis_png} of paint) {
			const picture = await read('a', `${image}.png`);
			const isPainted = tokensByRatio(picture, 16, {mode, heightRatio, widthRatio});
			expect(isPainted).toEqual(tokens.filter(token => token !== 126_084).map(token => token === 126_336));
			expect(paintPreview(picture, {mode, heightRatio, widthRatio})).toEqual(await read('a', vis_png));
		}
	});
});

test('family M squashes a picture into the same bytes', async () => {
	expect(familyM.prepare?.(await read('m', 'squash_in.png'), {width: 64, height: 64})).toEqual(await read('m', 'squash_resized.png'));
});

test('a mask picture marks the tokens that are white by more than half', () => {
	const rgb = new Uint8Array(4 * 2 * 3);
	for (const x of [1, 2, 3]) rgb.fill(255, x * 3, x * 3 + 3);
	rgb.fill(128, (4 + 3) * 3, (4 + 3) * 3 + 3);
	expect(tokensByMask({width: 4, height: 2, rgb}, 2)).toEqual([false, true]);
});
