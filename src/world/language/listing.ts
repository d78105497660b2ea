import type {Random} from '../random.ts';
import type {Goal, ObjectGoal} from '../scene/goal.ts';
import {nounPhrase, say} from './wording.ts';
import {colourWords, nounWords, relationWords, sizeWords} from './words.ts';

const each = (count: number) =>
	count === 2 ? ['both', 'both', 'both of them', 'all', 'each of them'] : ['all', 'all three', 'all of them', 'each of them'];

/** A quality that all things of a list share, sometimes said once after them: "a dog and a rabbit, both white". */
export function nameShared(random: Random, objects: readonly ObjectGoal[]): {words: string; without: Partial<ObjectGoal>} | undefined {
	const [first] = objects;
	if (!first || objects.length < 2 || !random.chance(0.4)) return;
	const {colour, size} = first;
	const hasColour = colour !== undefined && objects.every(object => object.colour === colour);
	const hasSize = size !== undefined && objects.every(object => object.size === size);
	if (!hasColour && !hasSize) return;
	const look = say(random, hasColour ? colourWords[colour] : sizeWords[size!]);
	const who = random.pick(each(objects.length));
	const ways = [`, ${who} ${look}`, `, ${who} ${look}`, ` and ${who} are ${look}`, `. they are ${who} ${look}`, `. make them ${look}`];
	return {words: random.pick(ways), without: hasColour ? {colour: undefined} : {size: undefined}};
}

/** Relation of two things that are already named: ", the cat left of the dog". */
export function relateAfter(random: Random, {subject, relation, object}: Goal['relations'][number]): string {
	if (relation === 'beside' && random.chance(0.5))
		return random.pick([', side by side', ' side by side', ' next to each other', ', next to each other', ', they are side by side']);
	const where = say(random, relationWords[relation]);
	const [first, second] = [say(random, nounWords[subject]), say(random, nounWords[object])];
	const joint = random.pick([', ', ', ', '. ', ' with ', ', with ', ' and ']);
	const verb = joint.includes('with') ? '' : random.pick(['', ' is', ' is', ' goes', ' should be', ' must be']);
	return `${joint}the ${first}${verb} ${where} ${random.chance(0.1) ? 'that' : 'the'} ${second}`;
}

/** Two things by name and then how each looks, where nothing else is said of them: "a cat and a dog, the former red and the latter blue". */
export function tellApart(random: Random, {objects, relations}: Goal): string | undefined {
	const [first, second, third] = objects;
	if (!first || !second || third || relations.length > 0 || first.cell || second.cell) return;
	const looks = [first, second].map(({colour, size}) =>
		[size && say(random, sizeWords[size]), colour && say(random, colourWords[colour])].filter(word => word !== undefined).join(' and '),
	);
	if (looks.includes('')) return;
	const names = [first, second].map(({noun}) => `the ${nounWords[noun][0]}`);
	const [one, other] = random.pick([names, ['the former', 'the latter'], ['the first', 'the second'], ['the first one', 'the other one']]);
	const verb = random.pick(['', ' is', ' should be']);
	const joint = random.pick([', ', '. ', ': ', ', and ']);
	const bare = [first, second].map(({noun}) => nounPhrase(random, {noun})).join(' and ');
	return `${bare}${joint}${one}${verb} ${looks[0]}${random.pick([' and ', ', '])}${other}${verb} ${looks[1]}`;
}
