import {colourOf, facts, type Group, groups} from '../knowledge.ts';
import type {Noun, Scene} from '../scene.ts';
import {absent, addObject} from './general.ts';
import {changeObject, list, mapObjects, type Operation, the} from './operation.ts';

const isMember = (group: Group, noun: Noun) => (groups[group].members as readonly Noun[]).includes(noun);

/** Remove a group, or all but a group: "the bee and the kite can fly, so these go". */
function sift(name: string, group: Exclude<Group, 'light'>, keeps: boolean, sentences: readonly string[]): Operation {
	return {
		name,
		category: 'knowledge',
		propose(_, scene: Scene) {
			const inside = scene.objects.map(({noun}) => noun).filter(noun => isMember(group, noun));
			const {verb, phrases} = groups[group];
			const fact = inside.length === 0 ? `nothing here ${verb}` : `the ${list(inside)} ${verb}`;
			const result = keeps
				? inside.length === 0
					? 'nothing is left'
					: inside.length === scene.objects.length
						? 'all stays'
						: 'only that stays'
				: inside.length === 0
					? 'all stays'
					: 'that goes';
			return {
				phrases: sentences.flatMap(sentence => phrases.map(phrase => sentence.replace('*', phrase))),
				thoughts: [`${fact}, so ${result}`],
				target: mapObjects(scene, object => (isMember(group, object.noun) === keeps ? object : undefined)),
			};
		},
	};
}

const removing = ['remove *', 'take away *', 'delete *', 'get rid of *', 'erase *', 'take out *', 'i do not want *'];
const keeping = ['keep only *', 'remove all but *', 'leave only *', 'only * should stay', 'remove everything but *', 'only keep *'];

/** Edits whose result follows from what everybody knows of the things. */
export const knowledge: readonly Operation[] = [
	sift('remove-flyers', 'flyers', false, removing),
	sift('remove-animals', 'animals', false, removing),
	sift('remove-made', 'made', false, removing),
	sift('keep-flyers', 'flyers', true, keeping),
	sift('keep-alive', 'alive', true, keeping),
	sift('keep-animals', 'animals', true, keeping),
	sift('keep-made', 'made', true, keeping),
	{
		name: 'riddle',
		category: 'knowledge',
		propose(random, scene) {
			if (scene.objects.length >= 3) return;
			const noun = random.pick(absent(scene));
			const added = addObject(random, scene, {noun});
			if (!added) return;
			const riddle = random.pick(facts[noun].riddles);
			const {size, colour, cell} = added.target.objects.find(object => object.noun === noun)!;
			return {
				...added,
				phrases: [`add ${riddle}`, `put in ${riddle}`, `draw ${riddle} too`, `there should be ${riddle}`],
				thoughts: [`that is a ${noun}`, `a ${size} ${colour} ${noun} joins at ${cell}`],
			};
		},
	},
	{
		name: 'colour-of',
		category: 'knowledge',
		propose(random, scene) {
			const {noun, colour} = random.pick(scene.objects);
			const [model, next] = random.pick(Object.entries(colourOf));
			if (next === colour) return;
			const object = the(random, noun);
			return {
				phrases: [
					`paint ${object} in the colour of ${model}`,
					`give ${object} the colour of ${model}`,
					`make ${object} as ${next === 'white' ? 'pale' : 'bright'} as ${model}`,
					`${object} should look like ${model}`,
					`make ${object} the colour of ${model}`,
					`paint ${object} like ${model}`,
				],
				thoughts: [`${model} is ${next}, so the ${noun} turns ${next}`],
				target: changeObject(scene, noun, {colour: next}),
			};
		},
	},
];
