/** Way in which an instruction speaks of a thing: as one that is there already ("the cat"), or as any ("a cat", "cats and dogs"). */
export type NamedThing = {readonly name: string; readonly isPresumed: boolean};

const definite = new Set(['the', 'that', 'this', 'those', 'these', 'yon', 'yonder', 'my', 'our', 'your', 'his', 'her']);
const indefinite = new Set(['a', 'an', 'another', 'one', 'some', 'any', 'more', 'two', 'three', 'new', 'extra', 'second']);
/** A thing to remove is there: "remove cat", "no cat please". */
const removing = new Set(['remove', 'delete', 'erase', 'drop', 'lose', 'ditch', 'bin', 'rm', 'del', 'no', 'without', 'minus']);
/** A thing to change is there, even where no article stands before it: "make cat red". */
const changing = new Set([
	'make',
	'paint',
	'turn',
	'recolour',
	'recolor',
	'shrink',
	'enlarge',
	'resize',
	'move',
	'mv',
	'shift',
	'swap',
	'replace',
]);
/** Words before a thing that joins, and so is new, even with an article: "add the rocket". */
const adding = new Set(['add', 'include', 'insert', 'be', 'were']);
const bringing = new Set(['bring', 'put', 'let', 'draw', 'squeeze']);
/** Words before a "home" that is no house: "the cat goes home", "on the way home". */
const going = new Set('go goes going went come comes came get gets head heads heading on way is at'.split(' '));
/** A sentence or list ends here, and with it what an article belongs to. */
const ending = /^[.,;:!?]$/;
/** Words that no article or verb reaches over: "no, I said bird". */
const parting = new Set([
	'i',
	'you',
	'he',
	'she',
	'we',
	'they',
	'it',
	'said',
	'say',
	'mean',
	'want',
	'is',
	'are',
	'was',
	'be',
	'and',
	'or',
	'but',
	'with',
	'where',
]);
/** Words between an article and its noun that are looked over: "the very small red cat". */
const reach = 4;

/**
The things that an instruction names, in its order, each time.
@param words - The instruction as words and marks, in lower case.
@param nameOf - The usual name of the thing that a word stands for. Plurals stand for none: "under the stars" is a time of day.
*/
export function namedThings(words: readonly string[], nameOf: (word: string) => string | undefined): readonly NamedThing[] {
	return words.flatMap((word, index) => {
		const name = nameOf(word);
		if (name === undefined || isOther(words, index)) return [];
		const isThere =
			isPresumed(words.slice(Math.max(0, index - reach), index)) ||
			(isBare(words, index) && isChanged(words.slice(index + 1))) ||
			isTaken(words, index);
		return [{name, isPresumed: isThere}];
	});
}

function isPresumed(before: readonly string[]): boolean {
	if (changing.has(before.at(-1) ?? '')) return true;
	for (const [back, word] of [...before].reverse().entries()) {
		if (ending.test(word) || parting.has(word)) return false;
		if (word === 'the' && joins(before.slice(0, -1 - back))) return false;
		if (definite.has(word) || removing.has(word)) return true;
		if (indefinite.has(word)) return before.some(other => removing.has(other) && other !== 'drop');
	}
	return false;
}

/** Whether a thing behind these words and an article joins: "add the", "bring in the". */
const joins = (before: readonly string[]): boolean =>
	adding.has(before.at(-1) ?? '') || (before.at(-1) === 'in' && bringing.has(before.at(-2) ?? ''));

/** Whether a word for a thing stands for none, or tells another one by: "goes home", "the home of a queen", "carries its house". */
const isOther = (words: readonly string[], index: number): boolean =>
	(words[index] === 'home' && (going.has(words[index - 1] ?? '') || words[index + 1] === 'of')) ||
	(words[index - 1] === 'its' && /^(?:carr(?:y|ies|ying)|with|has)$/.test(words[index - 2] ?? ''));

/** Whether neither article nor adjective stands before a thing. */
const isBare = (words: readonly string[], index: number): boolean => index === 0 || ending.test(words[index - 1] ?? '');

const passing = new Set([
	'must',
	'should',
	'needs',
	'has',
	'to',
	'be',
	'is',
	'becomes',
	'become',
	'more',
	'size',
	'colour',
	'color',
	'in',
	'too',
	'a',
	'bit',
]);
const looks = new Set([
	'red',
	'orange',
	'yellow',
	'green',
	'blue',
	'purple',
	'pink',
	'white',
	'big',
	'bigger',
	'small',
	'smaller',
	'large',
	'larger',
	'huge',
	'tiny',
]);

/** Whether a thing is to look otherwise by the words after it: "house must be bigger". A thing that looks so may be new: "house red". */
function isChanged(after: readonly string[]): boolean {
	const at = after.findIndex(word => !passing.has(word));
	return at > 0 && looks.has(after[at] ?? '');
}

/** "take plane off" */
const isTaken = (words: readonly string[], index: number): boolean =>
	words[index - 1] === 'take' && words.slice(index + 1, index + 4).some(word => word === 'off' || word === 'out' || word === 'away');
