import type {Goal, ObjectGoal} from '../../world/scene/goal.ts';
import type {Category} from '../../world/scene/item.ts';
import type {Cell, Colour, Noun, Place, Size, Time, Weather} from '../../world/scene/scene.ts';

/** `small red ball bottom-left`: a thing of the picture to edit. */
export type Thing = `${Size} ${Colour} ${Noun} ${Cell}`;

/** Changes of an edit; everything else stays. `undefined` lets an attribute be anything. */
export type PlainChange = Pick<Goal, 'place' | 'time' | 'weather'> & {
	readonly changed?: Readonly<Partial<Record<Noun, Omit<ObjectGoal, 'noun'>>>>;
	readonly gone?: readonly Noun[];
	readonly added?: readonly ObjectGoal[];
	readonly relations?: Goal['relations'];
};

/** A picture, what is asked of it, and what a reader expects. */
export type PlainEdit = {
	readonly category: Exclude<Category, 'generation'>;
	/** In one word, for the groups of the report. */
	readonly operation: string;
	readonly instruction: string;
	readonly before: readonly [Place, Time, Weather, ...Thing[]];
	readonly change: PlainChange;
};

/** Written one by one in plain English, before a look at the world's grammar. Training never sees them. */
export const plainEdits: readonly PlainEdit[] = [
	{
		category: 'spatial',
		operation: 'move',
		instruction: 'Move the ball to the bottom right corner.',
		before: ['meadow', 'day', 'clear', 'small red ball bottom-left', 'large green tree center'],
		change: {changed: {ball: {cell: 'bottom-right'}}},
	},
	{
		category: 'spatial',
		operation: 'swap',
		instruction: 'swap the cat and the dog',
		before: ['town', 'day', 'cloudy', 'large orange cat left', 'small white dog bottom-right'],
		change: {changed: {cat: {cell: 'bottom-right'}, dog: {cell: 'left'}}},
	},
	{
		category: 'spatial',
		operation: 'mirror',
		instruction: 'Mirror the picture left to right',
		before: ['beach', 'sunset', 'clear', 'large blue boat bottom-left', 'small red kite top', 'small yellow ball right'],
		change: {changed: {boat: {cell: 'bottom-right'}, ball: {cell: 'left'}}},
	},
	{
		category: 'spatial',
		operation: 'move',
		instruction: 'Put the bird above the tree.',
		before: ['forest', 'day', 'rain', 'small blue bird left', 'large green tree right'],
		change: {changed: {bird: {cell: undefined}}, relations: [{subject: 'bird', relation: 'above', object: 'tree'}]},
	},
	{
		category: 'spatial',
		operation: 'move',
		instruction: 'Can you move the boat one step to the left?',
		before: ['beach', 'day', 'clear', 'large white boat bottom'],
		change: {changed: {boat: {cell: 'bottom-left'}}},
	},
	{
		category: 'temporal',
		operation: 'time',
		instruction: 'Show the same place a few hours later, when it is night',
		before: ['desert', 'sunset', 'clear', 'large orange tent center', 'small white rabbit bottom-left'],
		change: {time: 'night'},
	},
	{
		category: 'temporal',
		operation: 'time',
		instruction: 'now at sunset',
		before: ['mountain', 'day', 'clear', 'large purple castle center'],
		change: {time: 'sunset'},
	},
	{
		category: 'temporal',
		operation: 'season',
		instruction: 'What would this look like in winter?',
		before: ['town', 'day', 'cloudy', 'large red house center', 'small blue car bottom-right'],
		change: {weather: 'snow'},
	},
	{
		category: 'temporal',
		operation: 'time',
		instruction: "It's the next morning.",
		before: ['meadow', 'night', 'clear', 'small green tent bottom', 'large white dog right'],
		change: {time: 'day'},
	},
	{
		category: 'causal',
		operation: 'away',
		instruction: 'The wind blows the kite away',
		before: ['beach', 'day', 'cloudy', 'large purple kite top-right', 'small yellow ball bottom'],
		change: {gone: ['kite']},
	},
	{
		category: 'causal',
		operation: 'grow',
		instruction: 'Someone waters the flower and it grows.',
		before: ['meadow', 'day', 'clear', 'small pink flower center', 'large white rabbit bottom-right'],
		change: {changed: {flower: {size: 'large'}}},
	},
	{
		category: 'causal',
		operation: 'away',
		instruction: 'the balloon pops',
		before: ['town', 'day', 'clear', 'large red balloon top', 'small blue car bottom-left'],
		change: {gone: ['balloon']},
	},
	{
		category: 'causal',
		operation: 'weather',
		instruction: 'The rain stops and the sky clears up',
		before: ['forest', 'day', 'rain', 'small green frog bottom', 'large red mushroom right'],
		change: {weather: 'clear'},
	},
	{
		category: 'causal',
		operation: 'away',
		instruction: 'The dog chases the cat away.',
		before: ['town', 'sunset', 'cloudy', 'large orange dog left', 'small white cat bottom-right'],
		change: {gone: ['cat']},
	},
	{
		category: 'knowledge',
		operation: 'keep',
		instruction: 'keep only what can fly',
		before: ['meadow', 'day', 'clear', 'small blue bird top-left', 'large orange cat center', 'large white plane top-right'],
		change: {gone: ['cat']},
	},
	{
		category: 'knowledge',
		operation: 'colour',
		instruction: 'Paint the car the colour of a ripe tomato',
		before: ['town', 'day', 'clear', 'large white car center', 'small green tree bottom-left'],
		change: {changed: {car: {colour: 'red'}}},
	},
	{
		category: 'knowledge',
		operation: 'remove',
		instruction: 'Remove all the animals',
		before: ['forest', 'day', 'cloudy', 'large orange dog left', 'small white rabbit bottom', 'large green tree right'],
		change: {gone: ['dog', 'rabbit']},
	},
	{
		category: 'knowledge',
		operation: 'add',
		instruction: 'It is raining and the cat is getting wet, so give it what it needs.',
		before: ['town', 'day', 'rain', 'small orange cat center'],
		change: {added: [{noun: 'umbrella'}]},
	},
	{
		category: 'general',
		operation: 'colour',
		instruction: 'make the house blue',
		before: ['mountain', 'day', 'snow', 'large red house center', 'small green tree bottom-left'],
		change: {changed: {house: {colour: 'blue'}}},
	},
	{
		category: 'general',
		operation: 'size',
		instruction: 'Make the rabbit bigger!',
		before: ['meadow', 'sunset', 'clear', 'small pink rabbit center'],
		change: {changed: {rabbit: {size: 'large'}}},
	},
	{
		category: 'general',
		operation: 'remove',
		instruction: 'get rid of the mushroom please',
		before: ['forest', 'night', 'clear', 'large red mushroom bottom-left', 'small purple snail bottom'],
		change: {gone: ['mushroom']},
	},
	{
		category: 'general',
		operation: 'add',
		instruction: 'Add a yellow star in the top left corner',
		before: ['desert', 'night', 'clear', 'large white rocket center'],
		change: {added: [{noun: 'star', colour: 'yellow', cell: 'top-left'}]},
	},
	{
		category: 'general',
		operation: 'replace',
		instruction: 'Replace the dog with a frog',
		before: ['beach', 'day', 'clear', 'large yellow dog bottom-left', 'small red ball right'],
		change: {gone: ['dog'], added: [{noun: 'frog', cell: 'bottom-left'}]},
	},
	{
		category: 'general',
		operation: 'place',
		instruction: 'could you change the place to a desert?',
		before: ['meadow', 'day', 'cloudy', 'large purple car bottom', 'small yellow butterfly top-left'],
		change: {place: 'desert'},
	},
];
