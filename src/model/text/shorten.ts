import type {TokenId} from '../../decoder/ids.ts';
import type {Tokenizer} from './tokenizer.ts';

/** A piece of a word that is not its first begins so. */
const inside = '##';
const unknownToken = '<unk>';

/**
The tokens of an instruction, in at most `longest` where that can be: words in pieces, those of most pieces first, become one `<unk>` each,
and neighbouring ones then one together, as the models are trained to read over. As they are where they fit, or where no shortening helps.
*/
export function shortenTo(longest: number, ids: readonly TokenId[], tokenizer: Tokenizer): readonly TokenId[] {
	if (ids.length <= longest || !tokenizer.vocabulary.has(unknownToken)) return ids;
	const unknown = tokenizer.idOf(unknownToken);
	const pieces = new Set([...tokenizer.vocabulary].flatMap(([token, id]) => (token.startsWith(inside) ? [id] : [])));
	const words: (readonly TokenId[])[] = [];
	for (const id of ids) {
		const last = words.at(-1);
		if (last && pieces.has(id)) words[words.length - 1] = [...last, id];
		else words.push([id]);
	}
	let length = ids.length;
	const byPieces = words.map((word, index) => ({index, count: word.length})).sort((a, b) => b.count - a.count);
	for (const {index, count} of byPieces) {
		if (length <= longest || count === 1) break;
		words[index] = [unknown];
		length -= count - 1;
	}
	const kept = words.flat();
	if (kept.length <= longest) return kept;
	const merged = kept.filter((id, index) => id !== unknown || kept[index - 1] !== unknown);
	return merged.length <= longest ? merged : ids;
}
