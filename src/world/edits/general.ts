import {goalOf, type ObjectGoal} from '../goal.ts';
import {nounPhrase, say} from '../instruction.ts';
import {facts} from '../knowledge.ts';
import type {Random} from '../random.ts';
import {freeCells} from '../sample.ts';
import {colours, type Noun, nouns, places, type Scene, sizes, skyNouns, times, weathers} from '../scene.ts';
import {article, cellWords, colourWords, nounWords, placeWords, timeWords, weatherAdjectives, weatherWords} from '../words.ts';
import {changeObject, mapObjects, type Operation, type Proposal, the} from './operation.ts';

const others = <Word extends string>(words: readonly Word[], word: Word) => words.filter(other => other !== word);
const isSky = (noun: Noun) => (skyNouns as readonly string[]).includes(noun);

/** Nouns that the scene does not hold yet. */
export const absent = (scene: Scene) => nouns.filter(noun => !scene.objects.some(object => object.noun === noun));

/** The scene with one more object of which only some is given, and the goal that leaves the rest free. */
export function addObject(random: Random, scene: Scene, wanted: ObjectGoal): Pick<Proposal, 'target' | 'goal'> | undefined {
	const free = freeCells(wanted.noun, scene.objects);
	const cell = wanted.cell ?? (free.length > 0 ? random.pick(free) : undefined);
	if (!cell) return;
	const {size, colours: usual} = facts[wanted.noun];
	const added = {noun: wanted.noun, colour: wanted.colour ?? random.pick(usual), size: wanted.size ?? size, cell};
	return {
		target: {...scene, objects: [...scene.objects, added]},
		goal: {...goalOf(scene), objects: [...scene.objects, wanted]},
	};
}

export const general: readonly Operation[] = [
	{
		name: 'recolour',
		category: 'general',
		propose(random, scene) {
			const {noun, colour} = random.pick(scene.objects);
			const next = random.pick(others(colours, colour));
			const [object, word] = [the(random, noun), say(random, colourWords[next])];
			return {
				phrases: [
					`make ${object} ${word}`,
					`paint ${object} ${word}`,
					`turn ${object} ${word}`,
					`change the colour of ${object} to ${word}`,
					`${object} should be ${word}`,
					`colour ${object} ${word}`,
					`i want ${object} to be ${word}`,
					`give ${object} a ${word} colour`,
					`make ${object} ${word} instead of ${colour}`,
				],
				thoughts: [`the ${noun} turns ${next}`, 'the rest stays'],
				target: changeObject(scene, noun, {colour: next}),
			};
		},
	},
	{
		name: 'resize',
		category: 'general',
		propose(random, scene) {
			const {noun, size} = random.pick(scene.objects);
			const next = others(sizes, size)[0]!;
			const object = the(random, noun);
			return {
				phrases:
					next === 'large'
						? [
								`make ${object} bigger`,
								`make ${object} large`,
								`${object} should be bigger`,
								`let ${object} grow`,
								`enlarge ${object}`,
								`make ${object} much larger`,
								`i want ${object} to be large`,
							]
						: [
								`make ${object} smaller`,
								`make ${object} small`,
								`${object} should be tiny`,
								`shrink ${object}`,
								`let ${object} shrink`,
								`make ${object} tiny`,
								`i want ${object} to be small`,
							],
				thoughts: [`the ${noun} becomes ${next}`, 'the rest stays'],
				target: changeObject(scene, noun, {size: next}),
			};
		},
	},
	{
		name: 'remove',
		category: 'general',
		propose(random, scene) {
			const {noun} = random.pick(scene.objects);
			const object = the(random, noun);
			return {
				phrases: [
					`remove ${object}`,
					`take away ${object}`,
					`delete ${object}`,
					`erase ${object}`,
					`take ${object} out`,
					`i do not want ${object}`,
					`get rid of ${object}`,
					`${object} should go`,
					`the same without ${object}`,
					`no ${object.slice(4)} please`,
				],
				thoughts: [`the ${noun} goes`, 'the rest stays'],
				target: mapObjects(scene, kept => (kept.noun === noun ? undefined : kept)),
			};
		},
	},
	{
		name: 'add',
		category: 'general',
		propose(random, scene) {
			if (scene.objects.length >= 3) return;
			const noun = random.pick(absent(scene));
			const free = freeCells(noun, scene.objects);
			if (free.length === 0) return;
			const wanted: ObjectGoal = {
				noun,
				colour: random.chance(0.75) ? random.pick(colours) : undefined,
				size: random.chance(0.4) ? random.pick(sizes) : undefined,
				cell: random.chance(0.6) ? random.pick(free) : undefined,
			};
			const added = addObject(random, scene, wanted);
			if (!added) return;
			const phrase = nounPhrase(random, wanted) + (wanted.cell ? ` ${say(random, cellWords[wanted.cell])}` : '');
			const object = added.target.objects.find(one => one.noun === noun)!;
			return {
				...added,
				phrases: [
					`add ${phrase}`,
					`put ${phrase} into the picture`,
					`draw ${phrase} too`,
					`place ${phrase}`,
					`i also want ${phrase}`,
					`there should be ${phrase}`,
					`add ${phrase} to the picture`,
					`add ${phrase} to the scene`,
					`include ${phrase}`,
				],
				thoughts: [`a ${object.size} ${object.colour} ${noun} joins at ${object.cell}`],
			};
		},
	},
	{
		name: 'replace',
		category: 'general',
		propose(random, scene) {
			const {noun} = random.pick(scene.objects);
			const next = random.pick(absent(scene).filter(other => isSky(other) === isSky(noun)));
			const [object, word] = [the(random, noun), say(random, nounWords[next])];
			return {
				phrases: [
					`replace ${object} with ${article(word)} ${word}`,
					`turn ${object} into ${article(word)} ${word}`,
					`swap ${object} for ${article(word)} ${word}`,
					`${article(word)} ${word} instead of ${object}`,
				],
				thoughts: [`${article(next)} ${next} takes the place of the ${noun}, same colour and size`],
				target: changeObject(scene, noun, {noun: next}),
			};
		},
	},
	{
		name: 'recolour-all',
		category: 'general',
		propose(random, scene) {
			const next = random.pick(colours);
			if (scene.objects.length < 2) return;
			const word = say(random, colourWords[next]);
			return {
				phrases: [
					`make everything ${word}`,
					`paint all things ${word}`,
					`turn everything ${word}`,
					`all of it should be ${word}`,
					`paint everything ${word}`,
					`make all things ${word}`,
				],
				thoughts: [`each thing turns ${next}`],
				target: mapObjects(scene, object => ({...object, colour: next})),
			};
		},
	},
	{
		name: 'place',
		category: 'general',
		propose(random, scene) {
			const next = random.pick(others(places, scene.place));
			const where = say(random, placeWords[next]);
			return {
				phrases: [
					`let it be ${where}`,
					`put it all ${where}`,
					`the same ${where}`,
					`make it happen ${where}`,
					`change the place to the ${next}`,
					`move the scene to the ${next}`,
					`move everything to the ${next}`,
					`make the background a ${next}`,
					`change the background to a ${next}`,
				],
				thoughts: [`the place becomes a ${next}`, 'the rest stays'],
				target: {...scene, place: next},
			};
		},
	},
	{
		name: 'weather',
		category: 'general',
		propose(random, scene) {
			const next = random.pick(others(weathers, scene.weather));
			const verbs = {
				clear: ['clear the sky', 'make the sky clear', 'let the sky be clear', 'take away the bad weather'],
				cloudy: ['add clouds', 'cover the sky with clouds', 'make it cloudy', 'make the sky cloudy', 'add some clouds'],
				rain: ['let it rain', 'make it rain', 'add rain', 'add some rain', 'make it rainy', 'it should be raining'],
				snow: ['let it snow', 'make it snow', 'add snow', 'add some snow', 'make it snowy', 'it should be snowing'],
			}[next];
			return {
				phrases: [
					...verbs,
					...verbs,
					`the same ${say(random, weatherWords[next])}`,
					`make the weather ${say(random, weatherAdjectives[next])}`,
				],
				thoughts: [`the weather becomes ${next}`, 'the rest stays'],
				target: {...scene, weather: next},
			};
		},
	},
	{
		name: 'time',
		category: 'general',
		propose(random, scene) {
			const next = random.pick(others(times, scene.time));
			return {
				phrases: [
					`make it ${next}`,
					`change the time to ${next}`,
					`the same ${say(random, timeWords[next])}`,
					`show it ${say(random, timeWords[next])}`,
					`turn ${scene.time} into ${next}`,
					`let it be ${next}`,
					...(next === 'night' ? ['make it dark', 'make it nighttime', 'turn off the sun'] : []),
					...(next === 'day' ? ['make it daytime', 'make it bright day'] : []),
					...(next === 'sunset' ? ['make it evening', 'let the sun go down'] : []),
				],
				thoughts: [`the time becomes ${next}`, 'the rest stays'],
				target: {...scene, time: next},
			};
		},
	},
];
