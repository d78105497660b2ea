import {z} from 'zod';
import {damaged} from '../checkpoint/json-file.ts';

/** Entries of a vocabulary, four times those of the largest known ones; the ids are below it as well. */
const mostTokens = 1 << 20;
/** Tokens that stand beside it: each is searched for in every text. */
const mostAdded = 1 << 14;

const schema = z.looseObject({
	added_tokens: z.array(z.looseObject({id: z.unknown()})).optional(),
	model: z.looseObject({
		vocab: z.unknown(),
		merges: z.unknown().optional(),
	}),
});

/**
Refuse a tokenizer.json whose tokens nothing can be made of, before the library makes tables as long as its largest id.
@param definition - What the file holds
@throws UserError (exit 65)
*/
export function checkTokens(definition: unknown, file: string): void {
	const parsed = schema.safeParse(definition);
	if (!parsed.success) throw damaged(file, 'is not a tokenizer that can be run', parsed.error);
	const {added_tokens: added = [], model} = parsed.data;
	if (added.length > mostAdded) throw damaged(file, `adds ${added.length} tokens, more than any model has`);
	const {vocab} = model;
	// Unigram models count their tokens in order.
	const ids = Array.isArray(vocab) ? [] : typeof vocab === 'object' && vocab !== null ? Object.values(vocab) : [];
	const count = Array.isArray(vocab) ? vocab.length : ids.length;
	if (count > mostTokens) throw damaged(file, `has ${count} tokens, more than any model`);
	for (const id of [...ids, ...added.map(token => token.id)]) {
		if (typeof id === 'number' && Number.isInteger(id) && id >= 0 && id < mostTokens) continue;
		throw damaged(file, `has a token whose id is ${String(JSON.stringify(id)).slice(0, 40)}, which is no place in a vocabulary`);
	}
}
