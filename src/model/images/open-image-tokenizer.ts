import path from 'node:path';
import {z} from 'zod';
import type {Place} from '../../runtime/session.ts';
import {damaged, readJson} from '../checkpoint/json-file.ts';
import {openWeights, type Weights} from '../checkpoint/weights.ts';
import {openAmused} from './amused.ts';
import type {ImageFacts, ImageTokenizer} from './image-tokenizer.ts';
import {openMagvit} from './magvit.ts';
import {isFrugal} from './open-half.ts';

/** Keys of both families: MAGVIT-v2 in ours, `VQModel` in those of diffusers. */
const configSchema = z.looseObject({
	norm_groups: z.int().min(1).max(4096).default(32),
	norm_num_groups: z.int().min(1).max(4096).default(32),
	norm_eps: z.number().positive().default(1e-6),
	stem_patch: z.int().min(1).max(64).default(1),
});

/**
Open the image tokenizer in `folder`, of either family; each half opens with its first use.
@param isFrugalWith - Whether it takes as little memory as it can, by its weights
@throws UserError (exit 65 or 66)
*/
export async function openImageTokenizer(
	folder: string,
	place: Place,
	isFrugalWith: (weights: Weights, place: Place) => boolean = isFrugal,
): Promise<ImageTokenizer> {
	const file = path.join(folder, 'config.json');
	const parsed = configSchema.safeParse(await readJson(file));
	if (!parsed.success) throw damaged(file, 'is not the config of an image tokenizer', parsed.error);
	const {norm_groups, norm_num_groups, norm_eps, stem_patch} = parsed.data;
	const weights = await openWeights(folder);
	const shared = {epsilon: norm_eps, isFrugal: isFrugalWith(weights, place)};
	const images = weights.has('quantize.embedding.weight')
		? openAmused(weights, {...shared, groups: norm_num_groups}, place)
		: openMagvit(weights, {...shared, groups: norm_groups, stemPatch: stem_patch}, place);
	weights.checkSurplus();
	return images;
}

/** Description of the image tokenizer in `folder`, from its files; no weight is read. @throws UserError (exit 65 or 66) */
export async function imageFacts(folder: string): Promise<ImageFacts> {
	await using images = await openImageTokenizer(folder, {device: 'cpu', threads: 1});
	return {patch: images.patch, codebookSize: images.codebookSize};
}
