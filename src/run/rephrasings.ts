import type {WordChange} from '../decoder/agreement.ts';
import type {TokenId} from '../decoder/ids.ts';
import type {DecodeState} from '../decoder/state.ts';
import type {EngineModel} from './engine-model.ts';

/** Another instruction. `isSaid`: the word that it changes is the very one that changes in the thought. */
type Rephrasing = {readonly instruction: string; readonly isSaid: boolean};

/** More are not tried: each takes a pass. */
const mostRephrasings = 24;

/**
The instruction with a word that is changed in the thought changed in it too: one for each place where it stands. Where it stands nowhere, the instruction
may say it in another way: one for each of its words with the new one in its place.
*/
export function rephrasings(
	{tokenizer}: EngineModel,
	{output: {text}, maskToken}: DecodeState,
	change: WordChange,
	instruction: string,
): readonly Rephrasing[] {
	if (change.type !== 'writeWords') return [];
	const written = change.words.filter(({row, id}) => text[row] !== id && text[row] !== undefined);
	const wordsOf = (ids: readonly TokenId[]) => tokenizer.decodeWithMasks(ids).trim();
	const pairs = stretches(written).map(words => ({
		from: words.some(({row}) => text[row] === maskToken) ? '' : wordsOf(words.map(({row}) => text[row]!)),
		// A word of the joint vocabulary, as the text's are: the brand is put back.
		to: wordsOf(words.map(({id}) => id as TokenId)),
	}));
	const [pair, ...others] = [...new Map(pairs.map(one => [`${one.from}\0${one.to}`, one])).values()];
	// Words of a text that is written again stand for no others.
	if (!pair || others.length > 0 || !/\p{L}/u.test(pair.from)) return [];
	const said = [...instruction.matchAll(new RegExp(`(?<!\\p{L})${escaped(pair.from)}(?!\\p{L})`, 'giu'))];
	const places = said.length > 0 ? said : [...instruction.matchAll(/\p{L}+(?:[-'’]\p{L}+)*/gu)];
	return places.slice(0, mostRephrasings).map(({index, 0: word}) => ({
		instruction: instruction.slice(0, index) + pair.to + instruction.slice(index + word.length),
		isSaid: said.length > 0,
	}));
}

type Words = readonly {readonly row: number; readonly id: number}[];

/** Words of rows that follow one another. */
function stretches(words: Words): Words[] {
	const all: {readonly row: number; readonly id: number}[][] = [];
	for (const word of [...words].sort((a, b) => a.row - b.row)) {
		const last = all.at(-1);
		if (last?.at(-1)?.row === word.row - 1) last.push(word);
		else all.push([word]);
	}
	return all;
}

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
