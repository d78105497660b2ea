import type {Goal} from '../goal.ts';
import {say} from '../instruction.ts';
import type {Category} from '../item.ts';
import type {Random} from '../random.ts';
import type {Noun, Scene, SceneObject} from '../scene.ts';
import {nounWords} from '../words.ts';

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
	propose(random: Random, scene: Scene): Proposal | undefined;
};

/** The scene with its objects changed one by one; undefined removes. */
export function mapObjects(scene: Scene, change: (object: SceneObject) => SceneObject | undefined): Scene {
	return {...scene, objects: scene.objects.map(change).filter(object => object !== undefined)};
}

/** The scene with one object changed. */
export const changeObject = (scene: Scene, noun: Noun, change: Partial<SceneObject>) =>
	mapObjects(scene, object => (object.noun === noun ? {...object, ...change} : object));

/** "the cat", or another word for it. */
export const the = (random: Random, noun: Noun) => `the ${say(random, nounWords[noun])}`;

/** "the cat, the dog and the tree" */
export function list(words: readonly string[]): string {
	return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
