import {asks} from './asking.ts';
import {between, inQuotes, type LetterReader, letters, looks, surroundings} from './letters.ts';
import {isSmallTalk} from './small-talk.ts';

/** Wishes of an instruction for letters in a picture, each as it says it, and what is left of it without them. */
export type LetterWishes = {readonly wishes: readonly string[]; readonly rest: string};

/** A part of an instruction between two marks or joining words, and the place of its first character. */
type Part = {readonly text: string; readonly at: number};

/**
The wishes for letters, whole: "a house, and (write HELLO on it)", "a cat (with a sign that says hi) at night".
@param isEdit - where "the house" says where the letters go
*/
export function letterWishesIn(instruction: string, {namedIn}: LetterReader, isEdit: boolean): LetterWishes {
	const said = instruction.normalize('NFKC');
	const lower = said.toLowerCase();
	// A few letters are longer in lower case: places would shift.
	const source = lower.length === said.length ? said : lower;
	const text = lower.replaceAll(inQuotes, quote => `${quote[0]}${'…'.repeat(quote.length - 2)}${quote.at(-1)}`);
	if (!letters.test(text)) return {wishes: [], rest: instruction};
	const parts = partsOf(text);
	const spans: {from: number; to: number}[] = [];
	for (const [index, part] of parts.entries()) {
		const span = spanIn(part.text, {namedIn}, isEdit);
		if (!span) continue;
		let to = part.at + span.to;
		const isToItsEnd = part.text.slice(span.to).trim() === '';
		// Unquoted letters may go on after a mark: "write happy birthday, mum and dad".
		if (isToItsEnd && spelling.test(part.text))
			for (const next of parts.slice(index + 1)) {
				if (!isMoreOfIt(next.text, namedIn, text[next.at - 1] === ':')) break;
				to = next.at + next.text.length;
			}
		spans.push({from: part.at + span.from, to});
	}
	// A wish may be told over a mark: "a sign that says: hello".
	if (spans.length === 0) {
		const found = letters.exec(text);
		if (found) spans.push({from: found.index, to: found.index + found[0].length});
	}
	const rest = spans.reduceRight((left, {from, to}) => `${left.slice(0, from)} ${left.slice(to)}`, source);
	return {wishes: spans.map(({from, to}) => source.slice(from, to).replaceAll(/\s+/gu, ' ').trim()), rest};
}

const spelling = /\b(?:write|writes|writing|written|saying|says|reads|reading|spell(?:s|ing)?)\b/u;

function partsOf(text: string): readonly Part[] {
	const marks = [...text.matchAll(new RegExp(between.source, 'gu'))];
	const starts = [0, ...marks.map(({0: mark, index}) => index + mark.length)];
	return starts.map((at, index) => ({at, text: text.slice(at, marks[index]?.index ?? text.length)}));
}

/** Words before a wish that are part of it: "(with a big) caption", "(holding a) sign that says hi". */
const leading =
	/(?:\b(?:with|holding|carrying|having|wearing|bearing|showing|has|and|plus|that has|which has|there is|there's)\s+)?(?:\b(?:a|an|some|the|its|my|his|her|our|big|bold|little|small|large|tiny|nice|huge|red|orange|yellow|green|blue|purple|pink|white|black|golden|wooden|words?|text|letters?|name)\s+)*$/u;
/** The same with a word or two that nothing is known of: "(with HELLO) written on it". */
const withAnything = /\b(?:with|has|having|holding|carrying|wearing)\s+(?:\S+\s+){1,4}$/u;

function leadingOf(before: string, namedIn: LetterReader['namedIn']): number {
	const anything = withAnything.exec(before)?.[0] ?? '';
	return namedIn(anything).length === 0 && anything !== '' ? anything.length : (leading.exec(before)?.[0].length ?? 0);
}

const courtesy = /^(?:(?:please|pls|kindly|now|maybe|just|can you|could you|would you|i want you to|i(?:'d| would) like you to)\s+)+/u;
const thanks = /(?:\s+(?:please|pls|thanks|thank you|thx|for me|too|as well))+\s*$/u;
/** Words that may end a wish, since a place, a time, a weather or another thing follows them. */
const passing = /\s+(?:in|on|at|by|under|during|while|with|next to|beside|above|below|over|near|behind|in front of|between|from)\s+/gu;

/** The place of a wish for letters in a part of an instruction. */
function spanIn(part: string, {namedIn}: LetterReader, isEdit: boolean): {readonly from: number; readonly to: number} | undefined {
	const first = part.length - part.trimStart().length;
	const found = letters.exec(part.slice(first));
	if (!found) return undefined;
	const start = first + found.index;
	const before = part.slice(0, start);
	const named = namedIn(before);
	const isOther = isEdit ? named.some(({isPresumed}) => !isPresumed) || looks.test(before) : named.length > 0;
	const isAlone = !isOther && !surroundings.test(before);
	const from = isAlone ? first + (courtesy.exec(part.slice(first))?.[0].length ?? 0) : start - leadingOf(before, namedIn);
	const end = start + found[0].length;
	const after = part.slice(end).replace(thanks, '');
	const ends = [...after.matchAll(passing)].find(({0: word, index}) => {
		const next = after.slice(index + word.length);
		return beginsAround.test(next) || (!/^\s+(?:in|on|at)\s/u.test(word) && namedIn(next).some(({isPresumed}) => !isPresumed));
	});
	return {from: Math.min(from, start), to: end + (ends?.index ?? after.length)};
}

const beginsAround = new RegExp(`^(?:(?:the|a|an|it|is|\\p{L}+) ){0,2}${surroundings.source}`, 'u');

/** Whether a part asks for nothing of its own. @param isTold - by a colon before it */
function isMoreOfIt(part: string, namedIn: LetterReader['namedIn'], isTold: boolean): boolean {
	const words = part.match(/\p{L}+/gu) ?? [];
	const isFree = words.length > 0 && words.length <= mostMore && !words.some(asks) && (isTold || !isSmallTalk(part, () => false));
	return isFree && !surroundings.test(part) && !letters.test(part) && namedIn(part).length === 0;
}

const mostMore = 4;
