import type {Random} from '../random.ts';
import type {ObjectGoal} from '../scene/goal.ts';
import {type Noun, skyNouns} from '../scene/scene.ts';
import {rewrite} from './rewrites.ts';
import {riddles} from './riddles.ts';
import {article, colourWords, nounWords, sizeWords, verbs} from './words.ts';

/** Mostly the plain word, sometimes another. */
export const say = (random: Random, words: readonly string[]) => (random.chance(0.65) ? words[0]! : random.pick(words));

/** "a small blue house", with what the goal leaves free left out. */
export function nounPhrase(random: Random, {noun, colour, size}: ObjectGoal): string {
	const words = [size && say(random, sizeWords[size]), colour && say(random, colourWords[colour]), say(random, nounWords[noun])]
		.filter(word => word !== undefined)
		.join(' ');
	if (random.chance(0.1)) return words;
	return `${random.chance(0.12) ? random.pick(['one', 'the', 'the']) : article(words)} ${words}`;
}

/** The same with its colour or size after it: "a house that is small and blue", "a house, a small blue one", "a house in blue". */
export function describe(random: Random, wanted: ObjectGoal): string {
	const {noun, colour, size} = wanted;
	const after = [size && say(random, sizeWords[size]), colour && say(random, colourWords[colour])].filter(word => word !== undefined);
	if (random.chance(0.025)) return [random.pick(riddles[noun]), ...after].join(', ');
	if (after.length === 0 || !random.chance(0.15)) return nounPhrase(random, wanted);
	const bare = nounPhrase(random, {noun});
	const ways = [
		`${bare}, ${after.join(random.pick([' and ', ', ', ' ']))}`,
		`${bare}: ${after.join(', ')}`,
		`${bare} ${after.join(random.pick([' and ', ' ']))}`,
		`${bare}, ${random.pick(['', `${article(after[0]!)} `])}${after.join(' ')} one`,
		`${bare} that is ${after.join(' and ')}`,
		...(colour ? [`${nounPhrase(random, {noun, size})} in ${say(random, colourWords[colour])}`] : []),
		...(after.length === 2 ? [`${nounPhrase(random, {noun, colour})} that is ${after[0]}`] : []),
		...(after.length === 2 ? [`${nounPhrase(random, {noun, colour})}, ${article(after[0]!)} ${after[0]} one`] : []),
	];
	return random.pick(ways);
}

/** Sometimes a verb before where a thing is. */
export const verb = (random: Random, noun: Noun) => (random.chance(0.2) ? ` ${random.pick(verbs[isSky(noun) ? 'sky' : 'ground'])}` : '');
const isSky = (noun: Noun) => (skyNouns as readonly string[]).includes(noun);

/** Sometimes without articles, as in notes: "move cat to left"; but in no words that would be read as others. */
export function telegraph(random: Random, sentence: string): string {
	if (!random.chance(0.04)) return sentence;
	const short = sentence.replace(/(^|(?<= ))(?:the|an?) (?=[a-z])/g, '');
	return rewrite(short) === short ? short : sentence;
}
