import type {Random} from '../random.ts';
import type {Goal} from '../scene/goal.ts';
import {type Noun, nouns} from '../scene/scene.ts';
import {nameShared, relateAfter, tellApart} from './listing.ts';
import {closings, endings, openings, presences} from './openings.ts';
import {tellInSentences, writeFields, writeKeywords, writeSentences} from './telling.ts';
import {describe, say, telegraph, verb} from './wording.ts';
import {
	article,
	cellWords,
	describedPlaces,
	placeWords,
	relationWords,
	timeNouns,
	timeWords,
	weatherAdjectives,
	weatherWords,
} from './words.ts';

/** Words before the last of several things. */
const joints = [
	...Array.from({length: 9}, () => ' and '),
	...[' with ', ' with ', ' with ', ' plus ', ' plus ', ' and also ', ' and then ', ', also ', ', and there is ', '. there is also '],
	...['. also ', ', then ', '. and ', ', and i want '],
];

/** The instruction, and the nouns in the order it names them. */
export function writeInstruction(random: Random, goal: Goal): {instruction: string; order: readonly Noun[]} {
	const [relation] = goal.relations;
	const shared = nameShared(random, goal.objects);
	const phrase = (noun: Noun) => {
		const wanted = {...goal.objects.find(object => object.noun === noun)!, ...shared?.without};
		const words = describe(random, wanted);
		return wanted.cell ? `${words}${verb(random, noun)} ${say(random, cellWords[wanted.cell])}` : words;
	};
	const mentions: (readonly Noun[])[] = goal.objects
		.filter(({noun}) => noun !== relation?.subject && noun !== relation?.object)
		.map(({noun}) => [noun]);
	// "a house with a balloon above it" names the house first.
	const isTurned = random.chance(0.12);
	const isAfter = relation !== undefined && random.chance(0.12);
	if (relation) mentions.push(isTurned ? [relation.object, relation.subject] : [relation.subject, relation.object]);
	const shuffled = random.shuffle(mentions);
	const listed = shuffled.map(([first, second]) => {
		if (!relation || !second) return phrase(first!);
		if (isAfter) return `${phrase(first!)} and ${phrase(second)}`;
		const where = say(random, relationWords[relation.relation]);
		if (isTurned) return `${phrase(first!)} with ${phrase(second)} ${where} it`;
		return `${phrase(first!)}${verb(random, first!)} ${where} ${phrase(second)}`;
	});
	if (random.chance(0.12)) return {instruction: tellInSentences(random, goal, shuffled), order: shuffled.flat()};
	if (random.chance(0.07)) return {instruction: writeKeywords(random, goal, shuffled), order: shuffled.flat()};
	if (!relation && random.chance(0.05)) return {instruction: writeFields(random, goal, shuffled.flat()), order: shuffled.flat()};
	const joint = random.pick(joints);
	const things =
		listed.length < 2
			? listed.join('')
			: `${listed.slice(0, -1).join(', ')}${listed.length === 3 && joint.startsWith(' ') && random.chance(0.2) ? ',' : ''}${joint}${listed.at(-1)}`;
	const after = [shared?.words, isAfter ? relateAfter(random, relation) : undefined].filter(words => words !== undefined).join('');
	const order = shuffled.flat();
	const inOrder = {...goal, objects: order.map(noun => goal.objects.find(object => object.noun === noun)!)};
	const apart = random.chance(0.05) ? tellApart(random, inOrder) : undefined;
	return {instruction: telegraph(random, arrange(random, apart ?? deny(random, things + after, goal), goal)), order};
}

/** Seldom with a word about what is not wanted. */
function deny(random: Random, things: string, {objects}: Goal): string {
	if (!random.chance(0.03)) return things;
	const other = random.pick(nouns.filter(noun => !objects.some(object => object.noun === noun)));
	const word = `${article(other)} ${other}`;
	const ways = [`not ${word}: ${things}`, `${things}, not ${word}`, `${things}, no ${other}`, `${things} but no ${other}`];
	return random.pick([...ways, `${things} without ${word}`, `not ${word} but ${things}`, `no ${other}, ${things}`]);
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

function arrange(random: Random, things: string, goal: Goal): string {
	// A short instruction comes without an introduction.
	const isShort = !goal.time && !goal.weather && goal.objects.length < 3 && things.split(' ').length < 6;
	const opening = isShort && random.chance(0.6) ? '' : random.pick(openings);
	const ending = (random.chance(0.06) ? random.pick(closings) : '') + random.pick(endings);
	if ((goal.time || goal.weather) && random.chance(0.12)) {
		const where = goal.place ? ` ${say(random, placeWords[goal.place])}` : '';
		const [first, second] = [`${opening} ${things}${where}`.trim(), writeSentences(random, goal)];
		return random.chance(0.8) ? `${first}${random.pick(['. ', ', '])}${second}${ending}` : `${second}. ${first}${ending}`;
	}
	const setting = writeSettings(random, goal);
	if (setting === '') return `${opening} ${things}${ending}`.trim();
	if (opening === '' && random.chance(0.25)) return `${setting}, ${things}${ending}`;
	if (opening === '' && random.chance(0.1)) return `${setting}: ${things}${ending}`;
	if (random.chance(0.1)) return `${setting}${random.pick([', ', ' '])}${random.pick(presences)} ${things}${ending}`;
	return `${opening} ${things}${random.chance(0.2) ? ',' : ''} ${setting}${ending}`.trim();
}
