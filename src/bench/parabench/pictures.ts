import {type Pixels, readRgb} from '../../picture/codec.ts';
import {type Artwork, composeScene} from '../../world/art/draw.ts';
import type {EvalItem} from './item.ts';

/** The picture that an edit starts from: drawn for items of the storybook world, else read. @throws UserError for one that cannot be read */
export async function inputOf({task, image, truth}: EvalItem, artwork: Artwork): Promise<Pixels | undefined> {
	if (task === 'gen') return undefined;
	if (truth?.source) return composeScene(artwork, truth.source);
	return image === undefined ? undefined : readRgb(image);
}
