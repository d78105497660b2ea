/** Colours that people ask for: an unknown one is told the known ones, and is no slip of the keyboard for another word. */
export const everydayColours: readonly string[] = [
	'red orange yellow green blue purple pink white black brown grey gray silver gold beige turquoise cyan magenta maroon navy teal olive',
].flatMap(line => line.split(' '));

/** Words for more than one, and up to three words after them. */
const several =
	/\b(two|three|four|five|six|seven|eight|nine|ten|twelve|several|many|a few|a pair of|a couple of|a dozen|[2-9]|[1-9]\d)\s+(\p{L}+(?:\s+\p{L}+){0,2})/giu;

/** The first count of more than one in an instruction that is of a thing. @param isThing - whether a singular word is one */
export function countedThing(instruction: string, isThing: (word: string) => boolean): string | undefined {
	for (const [, count = '', words = ''] of instruction.matchAll(several)) {
		const thing = words.split(/\s+/).find(word => singulars(word.toLowerCase()).some(isThing));
		if (thing !== undefined) return `${count} ${thing}`;
	}
	return undefined;
}

/** Words that this one may be the plural of. */
const singulars = (word: string): string[] =>
	[word.replace(/ies$/, 'y'), word.replace(/es$/, ''), word.replace(/s$/, '')].filter(one => one !== word);

const foreignWords = new Set(
	[
		'ein eine einen einem der die das den dem und mit auf unter neben zeichne male rot rote roter blaue',
		'un une le la les des du et avec sur sous dans dessine rouge',
		'el los las una con sobre bajo dibuja rojo roja en il lo gli di della che per um uma com sob',
		'een het van met op en de',
	].flatMap(line => line.split(' ')),
);

/** Whether unknown words look like those of another language than English. */
export const isForeign = (unknown: readonly string[]): boolean =>
	unknown.some(word => /\p{L}/u.test(word) && /[^\p{Script=Latin}\P{L}]/u.test(word)) ||
	unknown.filter(word => foreignWords.has(word.toLowerCase())).length >= 2;
