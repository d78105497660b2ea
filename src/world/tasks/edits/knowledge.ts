import {riddles} from '../../language/riddles.ts';
import {type Group, groups} from '../../scene/groups.ts';
import {colourOf} from '../../scene/knowledge.ts';
import type {Colour, Noun, Scene} from '../../scene/scene.ts';
import {absent, addObject} from './general.ts';
import {changeObject, list, mapObjects, type Operation, the} from './operation.ts';
import {fill, keeping, removing} from './sift-phrases.ts';

const isMember = (group: Group, noun: Noun) => (groups[group].members as readonly Noun[]).includes(noun);

/** Remove a group, or all but a group: "the bee and the kite can fly, so these go". */
function sift(name: string, group: Exclude<Group, 'light'>, keeps: boolean): Operation {
	const {verb, phrases, others} = groups[group];
	const [goes, stays] = keeps ? [others, phrases] : [phrases, others];
	const plain = keeps ? fill(keeping, stays) : fill(removing, goes);
	// "remove what cannot fly" says the same as "keep only what can".
	const turned = keeps ? fill(removing, goes) : fill(keeping, stays);
	return {
		name,
		category: 'knowledge',
		propose(random, scene: Scene) {
			const inside = scene.objects.map(({noun}) => noun).filter(noun => isMember(group, noun));
			const remain = keeps ? inside.length : scene.objects.length - inside.length;
			// An edit without a change teaches little.
			if (remain === scene.objects.length && random.chance(0.7)) return;
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
				phrases: random.chance(0.15) ? turned : plain,
				thoughts: [`${fact}, so ${result}`],
				target: mapObjects(scene, object => (isMember(group, object.noun) === keeps ? object : undefined)),
			};
		},
	};
}

const adding = [
	...['add *', 'put in *', 'draw * too', 'there should be *', 'include *', 'i also want *', 'i would like * too'],
	...['show * as well', 'bring in *', 'put * into the picture', 'add * to the picture', 'add * to the scene', 'it needs *'],
	...['the picture needs *', 'i am missing *', 'give me * too', 'could we have * too', 'could there be *', 'what about *'],
	...['i wish there were *', 'what if there were *', 'let there be * as well', 'i want to see * as well', 'paint * too'],
	...['also draw *', 'something is missing: *', '* should be in the picture'],
];

/** Ways to name a colour by a thing that has it. */
const likePhrases = (object: string, model: string, colour: Colour): string[] => [
	...[`paint ${object} in the colour of ${model}`, `give ${object} the colour of ${model}`],
	...[`make ${object} the colour of ${model}`, `make ${object} as ${colour === 'white' ? 'pale' : 'bright'} as ${model}`],
	...[`paint ${object} like ${model}`, `colour ${object} like ${model}`, `${object} should have the colour of ${model}`],
	...[`${object} should be the colour of ${model}`, `${object} in the colour of ${model}`],
	...[`i want ${object} in the colour of ${model}`, `i want ${object} to have the colour of ${model}`],
	...[`turn ${object} the colour of ${model}`, `make ${object} look like ${model} in colour`],
	...[`could ${object} be the colour of ${model}`, `make ${object} the same colour as ${model}`],
	...[`paint ${object} the same colour as ${model}`, `${object} should be the same colour as ${model}`],
	...[`change ${object} to the colour of ${model}`, `change the colour of ${object} to that of ${model}`],
	...[`${object} needs the colour of ${model}`, `let ${object} have the colour of ${model}`],
];

/** Edits whose result follows from what everybody knows of the things. */
export const knowledge: readonly Operation[] = [
	sift('remove-flyers', 'flyers', false),
	sift('remove-animals', 'animals', false),
	sift('remove-made', 'made', false),
	sift('remove-plants', 'plants', false),
	sift('keep-flyers', 'flyers', true),
	sift('keep-alive', 'alive', true),
	sift('keep-animals', 'animals', true),
	sift('keep-made', 'made', true),
	sift('keep-plants', 'plants', true),
	{
		name: 'riddle',
		category: 'knowledge',
		weight: 1.5,
		propose(random, scene) {
			if (scene.objects.length >= 3) return;
			const noun = random.pick(absent(scene));
			const added = addObject(random, scene, {noun});
			if (!added) return;
			const riddle = random.pick(riddles[noun]);
			const {size, colour, cell} = added.target.objects.find(object => object.noun === noun)!;
			return {
				...added,
				phrases: fill(adding, [riddle]),
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
			return {
				phrases: likePhrases(the(random, noun, scene), model, next),
				thoughts: [`${model} is ${next}, so the ${noun} turns ${next}`],
				target: changeObject(scene, noun, {colour: next}),
			};
		},
	},
];
