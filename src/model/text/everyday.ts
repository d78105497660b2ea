/** Colours that people ask for: an unknown one is told the known ones, and is no slip of the keyboard for another word. */
export const everydayColours: readonly string[] = [
	'red orange yellow green blue purple pink white black brown grey gray silver gold beige turquoise cyan magenta maroon navy teal olive',
	'bronze copper cream khaki tan charcoal indigo crimson scarlet ivory',
].flatMap(line => line.split(' '));

/** Colours that a world of few bright ones lacks, though a model may know their words from talk: to each the nearest of those. */
const darkColours: Readonly<Record<string, readonly string[]>> = {
	black: ['purple', 'blue'],
	brown: ['orange', 'red'],
	grey: ['white', 'blue'],
	gray: ['white', 'blue'],
	silver: ['white'],
	beige: ['white', 'yellow'],
	bronze: ['orange', 'yellow'],
	copper: ['orange', 'red'],
	charcoal: ['purple', 'blue'],
};

/** Verbs before something that is to have a colour. */
const painted = /\b(?:make|paint|turn|colou?r|recolou?r|dye|be|becomes?)\s+(?:(?:it|them|everything|him|her|this|all)\s+)?(?:\p{L}+\s+)?$/u;

/**
Colours that an instruction gives to things and that a world of few bright ones lacks, each with the nearest of those. Others are of the sky: "it is all grey".
@param isThing - whether a singular word is a thing of that world
*/
export function lackingColours(
	instruction: string,
	isThing: (word: string) => boolean,
): readonly {readonly colour: string; readonly near: readonly string[]}[] {
	const text = instruction.normalize('NFKC').toLowerCase();
	const words = (part: string) => part.match(/\p{L}+/gu) ?? [];
	const found = [...text.matchAll(/\p{L}+/gu)].flatMap(({0: colour, index}) => {
		const near = Object.hasOwn(darkColours, colour) ? darkColours[colour] : undefined;
		if (!near) return [];
		const [before, after] = [text.slice(0, index), text.slice(index + colour.length)];
		const around = [...words(before).slice(-4), ...words(after).slice(0, 2)];
		const isSky = /^\s+(?:and white|sky|skies|clouds?|night|day)\b/.test(after);
		return !isSky && (painted.test(before) || around.some(isThing)) ? [{colour, near}] : [];
	});
	return [...new Map(found.map(one => [one.colour, one])).values()];
}

/** Words for more than one, and up to three words after them. */
const several =
	/\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|fifty|hundred|thousand|several|many|multiple|lots of|loads of|tons of|dozens of|hundreds of|plenty of|a bunch of|a group of|a herd of|a flock of|a swarm of|a fleet of|a pack of|a few|few|a pair of|pair of|a couple of|couple of|both|a dozen|dozen|a hundred|[2-9]|[1-9]\d{1,3})(?: more| other| big| small)?(?: of)?(?: the| my)?\s+(\p{L}+(?:\s+\p{L}+){0,2})|\b(more|extra|all the|some)\s+(?:\p{L}+\s+)?(\p{L}+s)\b/giu;

/** The first count of more than one in an instruction that is of a thing. @param isThing - whether a singular word is one */
export function countedThing(instruction: string, isThing: (word: string) => boolean): string | undefined {
	for (const [, count = '', words = '', more = '', plural = ''] of instruction.matchAll(several)) {
		const thing = `${words} ${plural}`.split(/\s+/).find(word => singulars(word.toLowerCase()).some(isThing));
		if (thing !== undefined) return `${count}${more} ${thing}`;
	}
	// "another cat" beside the one that is there is a second one; "10x balloon" and "cat x 3" are counts too.
	const [, times, thing = ''] = /\b([2-9]|[1-9]\d)\s?x\s+(?:\p{L}+\s+)?(\p{L}+)/iu.exec(instruction) ?? [];
	return times !== undefined && [thing.toLowerCase(), ...singulars(thing.toLowerCase())].some(isThing) ? `${times}x ${thing}` : undefined;
}

/** Words before a plural that make it a time, a place or a kind, and no count of things. */
const kinds =
	/\b(?:under|beneath|by|of|no|without|love|loves|loved|hate|hates|about|to|for|the|these|those|are|than|as|any|all|where|when|against|allergic to|among|amongst|through|streets and)\s+(?:the\s+)?$/iu;

/** The first plural of a thing that is asked for without a count: "cats in the snow". */
export function pluralThing(instruction: string, isThing: (word: string) => boolean): string | undefined {
	// Whole words at once: a search for their ends goes through a long one once for each of its letters.
	for (const {0: word, index} of instruction.matchAll(/\p{L}+/gu)) {
		if (word.length > longestPlural || !/s$/iu.test(word) || !singulars(word.toLowerCase()).some(isThing)) continue;
		const [before, after] = [instruction.slice(Math.max(0, index - 40), index), instruction.slice(index + word.length)];
		if (!kinds.test(before) && !/^\s+(?:in the sky|out|are)\b/.test(after)) return word;
	}
	return undefined;
}

const longestPlural = 40;

/** Words that this one may be the plural of. */
const singulars = (word: string): string[] =>
	[word.replace(/ies$/, 'y'), word.replace(/es$/, ''), word.replace(/s$/, '')].filter(one => one !== word);
