import type {Random} from '../../random.ts';
import {goalOf} from '../../scene/goal.ts';
import type {Noun, Scene} from '../../scene/scene.ts';
import {general} from './general.ts';
import type {Operation, Proposal} from './operation.ts';
import {spatial} from './spatial.ts';

/** Edits that concern more things than one. */
const wholes = ['recolour-all', 'keep-one', 'swap-colours', 'same-colour'];

/** Edits of one thing or one field, which can be asked for two at a time. */
const parts = [...general.filter(({name}) => !wholes.includes(name)), ...spatial.filter(({name}) => name === 'move')];

/** Those that need nothing to be there. */
const additions = parts.filter(({name}) => ['add', 'place', 'weather', 'time'].includes(name));

const joints = [' and ', ' and ', ' and ', ', and ', ', then ', ' and then ', ', ', '. ', '. then ', ' and also '];

/** Whether a sentence can be joined with others into one: "keep everything but the cat" cannot, nor can one with a "please" in its middle. */
const joinable =
	/^(?!.*please)(add|change|colour|delete|draw|erase|get rid|give|include|let|make|move|paint|put|remove|replace|set|shrink|swap|take|turn) /;

/** The fields and things that differ between two scenes. */
function changesOf(before: Scene, after: Scene): ReadonlySet<string> {
	const thing = (scene: Scene, noun: Noun) => JSON.stringify(scene.objects.find(object => object.noun === noun));
	const fields = (['place', 'time', 'weather'] as const).filter(field => before[field] !== after[field]);
	const things = [...before.objects, ...after.objects].map(({noun}) => noun).filter(noun => thing(before, noun) !== thing(after, noun));
	return new Set<string>([...fields, ...things]);
}

const isFree = ({goal, target}: Proposal) => goal !== undefined && JSON.stringify(goal) !== JSON.stringify(goalOf(target));

const thoughtsOf = ({thoughts}: Proposal) => thoughts.filter(thought => thought !== 'the rest stays');

/** "remove the cat and make it night": two edits that concern different things, thought in the order in which they are said. */
export const twoEdits: Operation = {
	name: 'two-edits',
	category: 'general',
	weight: 3,
	propose(random, scene) {
		const first = random.pick(parts).propose(random, scene);
		if (!first) return;
		const second = random.pick(first.target.objects.length > 0 ? parts : additions).propose(random, first.target);
		// The second's goal would fix what the first leaves free (the place of an added thing).
		if (!second || isFree(first)) return;
		const changed = changesOf(scene, first.target);
		if ([...changesOf(first.target, second.target)].some(change => changed.has(change))) return;
		// They concern different things, so either may be said first; not where the words of the second ("it") need the first to be done.
		const isTurned = first.target.objects.length === scene.objects.length && random.chance(0.5);
		const [one, other] = isTurned ? [second, first] : [first, second];
		return {
			phrases: joinPhrases(random, one.phrases, other.phrases),
			thoughts: [...thoughtsOf(one), ...thoughtsOf(other)],
			target: second.target,
			...(second.goal && {goal: second.goal}),
		};
	},
};

function joinPhrases(random: Random, first: readonly string[], second: readonly string[]): string[] {
	const [openings, endings] = [first, second].map(phrases => phrases.filter(phrase => joinable.test(phrase)));
	return openings!.flatMap(opening => {
		const [joint, ending] = [random.pick(joints), random.pick(endings!)];
		return [`${opening}${joint}${ending}`];
	});
}
