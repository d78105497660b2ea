/**
Words with which people take back what they said, leave out, compare, ask or tell of another time: what they name then need not be
so in the picture.
*/
const takenBack: ReadonlySet<string> = new Set(
	[
		'no not never none nothing nobody nowhere neither nor without instead rather actually wait scratch forget mean meant sorry oops minus except',
		'but like as than before was were used had once until unless if whether mistake wrong cannot oh or either else other another typo strike',
		'cancel cancels correction disregard ignore nah naw nay said hold weird boring silly happier better last what stays stay leave though think',
		'er err hm hmm bah second misread correct reverse many much jk nvm lie excuse pardon skip nix misclick misclicked revise revised revision changed',
		'anew forgot forgotten did dropped abdicate abdicates swallowed uh mind update although gracious yikes',
	].flatMap(line => line.split(' ')),
);

/** Whether any of these words, in lower case, takes back or leaves out. */
export const isAnyTakenBack = (words: readonly string[]): boolean => words.some(word => takenBack.has(word) || word.endsWith("n't"));

/** Words that end a weather or a time, and tell of other days. */
const ended =
	'stop stops stopped stopping end ends ended ending over remove delete erase melt melts melted melting dry dries dried drying clears cleared yesterday tomorrow always usually often sometimes less fewer enough tired hate hates passed'.split(
		' ',
	);
/** Words that leave a place, or change one thing for another. */
const left =
	'after away gone goes go off out from leaves left replace replaces replaced swap exchange since so past pass passes turn turns turned become becomes became lift lifts'.split(
		' ',
	);
const inDrawings: ReadonlySet<string> = new Set([...takenBack, ...ended]);
const inEdits: ReadonlySet<string> = new Set([...inDrawings, ...left]);

/** Wishes that compare nothing. */
const wishes = /\b(?:(?:i|we|he|she)(?:'d| would|d)|would) (?:really |very much |so )?like\b|\bwould you like\b/g;

/** Whether a request, in lower case, has any word after which the place, time or weather that it names need not be so. */
export function isTakenBack(request: string, isEdit: boolean): boolean {
	const words = request.replaceAll(wishes, ' ').match(/[a-z]+(?:'[a-z]+)?/g) ?? [];
	const ending = isEdit ? inEdits : inDrawings;
	return words.some(word => ending.has(word) || word.endsWith("n't"));
}
