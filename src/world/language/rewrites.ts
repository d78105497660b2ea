import {otherThings, otherWords} from './other-words.ts';
import {nounWords} from './words.ts';

const colours = 'red|orange|yellow|green|blue|purple|pink|white';
const placeNames = 'city|town|village|forest|woods?|meadow|field|desert|beach|mountains?|street|sea|jungle|park|garden|hills?|coast|shore';

/** Words before a colour or a place that change nothing that the world could draw. */
const shades =
	'dark|light|bright|deep|pale|vivid|neon|pastel|royal|baby|lime|hot|fire|blood|brick|grass|sea|navy|canary|olive|pure|cherry|ruby';
const manners =
	'big|small|little|tiny|large|huge|busy|quiet|old|lonely|wide|open|empty|green|grassy|sandy|hot|dry|lush|tropical|rocky|high|distant|peaceful';
const fillers = [
	...['really', 'quite', 'lovely', 'beautiful', 'cute', 'nice', 'pretty', 'single', 'happy', 'friendly', 'gorgeous', 'charming', 'funny'],
	...['fluffy', 'shiny', 'old', 'young', 'magical', 'adorable', 'wonderful', 'majestic', 'sleepy', 'cosy', 'cozy', 'lonely', 'extremely'],
	...[
		'super',
		'actually',
		'basically',
		'simply',
		'kind of',
		'sort of',
		'sweet',
		'playful',
		'colou?rful',
		'brave',
		'wild',
		'wooden',
		'heavy',
	],
	...['frightened', 'scared', 'moody', 'proud', 'hungry', 'tired', 'curious', 'cheerful', 'clever', 'ancient', 'haunted', 'abandoned'],
	...['modern', 'vintage', 'elegant', 'graceful', 'glowing', 'sparkling', 'shining', 'delicate', 'gentle', 'grand', 'mighty'],
	...['mysterious', 'silent', 'spooky', 'fancy', 'shy', 'silly', 'soft', 'furry', 'ordinary', 'simple', 'plain', 'solitary', 'lone'],
	...['completely', 'totally', 'softly', 'gently', 'quietly', 'happily', 'carefully', 'slowly', 'quickly', 'silently', 'peacefully'],
	...['proudly', 'brightly', 'clearly', 'nicely', 'merrily', 'calmly', 'lazily', 'exactly', 'precisely', 'fully', 'suddenly', 'today'],
	...['exact', 'whole wide'],
];

/** Verbs before "away" and "off". */
const goings = [
	...['runs', 'ran', 'run', 'flies', 'flew', 'flown', 'hops', 'hopped', 'walks', 'walked', 'crawls', 'crawled', 'swims', 'swam', 'drives'],
	...['drove', 'driven', 'sails', 'sailed', 'rolls', 'rolled', 'jumps', 'jumped', 'leaps', 'sneaks', 'wanders', 'wandered', 'drifts'],
	...['drifted', 'floats', 'floated', 'blasts', 'takes', 'took', 'went', 'scampers', 'trots', 'gallops', 'slithers', 'bounces', 'bounced'],
	...['speeds', 'zooms', 'soars', 'flutters', 'buzzes', 'lifts', 'hurries', 'dashes', 'dashed', 'scurries', 'moves', 'moved', 'gets blown'],
].join('|');

const emojis: Readonly<Record<string, string>> = {
	'🎈': 'balloon',
	'🐦|🐤|🕊': 'bird',
	'🦋': 'butterfly',
	'🐝': 'bee',
	'🪁': 'kite',
	'✈|🛩': 'plane',
	'🚀': 'rocket',
	'⭐|🌟': 'star',
	'🐱|🐈': 'cat',
	'🐶|🐕|🐩': 'dog',
	'🐰|🐇': 'rabbit',
	'🐢': 'turtle',
	'🐸': 'frog',
	'🐌': 'snail',
	'🏠|🏡': 'house',
	'🏰|🏯': 'castle',
	'⛺': 'tent',
	'🌳|🌲|🌴': 'tree',
	'🌸|🌷|🌹|🌻|🌼|🌺': 'flower',
	'🍄': 'mushroom',
	'🚗|🚙|🏎': 'car',
	'⛵|🚤|🛶': 'boat',
	'⚽|🏀': 'ball',
	'☂|☔|⛱': 'umbrella',
};

const spellings: readonly (readonly [pattern: string, replacement: string])[] = [
	// Emoji of things are their names where no word of the name stands beside them; others, and invisible marks, say nothing.
	...Object.entries(emojis).flatMap(([signs, name]): [string, string][] => [
		[`(?<=${name} ?)(?:${signs})|(?:${signs})(?= ?${name})`, ' '],
		[`(?:${signs})`, ` ${name} `],
	]),
	['[←-➿⬀-⯿︀-️​-‏⁠﻿🀀-🫿]', ' '],
	['[éèêë]', 'e'],
	['[áàâäãå]', 'a'],
	['[íìîï]', 'i'],
	['[óòôöõ]', 'o'],
	['[úùûü]', 'u'],
	['[ñ]', 'n'],
	['[ç]', 'c'],
	// Weights of words, as other programs write them.
	['(?<=[a-z]):[0-9]+(?:[.][0-9]+)?', ''],
	['[‘’`´]', "'"],
	["(?<![0-9a-z])'+|'+(?![0-9a-z])", ''],
	['\\b1 (?=[a-z])', 'one '],
	['\\b2 (?=[a-z])', 'two '],
	['\\b3 (?=[a-z])', 'three '],
	['\\b4 (?=[a-z])', 'four '],
	['\\b5 (?=[a-z])', 'five '],
	[`["“”„«»()*_]`, ' '],
	['&', ' and '],
	// Marks of lists, forms and code; a run of one mark is one.
	['[\\[\\]{}|/\\\\=<>~#^]', ' '],
	['\\+', ' and '],
	['@', ' at '],
	['\\s+[-–—]+(?=\\s)', ','],
	['[–—]', ', '],
	['…', '.'],
	['(?<=([!?.,;:]))\\1+', ''],
	['(?<=[a-z])[.,;:](?=[a-z])', ' '],
	['(?<=\\s)[.,;:!?]+(?=\\s|$)', ''],
	['\\bw/ ?', 'with '],
	["\\bi'd\\b", 'i would'],
	["\\bi'm\\b", 'i am'],
	["\\bi'll\\b", 'i will'],
	["(?<=\\b(?:you|we|they))'re\\b", ' are'],
	["\\b(?:let's|lets)\\b", 'let'],
	["\\b(?:don't|dont)\\b", 'do not'],
	["\\b(?:can't|cant|can not)\\b", 'cannot'],
	["\\b(?:doesn't|doesnt)\\b", 'does not'],
	["\\b(?:didn't|didnt)\\b", 'did not'],
	["\\b(?:isn't|isnt)\\b", 'is not'],
	["\\b(?:aren't|arent)\\b", 'are not'],
	["\\b(?:wasn't|wasnt)\\b", 'was not'],
	["\\b(?:shouldn't|shouldnt)\\b", 'should not'],
	['\\bwanna\\b', 'want to'],
	['\\bgimme\\b', 'give me'],
	['\\bgonna\\b', 'going to'],
	['\\b(?:oh|uh|um+|hm+|yo|lol|haha|nah|ugh|btw|dear|oops|yay|wow)\\b(?: no\\b)?,? ?', ''],
	['\\bw\\b', 'with'],
	['\\bn\\b', 'and'],
	['\\bthats\\b', 'that is'],
	['\\btheres\\b', 'there is'],
	['\\bnite\\b', 'night'],
	[
		"\\bit'?s(?= (?:a|an|day|night|evening|morning|dark|cloudy|overcast|raining|snowing|sunset|daytime|nighttime|too|not|so|winter))",
		'it is',
	],
	["(?<=\\b(?:it|there|that|what|where|he|she|sky|sun|moon|weather|everything|everybody))'s\\b", ' is'],
	["'s\\b", ''],
];

const sentences: readonly (readonly [pattern: string, replacement: string])[] = [
	['[ -]?\\bcolou?red\\b', ''],
	['\\ban (?=image|illustration)', 'a '],
	['\\bthere (?:are|was)(?= (?:a|an|one|two|some)\\b)', 'there is'],
	['(?<!the )\\bvery ', ''],
	[`\\b(?:${fillers.join('|')}) (?!please|thanks)`, ''],
	// Times that name a place in the picture, or that stand by the sky.
	['\\bin the middle of the night\\b', 'at night'],
	['\\bin the middle of the day\\b', 'at noon'],
	[`\\b(?:in the middle of|surrounded by|in the heart of) (?=(?:a |the )(?:${placeNames})\\b)`, 'in '],
	['\\b(?:by|in|under)(?: the)? (?:moonlight|starlight|stars)\\b', 'at night'],
	['\\b(?:late at|all through the) night\\b', 'at night'],
	['\\b(?:dark|black) (?=night\\b)', ''],
	['\\b(?:starry|moonlit|starlit)(?= (?:night|sky))', 'night'],
	['\\bnight night\\b', 'night'],
	['\\b(?:late|early) (?=evening|morning|night|afternoon)', ''],
	['\\btonight\\b', 'at night'],
	['\\bthis (?=evening|morning|afternoon)', 'in the '],
	['\\bin broad daylight\\b', 'in daylight'],
	['\\bsun is setting\\b', 'sun sets'],
	['\\bsun has set\\b', 'sun is going down'],
	['\\bin (?:the )?(?:bright |warm )?(?:sunshine|sunlight)\\b', 'in fine weather'],
	['\\b(?:cloudless|bright blue|clear blue|blue)(?= (?:sky|skies)\\b)', 'clear'],
	['\\b(?:pouring|light|steady)(?= (?:rain|snow)\\b)', ''],
	['\\bin a (?:blizzard|snowstorm)\\b', 'in the snow'],
	['\\b(?:covered in|covered with|full of) snow(?= (?:meadow|forest|town|mountain|field))', 'snowy'],
	['\\btomorrow morning\\b', 'the next morning'],
	['\\btomorrow\\b', 'the next day'],
	['\\bfollowing (?=morning|day)', 'next '],
	['\\b(?:a half day|half-day)\\b', 'half a day'],
	['\\b(?:6|six)[ -]?(?:h|hrs?|hour)\\b', 'six hours'],
	['\\b(?:12|twelve)[ -]?(?:h|hrs?|hour)\\b', 'twelve hours'],
	['\\bis (?:fast )?asleep\\b', 'sleeps'],
	['\\b(?:bedtime|bed time)\\b', 'time for bed'],
	// Shades, and what is said of places.
	[`\\b(?:${shades})[ -](?=(?:${colours})\\b)`, ''],
	[`(?<!the )\\bsky[ -](?=blue\\b)`, ''],
	[`\\b(?:${manners}) (?=(?:${placeNames})\\b)`, ''],
	['\\bhot[ -]air balloon', 'air balloon'],
	['\\bgreat big\\b', 'huge'],
	['(?<=\\b(?:left|right))-hand\\b', ' hand'],
	[' hand(?= corner)', ''],
	['\\bhorizontally\\b', 'from left to right'],
	['\\b(?:wipe|cut|cross|throw|chuck|kick) out\\b', 'remove'],
	['\\b(?:wipe|cut|throw|chuck) away\\b', 'remove'],
	['\\b(?:a little|a tiny|a wee) bit\\b', 'a bit'],
	['\\bskip(?: ahead)? to (?=midnight|noon|night|morning|evening|sunset|day)', 'wait until '],
	['\\bskip ahead\\b', 'go forward'],
	['\\bwould you mind\\b', 'would you'],
	['\\bfar (?=(?:left|right|top|bottom|upper|lower|corner)\\b)', ''],
	[`\\b(?:painted|dyed|tinted) (?=(?:${colours})\\b)`, ''],
	['\\bwent (?:pop|bang|home|missing)\\b', 'goes away'],
	['\\bon to (?=the (?:beach|meadow|mountain))', 'to '],
	['\\bdispose of\\b', 'get rid of'],
	['\\b(?:gone|goes) dark\\b', 'gets dark'],
	['\\bany(?: of the)? (?=animal\\b)', 'every '],
	// Ways to go away, and to leave.
	[
		`(?<!\\b(?:that|what|whatever|anything|everything|things|which|or|and) )\\b(?:${goings})(?: quickly| slowly| right| straight)? (?:away|off)\\b`,
		'goes away',
	],
	['\\b(?:run|sail|drive|hop|swim|crawl|wander|roll|float|drift|flee|walk) (?:away|off)\\b', 'go away'],
	['\\b(?:gets|got|is|was) (?:blown|carried|swept|whisked) (?:away|off)\\b', 'goes away'],
	['\\b(?:blew|carried|swept|carries|sweeps|snatches|snatched)(?= (?:the|my|that|this)\\b)', 'takes'],
	[
		'\\b(?:pops|popped|bursts|burst|vanishes|vanished|disappears|disappeared|flees|fled|escapes|escaped|withers|wilts|wilted|sinks and is gone)\\b',
		'goes away',
	],
	['\\bdeparts\\b', 'leaves'],
	// Actions of things on one another: they are there together.
	[
		'\\b(?:(?:is|are|was) )?(?:chas|follow|watch|meet|greet|guard|visit|admir|fac|hunt|tast)(?:ing|es|ed|s)(?= (?:a|an|the|one|two|some|my|its|his|her)\\b)',
		'with',
	],
	[
		'\\b(?:looking at|looks at|playing with|plays with|talking to|talks to|staring at|stares at|holding|carrying)(?= (?:a|an|the|one|some)\\b)',
		'with',
	],
	// Weather and time that end, come or pass.
	['\\b(?:has |have )?(?:finished|stopped|ceased)\\b(?=[.,!?]|$)', 'is over'],
	['\\b(?:rain|snow|storm)(?:ing)? (?:has )?(?:stops|stopped|ceases|ended)\\b', 'bad weather is over'],
	['\\b(?:night|darkness) (?:fell|falls|arrives|arrived|came|has fallen)\\b', 'night comes'],
	['\\b(?:evening|dusk) (?:fell|falls|arrives|arrived|came)\\b', 'evening comes'],
	['\\b(?:morning|day) (?:arrives|arrived|came|dawns|dawned|broke)\\b', 'day comes'],
	['\\b(?:sun) (?:rose|came up|has risen|is rising)\\b', 'sun rises'],
	['\\b(?:sun) (?:sank|sinks|went down|dips|is sinking)\\b', 'sun sets'],
	['\\b(?:moon) (?:rose|rises|came out|has risen|is rising)\\b', 'moon comes out'],
	['\\b(?:hours|time) (?:passed|went by|passes|goes by)\\b', 'hours pass'],
	['\\bsummertime\\b', 'summer'],
	['\\bwintertime\\b', 'winter'],
	// Forms of the verbs of editing.
	['\\b(?:scale|size)(?= the [a-z]+ (?:up|down))', 'make'],
	['\\bscale(?: it| that)? down\\b', 'shrink'],
	['\\bscale(?: it| that)? up\\b', 'enlarge'],
];

/** A pattern for words that stand alone. */
const alternatives = (words: readonly string[], after: string) => `\\b(?:${words.join('|')})${after}`;

/**
Words of people that the sentences of training never use, replaced by words that they do use: contractions, plurals, other spellings
and other words for the same thing. In order; each pattern is a regular expression that JavaScript and Oniguruma read alike, over
text in lower case, and its replacement is taken as it stands. They travel with the model as its tokenizer's normalizer.
*/
export const rewrites: readonly (readonly [pattern: string, replacement: string])[] = [
	...spellings,
	...sentences,
	...Object.entries(otherThings).map(([word, others]) => [alternatives(others, '(?=s?\\b)'), word] as const),
	...Object.entries(otherWords).map(([word, others]) => [alternatives(others, '\\b'), word] as const),
	// Plurals: the world has one of each thing at most.
	['\\bbutterflies\\b', 'butterfly'],
	['\\bpuppies\\b', 'puppy'],
	['\\bbunnies\\b', 'bunny'],
	['\\bkitties\\b', 'kitty'],
	['\\bdaisies\\b', 'daisy'],
	['\\b(?:poppies|lilies)\\b', 'flower'],
	['\\bcherries\\b', 'cherry'],
	[`(?<=\\b(?:${plurals().join('|')}))s\\b(?! (?:come out|are out|in the sky))`, ''],
	['(?<=\\b(?:desert|forest|meadow|beach|town))(?:es|s)\\b', ''],
	// Another word may want another article.
	['\\ban (?=[b-df-hj-np-tv-z])', 'a '],
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

/** Most sentences of training match nothing, and one look tells: an export reads millions of them. */
const anything = new RegExp(rewrites.map(([pattern]) => `(?:${pattern})`).join('|'), 'u');

/** A sentence in lower case and in words that training says. */
export function rewrite(text: string): string {
	const lower = text.toLowerCase();
	if (!anything.test(lower)) return lower;
	return compiled.reduce((sentence, [pattern, replacement]) => sentence.replace(pattern, () => replacement), lower);
}
