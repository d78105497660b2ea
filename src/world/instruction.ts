import type {Goal, ObjectGoal} from './goal.ts';
import type {Random} from './random.ts';
import {type Noun, skyNouns} from './scene.ts';
import {
	article,
	cellWords,
	colourWords,
	describedPlaces,
	nounWords,
	placeWords,
	relationWords,
	sizeWords,
	timeNouns,
	timeSentences,
	timeWords,
	verbs,
	weatherAdjectives,
	weatherSentences,
	weatherWords,
} from './words.ts';

/** Openings of a generation; most have none. */
const openings = [
	...['', '', '', '', '', ''],
	'draw',
	'draw me',
	'paint',
	'show',
	'show me',
	'i want',
	'i want to see',
	'please draw',
	'a picture of',
	'a scene with',
	'make a picture of',
	'make me a picture with',
	'imagine',
	'there is',
	'i would like to see',
	'i would like',
	'can you draw',
	'could you paint',
	'can i have',
	'give me',
	'just',
	'only',
];
export const endings = [
	...['', '', '', '', '', '', '', '.', '.', '.', '.', '!', '!', '?'],
	...[', please', ' please', ', thanks', ', thank you'],
];

/** Mostly the plain word, sometimes another. */
export const say = (random: Random, words: readonly string[]) => (random.chance(0.65) ? words[0]! : random.pick(words));

/** "a small blue house", with what the goal leaves free left out. */
export function nounPhrase(random: Random, {noun, colour, size}: ObjectGoal): string {
	const words = [size && say(random, sizeWords[size]), colour && say(random, colourWords[colour]), say(random, nounWords[noun])]
		.filter(word => word !== undefined)
		.join(' ');
	if (random.chance(0.07)) return words;
	return `${random.chance(0.12) ? random.pick(['one', 'the', 'the']) : article(words)} ${words}`;
}

/** The same with its colour or size after it: "a house that is small and blue". */
function describedPhrase(random: Random, wanted: ObjectGoal): string {
	const {noun, colour, size} = wanted;
	const after = [size && say(random, sizeWords[size]), colour && say(random, colourWords[colour])].filter(word => word !== undefined);
	if (after.length === 0 || !random.chance(0.08)) return nounPhrase(random, wanted);
	if (after.length === 2 && random.chance(0.5)) return `${nounPhrase(random, {noun, colour})} that is ${after[0]}`;
	return `${nounPhrase(random, {noun})} that is ${after.join(' and ')}`;
}

/** Sometimes a verb before where a thing is. */
const verb = (random: Random, noun: Noun) => (random.chance(0.2) ? ` ${random.pick(verbs[isSky(noun) ? 'sky' : 'ground'])}` : '');
const isSky = (noun: Noun) => (skyNouns as readonly string[]).includes(noun);

/** The instruction, and the nouns in the order it names them. */
export function writeInstruction(random: Random, goal: Goal): {instruction: string; order: readonly Noun[]} {
	const [relation] = goal.relations;
	const phrase = (noun: Noun) => {
		const wanted = goal.objects.find(object => object.noun === noun)!;
		const words = describedPhrase(random, wanted);
		return wanted.cell ? `${words}${verb(random, noun)} ${say(random, cellWords[wanted.cell])}` : words;
	};
	const mentions: (readonly Noun[])[] = goal.objects
		.filter(({noun}) => noun !== relation?.subject && noun !== relation?.object)
		.map(({noun}) => [noun]);
	// "a house with a balloon above it" names the house first.
	const isTurned = random.chance(0.12);
	if (relation) mentions.push(isTurned ? [relation.object, relation.subject] : [relation.subject, relation.object]);
	const shuffled = random.shuffle(mentions);
	const listed = shuffled.map(([first, second]) => {
		if (!relation || !second) return phrase(first!);
		const where = say(random, relationWords[relation.relation]);
		if (isTurned) return `${phrase(first!)} with ${phrase(second)} ${where} it`;
		return `${phrase(first!)}${verb(random, first!)} ${where} ${phrase(second)}`;
	});
	const last = random.pick(['and', 'and', 'and', 'with', 'plus']);
	const things =
		listed.length < 2
			? listed.join('')
			: `${listed.slice(0, -1).join(', ')}${listed.length === 3 && random.chance(0.2) ? ',' : ''} ${last} ${listed.at(-1)}`;
	return {instruction: arrange(random, things, goal), order: shuffled.flat()};
}

/** "on a rainy night in the forest" */
function writeSettings(random: Random, goal: Goal): string {
	const settings: string[] = [];
	const {place, time, weather} = goal;
	let isPlaceSaid = false;
	if (time && weather && random.chance(0.3)) {
		const adjective = say(random, weatherAdjectives[weather]);
		settings.push(`on ${article(adjective)} ${adjective} ${say(random, timeNouns[time])}`);
	} else {
		if (time) settings.push(say(random, timeWords[time]));
		if (weather && place && random.chance(0.3)) {
			const [preposition, noun] = describedPlaces[place];
			const adjective = say(random, weatherAdjectives[weather]);
			settings.push(`${preposition} ${random.chance(0.2) ? 'the' : article(adjective)} ${adjective} ${noun}`);
			isPlaceSaid = true;
		} else if (weather) settings.push(say(random, weatherWords[weather]));
	}
	if (place && !isPlaceSaid) settings.push(say(random, placeWords[place]));
	return random.shuffle(settings).join(random.chance(0.15) ? ', ' : ' ');
}

/** Time and weather as sentences after the picture's things: "it is night. it snows". */
function writeSentences(random: Random, {time, weather}: Goal): string {
	const sentences = [time && random.pick(timeSentences[time]), weather && random.pick(weatherSentences[weather])];
	return random.shuffle(sentences.filter(sentence => sentence !== undefined)).join(random.pick(['. ', ' and ', ', ']));
}

function arrange(random: Random, things: string, goal: Goal): string {
	const opening = random.pick(openings);
	const ending = random.pick(endings);
	if ((goal.time || goal.weather) && random.chance(0.12)) {
		const where = goal.place ? ` ${say(random, placeWords[goal.place])}` : '';
		const [first, second] = [`${opening} ${things}${where}`.trim(), writeSentences(random, goal)];
		return random.chance(0.8) ? `${first}${random.pick(['. ', ', '])}${second}${ending}` : `${second}. ${first}${ending}`;
	}
	const setting = writeSettings(random, goal);
	if (setting === '') return `${opening} ${things}${ending}`.trim();
	if (opening === '' && random.chance(0.25)) return `${setting}, ${things}${ending}`;
	if (opening === '' && random.chance(0.1)) return `${setting}: ${things}${ending}`;
	return `${opening} ${things}${random.chance(0.2) ? ',' : ''} ${setting}${ending}`.trim();
}
