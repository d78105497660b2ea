import path from 'node:path';
import {z} from 'zod';
import {type ModelConfig, parseConfig} from './checkpoint/config.ts';
import {checkInside, readJson} from './checkpoint/json-file.ts';
import type {Blueprint, Family} from './families/family.ts';
import {familyOf} from './families/family-of.ts';
import {imageFacts} from './images/open-image-tokenizer.ts';

/** Description of a model: geometry, settings, tokens of its sequences. The program and its engine both ask for it. */
export type ModelDescription = Blueprint & {
	readonly folder: string;
	readonly family: Family;
	readonly config: ModelConfig;
};

/**
Description of a checkpoint from the files in its folder: config.json, and where its family has to, the headers of the image tokenizer. No weight is
read and no graph opened. @throws UserError (exit 65 or 66)
*/
export async function describeModel(folder: string): Promise<ModelDescription> {
	const file = path.join(folder, 'config.json');
	const config = parseConfig(await readJson(file), file);
	const imageFolder = path.join(folder, 'vqvae');
	const family = await familyOf(config, () => imageTokenizerName(imageFolder));
	const images = async () => {
		await checkInside(folder, path.join(imageFolder, 'config.json'));
		return imageFacts(imageFolder);
	};
	return {folder, family, config, ...(await family.describe({config, images}))};
}

const imageConfigSchema = z.looseObject({_class_name: z.string().default('')});

async function imageTokenizerName(imageFolder: string): Promise<string> {
	try {
		return imageConfigSchema.parse(await readJson(path.join(imageFolder, 'config.json')))._class_name;
	} catch {
		return ''; // Opening it will say what is wrong with it.
	}
}
