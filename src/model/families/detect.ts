import path from 'node:path';
import {z} from 'zod';
import type {ModelConfig} from '../checkpoint/config.ts';
import {damaged, readJson} from '../checkpoint/json-file.ts';
import type {Family} from './layout.ts';

const imageConfigSchema = z.looseObject({_class_name: z.string().default('')});

/** Marks of the released families in the names that a config.json carries. */
const architectures: readonly (readonly [mark: RegExp, family: Family])[] = [
	[/mmada/i, 'm'],
	[/multimodalgeneration|dimoo|xllmx/i, 'a'],
];
/** Marks in the config.json of the image tokenizer, for a body that is plain LLaDA by its name. */
const imageTokenizers: readonly (readonly [mark: RegExp, family: Family])[] = [
	[/magvit/i, 'm'],
	[/vqmodel/i, 'a'],
];

/** Which layout the model in `folder` was trained with. @throws UserError (exit 65) when nothing tells. */
export async function familyOf(folder: string, {network, storybook}: ModelConfig): Promise<Family> {
	if (storybook) return 'storybook';
	// Only the bundled model's kind has them, and its sequences cannot be guessed.
	if (network.hasLearnedPositions)
		throw damaged(path.join(folder, 'config.json'), 'has no "mmada" part, which says how sequences are laid out');
	const known = find(architectures, network.architecture) ?? find(imageTokenizers, await imageTokenizerName(folder));
	if (known) return known;
	throw damaged(path.join(folder, 'config.json'), `is of the architecture "${network.architecture}", which is neither family A nor M`);
}

const find = (marks: readonly (readonly [RegExp, Family])[], name: string) => marks.find(([mark]) => mark.test(name))?.[1];

async function imageTokenizerName(folder: string): Promise<string> {
	try {
		return imageConfigSchema.parse(await readJson(path.join(folder, 'vqvae', 'config.json')))._class_name;
	} catch {
		return ''; // Whoever opens it will say what is wrong with it.
	}
}
