import type {Goal, ObjectGoal} from '../../world/scene/goal.ts';

/** A sentence as people type it, and what a reader expects of the picture; what is left out is free, more things are not. */
export type PlainGeneration = Pick<Goal, 'place' | 'time' | 'weather'> & {
	readonly instruction: string;
	readonly things: readonly ObjectGoal[];
	/** Relation of the first thing to the second. */
	readonly relation?: Goal['relations'][number]['relation'];
};

/** Written one by one in plain English, before a look at the world's grammar. Training never sees them. */
export const plainGenerations: readonly PlainGeneration[] = [
	{instruction: 'A dog on the beach.', things: [{noun: 'dog'}], place: 'beach'},
	{
		instruction: 'Draw me a small red house in the mountains, please',
		things: [{noun: 'house', size: 'small', colour: 'red'}],
		place: 'mountain',
	},
	{
		instruction: 'a yellow bird above a blue car',
		things: [
			{noun: 'bird', colour: 'yellow'},
			{noun: 'car', colour: 'blue'},
		],
		relation: 'above',
	},
	{instruction: 'one cat', things: [{noun: 'cat'}]},
	{
		instruction: 'Two things: a pink flower and a white rabbit, with the flower to the left of the rabbit.',
		things: [
			{noun: 'flower', colour: 'pink'},
			{noun: 'rabbit', colour: 'white'},
		],
		relation: 'left-of',
	},
	{
		instruction: 'night in the desert with a big green tent',
		things: [{noun: 'tent', size: 'large', colour: 'green'}],
		place: 'desert',
		time: 'night',
	},
	{
		instruction: 'Snowy forest with an orange cat in it',
		things: [{noun: 'cat', colour: 'orange'}],
		place: 'forest',
		weather: 'snow',
	},
	{
		instruction: 'a purple kite in the top right corner, beach, sunset',
		things: [{noun: 'kite', colour: 'purple', cell: 'top-right'}],
		place: 'beach',
		time: 'sunset',
	},
	{
		instruction: 'A rocket flying above a castle at night.',
		things: [{noun: 'rocket'}, {noun: 'castle'}],
		relation: 'above',
		time: 'night',
	},
	{
		instruction: "it's raining in town and there is a yellow umbrella",
		things: [{noun: 'umbrella', colour: 'yellow'}],
		place: 'town',
		weather: 'rain',
	},
	{
		instruction: 'small blue butterfly next to a large red flower',
		things: [
			{noun: 'butterfly', size: 'small', colour: 'blue'},
			{noun: 'flower', size: 'large', colour: 'red'},
		],
		relation: 'beside',
	},
	{instruction: 'picture of a frog and a mushroom in the woods', things: [{noun: 'frog'}, {noun: 'mushroom'}], place: 'forest'},
	{
		instruction: 'A boat and a white plane at the seaside, cloudy',
		things: [{noun: 'boat'}, {noun: 'plane', colour: 'white'}],
		place: 'beach',
		weather: 'cloudy',
	},
	{instruction: 'GREEN TURTLE', things: [{noun: 'turtle', colour: 'green'}]},
	{
		instruction: "I'd like a bunny in a meadow with a big yellow star above it",
		things: [{noun: 'star', size: 'large', colour: 'yellow'}, {noun: 'rabbit'}],
		relation: 'above',
		place: 'meadow',
	},
	{
		instruction: 'Show a red ball at the bottom left and a blue car at the bottom right.',
		things: [
			{noun: 'ball', colour: 'red', cell: 'bottom-left'},
			{noun: 'car', colour: 'blue', cell: 'bottom-right'},
		],
	},
	{
		instruction: 'A bee to the left of a pink balloon, both of them small',
		things: [
			{noun: 'bee', size: 'small'},
			{noun: 'balloon', size: 'small', colour: 'pink'},
		],
		relation: 'left-of',
	},
	{
		instruction: 'put a purple castle in the middle, nothing else',
		things: [{noun: 'castle', colour: 'purple', cell: 'center'}],
	},
	{instruction: 'Desert. Sunset. One rocket.', things: [{noun: 'rocket'}], place: 'desert', time: 'sunset'},
	{
		instruction: 'a puppy under an orange umbrella while it rains',
		things: [{noun: 'dog'}, {noun: 'umbrella', colour: 'orange'}],
		relation: 'below',
		weather: 'rain',
	},
	{instruction: 'white boat', things: [{noun: 'boat', colour: 'white'}]},
	{
		instruction: "There's a snail to the right of a mushroom, and it's snowing",
		things: [{noun: 'snail'}, {noun: 'mushroom'}],
		relation: 'right-of',
		weather: 'snow',
	},
	{
		instruction: 'Could you paint a clear night in the mountains, with a white tent and a star?',
		things: [{noun: 'tent', colour: 'white'}, {noun: 'star'}],
		place: 'mountain',
		time: 'night',
		weather: 'clear',
	},
	{
		instruction: 'a yellow buterfly and a small green frog',
		things: [
			{noun: 'butterfly', colour: 'yellow'},
			{noun: 'frog', size: 'small', colour: 'green'},
		],
	},
	{
		instruction: 'Cloudy day in town: blue house, red car, green tree',
		things: [
			{noun: 'house', colour: 'blue'},
			{noun: 'car', colour: 'red'},
			{noun: 'tree', colour: 'green'},
		],
		place: 'town',
		time: 'day',
		weather: 'cloudy',
	},
	{
		instruction: 'large pink rabbit, purple mushroom to its left, forest',
		things: [
			{noun: 'mushroom', colour: 'purple'},
			{noun: 'rabbit', size: 'large', colour: 'pink'},
		],
		relation: 'left-of',
		place: 'forest',
	},
	{instruction: 'An airplane high above the desert', things: [{noun: 'plane'}], place: 'desert'},
	{instruction: 'Two animals on the beach: a turtle and a dog.', things: [{noun: 'turtle'}, {noun: 'dog'}], place: 'beach'},
	{
		instruction: 'A little white snail in the bottom right corner',
		things: [{noun: 'snail', size: 'small', colour: 'white', cell: 'bottom-right'}],
	},
	{
		instruction: 'I want to see a blue bird in the centre and an orange cat below it',
		things: [
			{noun: 'cat', colour: 'orange'},
			{noun: 'bird', colour: 'blue', cell: 'center'},
		],
		relation: 'below',
	},
	{instruction: 'A kite and a balloon side by side', things: [{noun: 'kite'}, {noun: 'balloon'}], relation: 'beside'},
	{instruction: 'rainy night, a green car', things: [{noun: 'car', colour: 'green'}], time: 'night', weather: 'rain'},
	{
		instruction: 'Please generate an image of a large castle on a meadow at sunset, with a small orange bird on the left of it.',
		things: [
			{noun: 'bird', size: 'small', colour: 'orange'},
			{noun: 'castle', size: 'large'},
		],
		relation: 'left-of',
		place: 'meadow',
		time: 'sunset',
	},
	{instruction: 'tree', things: [{noun: 'tree'}]},
	{instruction: 'a red flowr in the snow', things: [{noun: 'flower', colour: 'red'}], weather: 'snow'},
	{
		instruction: "a big umberella at the beach, it's purple, and a red ball next to it",
		things: [
			{noun: 'umbrella', size: 'large', colour: 'purple'},
			{noun: 'ball', colour: 'red'},
		],
		relation: 'beside',
		place: 'beach',
	},
];
