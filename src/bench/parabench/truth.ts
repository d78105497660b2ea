import {z} from 'zod';
import {exitCodes, UserError} from '../../errors.ts';
import {parseReasoning} from '../../world/language/reasoning.ts';
import {type Goal, type ObjectGoal, type Relation, relations} from '../../world/scene/goal.ts';
import {categories, type Item} from '../../world/scene/item.ts';
import {inCellOrder} from '../../world/scene/sample.ts';
import {cells, colours, nouns, places, type Scene, sizes, times, weathers} from '../../world/scene/scene.ts';
import {itemFromGoal} from '../storybook/item-from-goal.ts';

const relationSchema = z.enum([...relations, 'far-from'] as [Relation, ...Relation[]]);
const nounSchema = z.enum(nouns);
const objectSchema = z.strictObject({noun: nounSchema, colour: z.enum(colours), size: z.enum(sizes), cell: z.enum(cells)});
const sceneSchema = z.strictObject({
	place: z.enum(places),
	time: z.enum(times),
	weather: z.enum(weathers),
	objects: z.array(objectSchema).max(9),
});
const goalSchema = z.strictObject({
	place: z.enum(places).optional(),
	time: z.enum(times).optional(),
	weather: z.enum(weathers).optional(),
	objects: z.array(objectSchema.partial({colour: true, size: true, cell: true})).max(9),
	relations: z.array(z.strictObject({subject: nounSchema, relation: relationSchema, object: nounSchema})),
	between: z.array(z.strictObject({subject: nounSchema, objects: z.tuple([nounSchema, nounSchema])})).optional(),
});
/** An item of the storybook world, as `mmada bench --suite storybook --out` writes it down. */
const itemSchema = z.looseObject({
	task: z.enum(['gen', 'edit']),
	category: z.enum(categories),
	operation: z.string(),
	instruction: z.string(),
	source: sceneSchema.optional(),
	goal: goalSchema,
	target: sceneSchema,
	reasoning: z.string(),
});

/**
The right answer of an item of the storybook world: written whole (`truth`), or short, as `scene` (of the picture to edit) and `goal`, where
`any` is free: `"goal": "beach, any, clear; large any ball bottom; kite above ball"`. Undefined for items of other worlds.
@throws UserError (65) for a scene that is none
*/
export function toTruth(fields: Readonly<Record<string, unknown>>, where: string): Item | undefined {
	if (fields.truth !== undefined) {
		const {success, data, error} = itemSchema.safeParse(fields.truth);
		if (success) return data as Item;
		throw bad(`${where}: the \`truth\` is no item of the storybook world.`, z.prettifyError(error));
	}
	const {scene, goal, category, instruction} = fields;
	if (typeof goal !== 'string' || typeof instruction !== 'string') return undefined;
	const known = categories.find(name => name === category) ?? 'general';
	const source = typeof scene === 'string' ? readScene(scene) : undefined;
	const wanted = readGoal(goal);
	if ((typeof scene === 'string' && !source) || !wanted)
		throw bad(
			`${where}: \`${source || typeof scene !== 'string' ? goal : scene}\` is no scene.`,
			'Write for example: beach, day, clear; small red ball bottom.',
		);
	const task = source ? 'edit' : 'gen';
	try {
		return itemFromGoal({task, category: known, operation: known, instruction, goal: wanted, ...(source && {source})});
	} catch (cause) {
		throw bad(
			`${where}: no scene can meet the goal \`${goal}\`.`,
			'Things of the sky stand in the upper two rows, others in the lower two.',
			cause,
		);
	}
}

function readScene(text: string): Scene | undefined {
	const {scene} = parseReasoning(`scene: ${text.replace(/\.?$/, '.')}`);
	if (!scene?.place || !scene.time || !scene.weather) return undefined;
	return {place: scene.place, time: scene.time, weather: scene.weather, objects: inCellOrder(scene.objects)};
}

function readGoal(text: string): Goal | undefined {
	const [head = '', ...parts] = text
		.replace(/\.$/, '')
		.split(';')
		.map(part => part.trim());
	const [place, time, weather] = head.split(',').map(word => word.trim());
	const objects: ObjectGoal[] = [];
	const asked: Goal['relations'][number][] = [];
	for (const part of parts) {
		const words = part.split(/\s+/);
		const [subject, relation, object] = [one(nouns, words[0]), one([...relations, 'far-from'] as const, words[1]), one(nouns, words[2])];
		if (words.length === 3 && subject && relation && object) {
			asked.push({subject, relation, object});
			continue;
		}
		const noun = one(nouns, words[2]);
		if (!noun || words.length !== 4) return undefined;
		objects.push({noun, size: free(sizes, words[0]), colour: free(colours, words[1]), cell: free(cells, words[3])});
	}
	return {place: free(places, place), time: free(times, time), weather: free(weathers, weather), objects, relations: asked};
}

const one = <Word extends string>(words: readonly Word[], word: string | undefined): Word | undefined => words.find(each => each === word);

function free<Word extends string>(words: readonly Word[], word: string | undefined): Word | undefined {
	const found = one(words, word);
	if (!found && word !== 'any') throw bad(`\`${word}\` is neither any nor one of ${words.join(', ')}.`, 'Write `any` for what is free.');
	return found;
}

const bad = (message: string, hint: string, cause?: unknown) => new UserError(message, {hint, exitCode: exitCodes.badData, cause});
