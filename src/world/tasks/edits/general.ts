import {nounPhrase, say} from '../../language/wording.ts';
import {article, cellWords, colourWords, nounWords, placeWords, timeWords, weatherAdjectives, weatherWords} from '../../language/words.ts';
import type {Random} from '../../random.ts';
import {goalOf, type ObjectGoal} from '../../scene/goal.ts';
import {facts} from '../../scene/knowledge.ts';
import {freeCells} from '../../scene/sample.ts';
import {colours, type Noun, nouns, places, type Scene, type SceneObject, sizes, skyNouns, times, weathers} from '../../scene/scene.ts';
import {
	addPhrases,
	placePhrases,
	recolourAllPhrases,
	recolourPhrases,
	removePhrases,
	replacePhrases,
	resizePhrases,
	sameColourPhrases,
	swapColourPhrases,
	timePhrases,
	weatherPhrases,
} from './general-phrases.ts';
import {changeObject, mapObjects, type Operation, type Proposal, the} from './operation.ts';
import {fill, keeping} from './sift-phrases.ts';

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

/** Two things whose colours differ, in any order; none where the first two drawn share theirs. */
function pickTwo(random: Random, scene: Scene): readonly SceneObject[] {
	const [a, b] = random.shuffle(scene.objects);
	return a && b && a.colour !== b.colour ? [a, b] : [];
}

export const general: readonly Operation[] = [
	{
		name: 'recolour',
		category: 'general',
		propose(random, scene) {
			const {noun, colour} = random.pick(scene.objects);
			const next = random.pick(others(colours, colour));
			return {
				phrases: recolourPhrases(the(random, noun, scene), say(random, colourWords[next]), colour),
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
			return {
				phrases: resizePhrases(the(random, noun, scene), next),
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
			return {
				phrases: removePhrases(the(random, noun, scene), say(random, nounWords[noun])),
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
				phrases: addPhrases(phrase),
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
			const word = say(random, nounWords[next]);
			return {
				phrases: replacePhrases(the(random, noun, scene), `${article(word)} ${word}`),
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
			return {
				phrases: recolourAllPhrases(say(random, colourWords[next])),
				thoughts: [`each thing turns ${next}`],
				target: mapObjects(scene, object => ({...object, colour: next})),
			};
		},
	},
	{
		name: 'keep-one',
		category: 'general',
		propose(random, scene) {
			const {noun} = random.pick(scene.objects);
			if (scene.objects.length < 2) return;
			return {
				phrases: fill(keeping, [the(random, noun, scene)]),
				thoughts: [`only the ${noun} stays`],
				target: mapObjects(scene, kept => (kept.noun === noun ? kept : undefined)),
			};
		},
	},
	{
		name: 'swap-colours',
		category: 'general',
		weight: 1.6,
		propose(random, scene) {
			const [a, b] = pickTwo(random, scene);
			if (!a || !b) return;
			return {
				phrases: swapColourPhrases(the(random, a.noun, scene), the(random, b.noun, scene)),
				thoughts: [`the ${a.noun} turns ${b.colour}, the ${b.noun} turns ${a.colour}`],
				target: mapObjects(scene, object => (object === a ? {...a, colour: b.colour} : object === b ? {...b, colour: a.colour} : object)),
			};
		},
	},
	{
		name: 'same-colour',
		category: 'general',
		weight: 1.6,
		propose(random, scene) {
			const [a, b] = pickTwo(random, scene);
			if (!a || !b) return;
			return {
				phrases: sameColourPhrases(the(random, a.noun, scene), the(random, b.noun, scene)),
				thoughts: [`the ${b.noun} is ${b.colour}, so the ${a.noun} turns ${b.colour}`],
				target: changeObject(scene, a.noun, {colour: b.colour}),
			};
		},
	},
	{
		name: 'place',
		category: 'general',
		propose(random, scene) {
			const next = random.pick(others(places, scene.place));
			return {
				phrases: placePhrases(say(random, placeWords[next]), next, scene.place),
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
			return {
				phrases: weatherPhrases(next, say(random, weatherWords[next]), say(random, weatherAdjectives[next])),
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
				phrases: timePhrases(next, say(random, timeWords[next]), scene.time),
				thoughts: [`the time becomes ${next}`, 'the rest stays'],
				target: {...scene, time: next},
			};
		},
	},
];
