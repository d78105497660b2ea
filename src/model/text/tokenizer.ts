import path from 'node:path';
import {Tokenizer as Engine} from '@huggingface/tokenizers';
import {z} from 'zod';
import type {TokenId} from '../../decoder/ids.ts';
import {maskGlyph} from '../../printable.ts';
import {withinTime} from '../../runtime/bounded-work.ts';
import {damaged, maxBytes, readJson} from '../checkpoint/json-file.ts';
import {checkTokens} from './check-tokens.ts';

/** Text to tokens and back, as the checkpoint's tokenizer.json says. */
export type Tokenizer = {
	/** Tokens, those added to the vocabulary included: the ids are below it. */
	readonly length: number;
	/** Every entry of the vocabulary and its id. */
	readonly vocabulary: ReadonlyMap<string, TokenId>;
	/** The id of a token given as it stands in the vocabulary. @throws UserError (exit 65) when there is none. */
	idOf(token: string): TokenId;
	/** Tokens of a text; nothing is put before or after. */
	encode(text: string): TokenId[];
	/** Text of tokens; special tokens are left out unless asked for. */
	decode(ids: readonly TokenId[], options?: {readonly withSpecial?: boolean}): string;
	/** Text up to the first end token, each token still masked (null) as one `░`. */
	decodeWithMasks(ids: readonly (TokenId | null)[]): string;
};

const objectSchema = z.looseObject({});

/** Time that each use of a tokenizer may take, in milliseconds: a tokenizer.json can describe work that never ends. The largest take a second. */
const patienceMs = 60_000;

/**
Open the tokenizer of a checkpoint folder. @throws UserError (exit 65 or 66)
@param withinMs - A process with `endWithParent` ends when opening or using it takes longer
*/
export async function openTokenizer(folder: string, withinMs: number = patienceMs): Promise<Tokenizer> {
	const file = path.join(folder, 'tokenizer.json');
	const definition = await readJson(file, {maxBytes: maxBytes.tokenizer});
	const config = await readJson(path.join(folder, 'tokenizer_config.json'), {maxBytes: maxBytes.tokenizer});
	checkTokens(definition, file);
	try {
		const [parts, settings] = [objectSchema.parse(definition), objectSchema.parse(config)];
		const tokenizer = bounded(
			withinTime(withinMs, () => createTokenizer(parts, settings, folder)),
			withinMs,
		);
		// The library finds some faults only when it runs.
		tokenizer.decode(tokenizer.encode("A red balloon, at 7 o'clock."));
		return tokenizer;
	} catch (cause) {
		throw damaged(file, 'is not a tokenizer that can be run', cause);
	}
}

const bounded = (tokenizer: Tokenizer, withinMs: number): Tokenizer => ({
	...tokenizer,
	encode: text => withinTime(withinMs, () => tokenizer.encode(text)),
	decode: (ids, options) => withinTime(withinMs, () => tokenizer.decode(ids, options)),
	decodeWithMasks: ids => withinTime(withinMs, () => tokenizer.decodeWithMasks(ids)),
});

/** Texts that are remembered, and letters of the longest: a look at an instruction reads its words many times, at a millisecond each. */
const mostRemembered = 1024;
const longestRemembered = 400;

/** The same, without reading a short text of late again. */
function remembering(encode: (text: string) => TokenId[]): (text: string) => TokenId[] {
	const known = new Map<string, readonly TokenId[]>();
	return text => {
		const before = known.get(text);
		if (before) return [...before];
		const ids = encode(text);
		if (text.length <= longestRemembered) {
			if (known.size >= mostRemembered) known.clear();
			known.set(text, [...ids]);
		}
		return ids;
	};
}

function createTokenizer(definition: object, config: object, folder: string): Tokenizer {
	const engine = new Engine(definition, config);
	// For ids that are left out the library lists a token without a name.
	const vocabulary = new Map(
		[...engine.get_vocab()].filter(([token]) => typeof token === 'string').map(([token, id]) => [token, id as TokenId]),
	);
	const special: ReadonlySet<number> = new Set([...engine.get_added_tokens_decoder()].filter(([, {special}]) => special).map(([id]) => id));
	const decode = (ids: readonly number[], withSpecial: boolean) => {
		if (ids.length === 0) return ''; // The library refuses an empty list.
		return engine.decode([...ids], {skip_special_tokens: !withSpecial, clean_up_tokenization_spaces: false});
	};
	const idOf = (token: string) => {
		const id = vocabulary.get(token);
		if (id === undefined) throw damaged(path.join(folder, 'tokenizer.json'), `lacks the token ${token}`);
		return id;
	};
	return {
		length: [...vocabulary.values()].reduce((length, id) => Math.max(length, id + 1), 0),
		vocabulary,
		idOf,
		encode: remembering(text => engine.encode(text, {add_special_tokens: false}).ids as TokenId[]),
		decode: (ids, {withSpecial = false} = {}) => decode(ids, withSpecial),
		decodeWithMasks(ids) {
			const mask = idOf(maskToken);
			const end = ids.indexOf(idOf(endToken));
			const shown = ids.slice(0, end === -1 ? ids.length : end).map(id => id ?? mask);
			// A special token keeps the bytes left and right of it apart, so that half a character never takes a mask along.
			return decode(
				shown.filter(id => id === mask || !special.has(id)),
				true,
			).replaceAll(maskToken, maskGlyph);
		},
	};
}

/** Stands at every position not decided yet. */
export const maskToken = '<|mdm_mask|>';
/** Ends a text. */
export const endToken = '<|endoftext|>';
