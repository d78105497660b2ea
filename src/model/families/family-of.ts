import type {ModelConfig} from '../checkpoint/config.ts';
import {damaged} from '../checkpoint/json-file.ts';
import type {Family} from './family.ts';
import {families} from './index.ts';

/**
The family that a checkpoint belongs to. @throws UserError (exit 65) when nothing tells
@param imageTokenizer - Gives the name of its image tokenizer's class, for a body that is plain LLaDA by its name.
*/
export async function familyOf(config: ModelConfig, imageTokenizer: () => Promise<string>): Promise<Family> {
	const named = families.find(family => family.isNamedIn(config));
	if (named) return named;
	// Only the bundled model's kind has them, and its sequences cannot be guessed.
	if (config.network.hasLearnedPositions) throw damaged(config.file, 'has no "mmada" part, which says how sequences are laid out');
	const name = await imageTokenizer();
	const likely = families.find(family => family.isLikelyWith?.(name));
	if (likely) return likely;
	const titles = families.map(({title}) => title).join(', ');
	throw damaged(config.file, `is of the architecture "${config.network.architecture}", which is none of these: ${titles}`);
}
