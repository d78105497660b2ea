import type {Random} from '../random.ts';
import type {Goal, ObjectGoal} from '../scene/goal.ts';
import type {Noun} from '../scene/scene.ts';
import {openings} from './openings.ts';
import {describe, nounPhrase, say, verb} from './wording.ts';
import {
	cellWords,
	colourWords,
	deniedWeathers,
	nounWords,
	placeSentences,
	placeWords,
	relationWords,
	sizeWords,
	timeSentences,
	weatherAdjectives,
	weatherSentences,
} from './words.ts';

/** Time and weather as sentences after the picture's things: "it is night. it snows". */
export function writeSentences(random: Random, {time, weather}: Goal): string {
	const other = weather && random.pick((['rain', 'snow', 'cloudy'] as const).filter(one => one !== weather));
	const denied = other && random.chance(0.08) ? random.pick(deniedWeathers[other]) : undefined;
	const sentences = [time && random.pick(timeSentences[time]), denied, weather && random.pick(weatherSentences[weather])];
	return random.shuffle(sentences.filter(sentence => sentence !== undefined)).join(random.pick(['. ', ' and ', ', ']));
}

/** One thing in sentences: "there is a dog. it is small and red. it is on the left". */
function tellOf(random: Random, wanted: ObjectGoal): string[] {
	const {noun, colour, size, cell} = wanted;
	const isSplit = random.chance(0.6);
	const first = nounPhrase(random, isSplit ? {noun} : {noun, colour, size});
	const looks = isSplit ? [size && say(random, sizeWords[size]), colour && say(random, colourWords[colour])] : [];
	const after = looks.filter(word => word !== undefined);
	const pronoun = random.chance(0.75) ? 'it' : `the ${nounWords[noun][0]}`;
	const where = cell && say(random, cellWords[cell]);
	const isTogether = where && after.length > 0 && random.chance(0.3);
	const is = random.pick(['there is', 'there is', 'i see', 'draw', 'i want', 'we see', '']);
	return [
		`${is} ${first}`.trim(),
		...(after.length > 0 ? [`${pronoun} is ${after.join(' and ')}${isTogether ? ` and it is ${where}` : ''}`] : []),
		...(where && !isTogether ? [`${after.length > 0 ? 'it' : pronoun}${verb(random, noun) || ' is'} ${where}`] : []),
	];
}

/** The whole scene as a story of short sentences. */
export function tellInSentences(random: Random, goal: Goal, mentions: readonly (readonly Noun[])[]): string {
	const find = (noun: Noun) => goal.objects.find(object => object.noun === noun)!;
	const placed = (noun: Noun) => {
		const wanted = find(noun);
		return describe(random, wanted) + (wanted.cell ? ` ${say(random, cellWords[wanted.cell])}` : '');
	};
	const [relation] = goal.relations;
	const told = mentions.flatMap(([first, second]) => {
		if (!second || !relation) return tellOf(random, find(first!));
		const where = say(random, relationWords[relation.relation]);
		const {subject, object} = relation;
		const link =
			second === subject && random.chance(0.5)
				? `it is ${where} the ${nounWords[object][0]}`
				: `the ${nounWords[subject][0]} is ${where} the ${nounWords[object][0]}`;
		if (random.chance(0.4)) return [...tellOf(random, find(first!)), ...tellOf(random, find(second)), link];
		return first === object
			? [`there is ${placed(object)}`, `${where} it is ${placed(subject)}`]
			: [...tellOf(random, find(first!)), `it is ${where} ${placed(object)}`];
	});
	const {place} = goal;
	const around = [
		...(place ? [random.pick(placeSentences(say(random, placeWords[place])))] : []),
		...(goal.time || goal.weather ? [writeSentences(random, goal)] : []),
	];
	const parts = random.chance(0.3) ? [...around, ...told] : [...told, ...around];
	return `${parts.join(random.pick(['. ', '. ', '. ', ', ']))}${random.pick(['', '.', '.', '!'])}`;
}

/** The scene as words with commas, as people type into a search: "red balloon, small house, night, beach". */
export function writeKeywords(random: Random, goal: Goal, mentions: readonly (readonly Noun[])[]): string {
	const [relation] = goal.relations;
	const bare = (noun: Noun) => {
		const {colour, size, cell} = goal.objects.find(object => object.noun === noun)!;
		const words = [size && say(random, sizeWords[size]), colour && say(random, colourWords[colour]), say(random, nounWords[noun])];
		const said = colour && random.chance(0.2) ? [words[0], words[2], words[1]] : words;
		return [...said, cell && say(random, cellWords[cell]).replace(/^(?:in|on|at) (?:the )?(?:very )?/, '')].filter(Boolean).join(' ');
	};
	const things = mentions.map(([first, second]) => {
		if (!second || !relation) return bare(first!);
		const where = say(random, relationWords[relation.relation]);
		return first === relation.subject ? `${bare(first)} ${where} ${bare(second)}` : `${bare(first!)} with ${bare(second)} ${where} it`;
	});
	const {place, time, weather} = goal;
	const settings = random.shuffle([place, time, weather && say(random, weatherAdjectives[weather])].filter(word => word !== undefined));
	const parts = random.chance(0.25) ? [...settings, ...things] : [...things, ...settings];
	const isHeaded = random.chance(0.15) && settings.length > 0;
	const listed = (isHeaded ? [] : parts).join(random.pick([', ', ', ', ', ', ' ', '. ', ' and ']));
	const headed = `${settings.join(random.pick([', ', ' ']))}: ${things.join(', ')}`;
	return `${random.chance(0.3) ? `${random.pick(openings)} ` : ''}${isHeaded ? headed : listed}${random.pick(['', '', '.', '!'])}`.trim();
}

/** The scene as a form is filled in: "kite, blue, top left. castle, white. meadow, day". */
export function writeFields(random: Random, goal: Goal, order: readonly Noun[]): string {
	const [inner, outer] = random.pick([
		[', ', '. '],
		[', ', '; '],
		[' ', '; '],
		[': ', '. '],
		['. ', '. '],
		[' ', ', '],
	] as const);
	const things = order.map(noun => {
		const {colour, size, cell} = goal.objects.find(object => object.noun === noun)!;
		const where = cell && (random.chance(0.5) ? cell : say(random, cellWords[cell]).replace(/^(?:in|on|at) (?:the )?(?:very )?/, ''));
		const fields = random.shuffle([size && say(random, sizeWords[size]), colour && say(random, colourWords[colour])]);
		return [say(random, nounWords[noun]), ...fields, where].filter(Boolean).join(inner);
	});
	const settings = [goal.place, goal.time, goal.weather && say(random, weatherAdjectives[goal.weather])].filter(word => word !== undefined);
	const around = random.shuffle(settings).join(random.pick([', ', inner]));
	return [...random.shuffle([things.join(outer), around]).filter(Boolean)].join(outer) + random.pick(['', '', '.']);
}
