import {describeModel} from '../model/describe.ts';
import type {Pixels} from '../picture/codec.ts';
import {fitTo, type Placement, place} from '../picture/fit.ts';
import type {Fit} from '../picture/fits.ts';
import type {PixelSize} from '../pixels.ts';
import type {FoundModel} from '../store/find-model.ts';

/**
Place of a picture in the one that a model takes, and how pictures of its size are brought there: the way that its family was trained on,
by the released code's own arithmetic where there is some.
@param fit - by default as the model was trained
*/
export async function placeFor(
	model: FoundModel,
	original: PixelSize,
	fit?: Fit,
): Promise<{readonly placement: Placement; readonly prepare: (image: Pixels) => Promise<Pixels>}> {
	const {family, inputSize} = await describeModel(model.folder);
	const {trainedFit, prepare} = family;
	const placement = place(original, inputSize(original), fit ?? trainedFit);
	const isAsTrained = placement.fit === trainedFit;
	return {
		placement,
		prepare: async image => (isAsTrained && prepare ? prepare(image, placement.target) : fitTo(image, placement)),
	};
}
