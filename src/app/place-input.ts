import {familyOf} from '../model/families/detect.ts';
import type {Family} from '../model/families/layout.ts';
import {imagePatch} from '../model/images/open-image-tokenizer.ts';
import {bestCrop, cropSizes, prepareForFamily, squareSide} from '../model/images/prepare-image.ts';
import type {Pixels} from '../picture/codec.ts';
import {fitTo, type Placement, place, type Size} from '../picture/fit.ts';
import type {Fit} from '../picture/fits.ts';
import type {FoundModel} from '../store/find-model.ts';

/**
Where a picture lies in the one that a model takes, and how pictures of its size are brought there.
@param fit - as the model was trained unless said
*/
export async function placeFor(
	model: FoundModel,
	original: Size,
	fit?: Fit,
): Promise<{readonly placement: Placement; readonly prepare: (image: Pixels) => Promise<Pixels>}> {
	const family = await familyOf(model.folder, model.config);
	const placement = place(original, await modelSize(original, family, model), fit ?? trainedFit[family]);
	return {placement, prepare: async image => prepare(image, family, placement)};
}

/** How the pictures were brought to size that each family was trained on. */
const trainedFit: Readonly<Record<Family, Fit>> = {storybook: 'crop', a: 'crop', m: 'stretch'};

/** The size that a model takes this picture at. */
async function modelSize({width, height}: Size, family: Family, {config, folder}: FoundModel): Promise<Size> {
	const {storybook, released} = config;
	if (storybook) return {width: storybook.columns * storybook.patch, height: storybook.rows * storybook.patch};
	if (family === 'm') {
		const {imageTokens} = released;
		const side = imageTokens === undefined ? squareSide : Math.floor(Math.sqrt(imageTokens)) * (await imagePatch(folder));
		return {width: side, height: side};
	}
	const [wide, high] = bestCrop([width, height], cropSizes(256));
	return {width: wide, height: high};
}

/** A picture brought to the model's size; the way that its family was trained on, by the released code's own arithmetic. */
async function prepare(image: Pixels, family: Family, placement: Placement): Promise<Pixels> {
	const isAsReleased = family !== 'storybook' && placement.fit === trainedFit[family];
	return isAsReleased ? prepareForFamily(image, family, placement.target.width) : fitTo(image, placement);
}
