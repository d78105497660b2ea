import {riddles} from '../../language/riddles.ts';
import {say} from '../../language/wording.ts';
import {colourWords, exactCellWords, nounWords, sizeWords} from '../../language/words.ts';
import type {Random} from '../../random.ts';
import type {Goal} from '../../scene/goal.ts';
import type {Category} from '../../scene/item.ts';
import {facts} from '../../scene/knowledge.ts';
import type {Noun, Scene, SceneObject} from '../../scene/scene.ts';

/** One way to change a given scene: what to say, what to think, and what results. */
export type Proposal = {
	/** Ways to say it; one is drawn. */
	readonly phrases: readonly string[];
	readonly thoughts: readonly string[];
	/** Objects in the order in which the reasoning names them: that of the source, new ones last. */
	readonly target: Scene;
	/** Only where the target is one of several right answers. */
	readonly goal?: Goal;
};

/** A kind of edit. `propose` returns nothing where the edit makes no sense for the scene. */
export type Operation = {
	readonly name: string;
	readonly category: Category;
	/** Weight with which it is drawn against others of its category; 1 by default. */
	readonly weight?: number;
	propose(random: Random, scene: Scene): Proposal | undefined;
};

/** The scene with its objects changed one by one; undefined removes. */
export function mapObjects(scene: Scene, change: (object: SceneObject) => SceneObject | undefined): Scene {
	return {...scene, objects: scene.objects.map(change).filter(object => object !== undefined)};
}

/** The scene with one object changed. */
export const changeObject = (scene: Scene, noun: Noun, change: Partial<SceneObject>) =>
	mapObjects(scene, object => (object.noun === noun ? {...object, ...change} : object));

/** "the cat", another word for it, "the small white cat", or "it" where nothing else could be meant. */
export function the(random: Random, noun: Noun, scene: Scene): string {
	const {colour, size} = scene.objects.find(object => object.noun === noun)!;
	if (scene.objects.length === 1 && random.chance(0.15)) return 'it';
	if (random.chance(0.12)) return pointAt(random, noun, scene);
	const isSized = random.chance(0.07);
	const isColoured = random.chance(0.18);
	const words = [isSized && say(random, sizeWords[size]), isColoured && say(random, colourWords[colour]), say(random, nounWords[noun])];
	return [random.chance(0.06) ? random.pick(['that', 'this', 'my']) : 'the', ...words.filter(word => word !== false)].join(' ');
}

/** A thing by what is its own: "the red one", "the animal", "the animal that barks", "the thing in the top left corner". */
function pointAt(random: Random, noun: Noun, {objects}: Scene): string {
	const {colour, size, cell} = objects.find(object => object.noun === noun)!;
	const {kind} = facts[noun];
	const rest = objects.filter(object => object.noun !== noun);
	const one = random.pick(['one', 'thing']);
	const ways = [
		...(rest.length > 0 && rest.every(object => object.colour !== colour) ? [`the ${colourWords[colour][0]} ${one}`] : []),
		...(rest.length > 0 && rest.every(object => object.size !== size) ? [`the ${random.pick(sizeWords[size].slice(0, 2))} ${one}`] : []),
		...((kind === 'animal' || kind === 'plant') && rest.every(object => facts[object.noun].kind !== kind) ? [`the ${kind}`] : []),
		`the ${one} ${random.pick(exactCellWords[cell])}`,
	];
	const described = riddles[noun].filter(riddle => /^(an|a|something|the) /.test(riddle));
	if (described.length === 0 || random.chance(0.6)) return random.pick(ways);
	return random
		.pick(described)
		.replace(/^an? /, 'the ')
		.replace(/^something /, 'the thing ');
}

/** "the cat, the dog and the tree" */
export function list(words: readonly string[]): string {
	return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
