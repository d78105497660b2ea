import type {Place, Time, Weather} from '../scene/scene.ts';
import {isTakenBack} from './taken-back.ts';

/** A place, time or weather that a request says with a word of no other meaning. */
export type Surrounding = {
	readonly field: 'place' | 'time' | 'weather';
	readonly value: Place | Time | Weather;
	/** The word, as the request has it. */
	readonly word: string;
};

const at =
	'(?:in|on|at|by|near|along|through|across|into|onto|to) (?:(?:the|a|an|some|our|this) )?(?:(?:deep|dark|green|old|big|small|little|busy|quiet|sandy|sunny|hot|snowy|rainy|foggy|high|open|wild) )?';

/** Words with one meaning in the world, by what they say; those that need a word beside them, with it. */
const unmistakable: readonly (readonly [field: Surrounding['field'], value: Surrounding['value'], words: string])[] = [
	[
		'weather',
		'rain',
		'rain|rains|rainy|raining|rainfall|raindrops|rainstorm|downpour|drizzle|drizzles|drizzling|drizzly|cloudburst|pours|pouring|bucketing|(?:in|by|by the) buckets|coming down in (?:buckets|sheets|stair rods)|pitter-patter|umbrella weather',
	],
	['weather', 'snow', 'snow|snows|snowing|snowy|snowfall|snowflakes?|snowstorm|blizzard|flurries|flakes|frost|frosty|wintry'],
	['weather', 'clear', 'cloudless|cloud-free|sunny|sunshine|(?:clear|blue|spotless) (?:sky|skies)|clear weather|free of clouds'],
	['weather', 'cloudy', 'overcast|cloudy|(?:grey|gray|leaden|clouded) (?:sky|skies)|(?:grey|gray) clouds'],
	[
		'time',
		'night',
		'nighttime|night-time|midnight|moonlit|moonlight|starlit|starlight|starry (?:sky|night)|(?:at|by) night|moon (?:is |was )?(?:up|out|high|shines|shining)',
	],
	[
		'time',
		'sunset',
		'sunset|sundown|dusk|twilight|gloaming|golden hour|sun (?:is |is already |is just )?(?:going down|setting|sets|goes down|sinks|sinking|dipping)',
	],
	['time', 'day', 'noon|midday|daylight|daytime|broad day'],
	['place', 'forest', `${at}(?:forest|woods|woodlands?|jungle)`],
	['place', 'beach', `${at}(?:beach|seaside|seashore|shore|sea)`],
	['place', 'desert', `${at}(?:desert|dunes|sahara)`],
	['place', 'mountain', `${at}(?:mountains?|alps)`],
	['place', 'town', `${at}(?:town|city|village)|downtown`],
	['place', 'meadow', `${at}(?:meadow|grassland|pasture)`],
];

/** Other words with these in them, and ways of speaking in which they mean something else. */
const elsewhere =
	/\b(?:rain(?:coats?| boots| check| gauge|bows?)|(?:against|for|hates?|loves?)(?: the)? rain|(?:corn|oat|chocolate|chilli|soap|bran) ?flakes|pouring (?:tea|coffee|milk|water|it|over)|pours (?:tea|coffee|milk|water|it|the|her|his|a)|into (?:the )?sea|snow(?:-| )white|snow(?:man|men|balls?)|rain or shine|right as rain|good (?:night|evening)|forest green|city hall|mountain bike|sunny side|sunset (?:orange|red|pink|colou?rs?)|midnight blue|sky[ -]blue|dry your|frosted)\b/g;
/** Negations that are a way of saying that the sky is clear. */
const noClouds =
	/\b(?:not (?:a|one)(?: single)? cloud|(?:there )?(?:is|are|was)(?:n't| not| no) (?:a |any )?(?:single )?clouds?|no (?:single )?clouds?(?: at all)?|(?:without|w\/o) (?:a |any |a single )?clouds?|never a cloud)(?: (?:in|on) (?:the|this) sky| in sight)?\b/g;

const patterns = unmistakable.map(([field, value, words]) => ({
	field,
	value,
	pattern: new RegExp(`(?<![\\w-])(?:${words})(?![\\w-])`, 'g'),
}));

/** A request in lower case, without what only looks like a place, a time or a weather. */
const plainly = (request: string): string => request.normalize('NFKC').toLowerCase().replaceAll('’', "'").replaceAll(elsewhere, ' ');

/**
Places, times and weathers that a request says unmistakably: none where it takes something back, and none of a field of which it
says two values ("the rain turns into snow").
*/
export function surroundingsIn(request: string, isEdit: boolean): readonly Surrounding[] {
	const text = plainly(request);
	const isCloudless = noClouds.test(text);
	noClouds.lastIndex = 0;
	const plain = text.replaceAll(noClouds, ' ');
	if (isTakenBack(plain, isEdit)) return [];
	const found = patterns.flatMap(({pattern, ...surrounding}) =>
		(plain.match(pattern) ?? []).map((word): Surrounding => ({...surrounding, word: word.replace(/^(?:it's|it is|it|is) (?=pour)/, '')})),
	);
	const all = [...found, ...(isCloudless ? [{field: 'weather', value: 'clear', word: text.match(noClouds)?.[0] ?? ''} as const] : [])];
	return all.filter(
		(one, index) =>
			all.every(({field, value}) => field !== one.field || value === one.value) &&
			all.findIndex(({field}) => field === one.field) === index,
	);
}

const undoing =
	'(?:less|no more|^no|enough(?: of)?|(?:stop|end|remove|delete|lose|get rid of|take away|turn off))(?: (?:the|this|that|all))*';
const undone = patterns
	.filter(({field}) => field === 'weather')
	.map(({pattern, ...surrounding}) => ({...surrounding, pattern: new RegExp(`\\b${undoing} ${pattern.source}`, 'g')}));

/** Weathers that a request wants to be rid of: "less rain", "stop the snow". */
export function unwantedIn(request: string): readonly Surrounding[] {
	const text = plainly(request);
	return undone.flatMap(({pattern, ...surrounding}) => (text.match(pattern) ?? []).slice(0, 1).map(word => ({...surrounding, word})));
}
