import {nounWords} from './words.ts';

/**
What people write that the sentences of training never say, put into words that they do say: contractions, plurals, other spellings
and other words for the same thing. In order; each pattern is a regular expression that JavaScript and Oniguruma read alike, over
text in lower case, and its replacement is taken as it stands. They travel with the model as its tokenizer's normalizer.
*/
export const rewrites: readonly (readonly [pattern: string, replacement: string])[] = [
	['[’`]', "'"],
	[`["“”„()*_]`, ' '],
	["\\bi'd\\b", 'i would'],
	["\\b(?:let's|lets)\\b", 'let'],
	["\\b(?:don't|dont)\\b", 'do not'],
	["\\bit'?s(?= (?:a|an|day|night|evening|morning|dark|cloudy|overcast|raining|snowing|sunset|daytime|nighttime))", 'it is'],
	["(?<=\\b(?:it|there|that|what|where|he|she|sky|sun|moon|weather))'s\\b", ' is'],
	["'s\\b", ''],
	['\\bgray\\b', 'grey'],
	['\\bcolors?\\b|\\bcolours\\b', 'colour'],
	['[ -]?\\bcolou?red\\b', ''],
	// What a picture is called, and how one is asked for.
	['\\ban (?=image|illustration)', 'a '],
	['\\b(?:image|photo|photograph|drawing|painting|illustration|sketch|pic|artwork)\\b', 'picture'],
	['\\b(?:create|generate|render|produce|depict|illustrate)\\b', 'draw'],
	['\\b(?:really|quite|lovely|beautiful|cute|nice|pretty|single|happy|friendly) ', ''],
	// Other words for what the world has.
	['\\bhot[ -]air balloon', 'air balloon'],
	['\\b(?:sparrow|robin|parrot|pigeon|crow)(?=s?\\b)', 'bird'],
	['\\b(?:aircraft|airliner)\\b', 'plane'],
	['\\b(?:spacecraft|space ship)(?=s?\\b)', 'rocket'],
	['\\b(?:pup|doggy|doggie)\\b', 'dog'],
	['\\btomcat\\b', 'cat'],
	['\\bcabin\\b', 'house'],
	['\\b(?:oak|pine|palm|apple)(?: tree)?(?=s?\\b)', 'tree'],
	['\\b(?:rose|tulip|poppy|lily|sunflower)(?=s?\\b)', 'flower'],
	['\\b(?:rowboat|yacht|sailing boat|fishing boat)(?=s?\\b)', 'boat'],
	['\\b(?:beach ball|football|soccer ball|toy ball)(?=s?\\b)', 'ball'],
	['\\bbrolly\\b', 'umbrella'],
	['\\b(?:enormous|gigantic|massive|colossal)\\b', 'huge'],
	['\\b(?:teeny|wee|miniature|petite)\\b', 'tiny'],
	['\\b(?:ruby|maroon)\\b', 'red'],
	['\\b(?:navy|turquoise|cyan)\\b', 'blue'],
	['\\b(?:magenta|fuchsia)\\b', 'pink'],
	['\\b(?:mauve|lavender)\\b', 'purple'],
	['\\bgold\\b', 'golden'],
	['\\b(?:seashore|seafront|coast|shoreline)\\b', 'shore'],
	['\\b(?:grassland|prairie|pasture|lawn)\\b', 'meadow'],
	['\\bwoodlands?\\b', 'forest'],
	['\\b(?:hills|hillside|summit)\\b', 'mountain'],
	['\\b(?:sunrise|dawn)\\b', 'morning'],
	['\\b1\\b', 'one'],
	// Plurals: the world has one of each thing at most.
	['\\bbutterflies\\b', 'butterfly'],
	['\\bpuppies\\b', 'puppy'],
	['\\b(?:bunnies)\\b', 'bunny'],
	['\\b(?:daisies)\\b', 'daisy'],
	[`(?<=\\b(?:${plurals().join('|')}))s\\b(?! come out)`, ''],
	['(?<=\\b(?:desert|forest|meadow|beach|town))(?:es|s)\\b', ''],
	[' {2,}', ' '],
];

/** The last words of all names of things that take an s. */
function plurals(): string[] {
	const last = Object.values<readonly string[]>(nounWords)
		.flat()
		.map(name => name.split(' ').at(-1)!);
	return [...new Set(last.filter(word => !/[sy]$/.test(word) || /[aeiou]y$/.test(word)))].sort();
}

const compiled = rewrites.map(([pattern, replacement]) => [new RegExp(pattern, 'gu'), replacement] as const);

/** A sentence in lower case and in words that training says. */
export const rewrite = (text: string): string =>
	compiled.reduce((sentence, [pattern, replacement]) => sentence.replace(pattern, () => replacement), text.toLowerCase());
