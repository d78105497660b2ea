/** Way in which an instruction speaks of a thing: as one that is there already ("the cat"), or as any ("a cat", "cats and dogs"). */
export type NamedThing = {readonly name: string; readonly isPresumed: boolean};

const definite = new Set(['the', 'that', 'this', 'my', 'our', 'your', 'his', 'her', 'its', 'their']);
const indefinite = new Set(['a', 'an', 'another', 'one', 'some', 'any', 'more', 'two', 'three', 'new', 'extra', 'second']);
/** A thing to remove is there: "remove cat", "no cat please". */
const removing = new Set(['remove', 'delete', 'erase', 'drop', 'lose', 'no', 'without', 'minus']);
/** A sentence or list ends here, and with it what an article belongs to. */
const ending = /^[.,;:!?]$/;
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
		return name === undefined ? [] : [{name, isPresumed: isPresumed(words.slice(Math.max(0, index - reach), index))}];
	});
}

function isPresumed(before: readonly string[]): boolean {
	for (const word of [...before].reverse()) {
		if (ending.test(word)) return false;
		if (definite.has(word) || removing.has(word)) return true;
		if (indefinite.has(word)) return before.some(other => removing.has(other));
	}
	return false;
}
