import type {Colour, Noun, Place, Size} from './scene.ts';

/** What everybody knows about a thing: it fills in what an instruction leaves out, and edits reason with it. */
export type Facts = {
	/** Usual colours, the most usual first. */
	readonly colours: readonly Colour[];
	readonly size: Size;
	/** Where it is at home. */
	readonly homes: readonly Place[];
	readonly kind: 'animal' | 'plant' | 'made' | 'sky';
	readonly canFly: boolean;
	/** Carried off by a strong wind. */
	readonly isLight: boolean;
	/** Descriptions that name it without its name: "something that barks". */
	readonly riddles: readonly string[];
};

const thing = (
	kind: Facts['kind'],
	size: Size,
	colours: readonly Colour[],
	homes: readonly Place[],
	riddles: readonly string[],
	{canFly = false, isLight = false} = {},
): Facts => ({colours, size, homes, kind, canFly, isLight, riddles});

const flies = {canFly: true};

export const facts: Readonly<Record<Noun, Facts>> = {
	balloon: thing(
		'made',
		'large',
		['red', 'yellow'],
		['meadow', 'town'],
		['a toy full of air', 'what a child holds on a string at a party', 'something that floats on a string', 'what you blow up for a party'],
		{
			canFly: true,
			isLight: true,
		},
	),
	bird: thing(
		'animal',
		'small',
		['blue', 'yellow'],
		['forest', 'meadow'],
		[
			'an animal with feathers',
			'the animal that builds a nest',
			'an animal that sings in the morning',
			'the animal that lays eggs in a nest',
			'something that sings',
		],
		flies,
	),
	butterfly: thing(
		'animal',
		'small',
		['orange', 'purple'],
		['meadow', 'forest'],
		['what a caterpillar becomes', 'what a caterpillar turns into'],
		flies,
	),
	bee: thing(
		'animal',
		'small',
		['yellow', 'orange'],
		['meadow', 'forest'],
		['an animal that can sting', 'the animal that makes honey', 'something that buzzes', 'what makes honey'],
		flies,
	),
	kite: thing(
		'made',
		'large',
		['purple', 'red'],
		['beach', 'meadow'],
		['a toy for a windy day', 'a toy that flies on a string', 'what flies on a string in the wind'],
		{canFly: true, isLight: true},
	),
	plane: thing('made', 'large', ['white', 'blue'], ['town', 'mountain'], ['what a pilot needs', 'what a pilot flies'], flies),
	rocket: thing(
		'made',
		'large',
		['red', 'white'],
		['desert', 'town'],
		['what takes you to the moon', 'what an astronaut needs', 'something that flies into space', 'what flies to the moon'],
		flies,
	),
	star: thing(
		'sky',
		'small',
		['yellow', 'white'],
		['desert', 'mountain'],
		['something that twinkles', 'what you make a wish on at night', 'what twinkles at night'],
	),
	cat: thing(
		'animal',
		'small',
		['orange', 'white'],
		['town', 'meadow'],
		[
			'an animal that catches mice',
			'something that meows',
			'the animal that says meow',
			'something that purrs',
			'an animal that loves milk',
		],
	),
	dog: thing(
		'animal',
		'small',
		['orange', 'white'],
		['town', 'beach'],
		[
			'an animal that loves bones',
			'the animal that says woof',
			'something that barks',
			'the best friend of a shepherd',
			'an animal that barks',
		],
	),
	rabbit: thing('animal', 'small', ['white', 'pink'], ['meadow', 'forest'], ['the animal that loves carrots', 'an animal with long ears']),
	turtle: thing(
		'animal',
		'small',
		['green', 'blue'],
		['beach', 'desert'],
		['a slow animal with four legs and a shell', 'the animal that carries a hard shell'],
	),
	frog: thing(
		'animal',
		'small',
		['green', 'yellow'],
		['forest', 'meadow'],
		['an animal that lives in a pond', 'something that croaks', 'what a tadpole becomes', 'what a tadpole turns into'],
	),
	snail: thing(
		'animal',
		'small',
		['pink', 'orange'],
		['forest', 'meadow'],
		['a slow animal without legs', 'a slow animal that carries its house', 'the slowest animal'],
	),
	house: thing('made', 'large', ['red', 'white'], ['town', 'meadow'], ['something with a door and a roof', 'a place where a family lives']),
	castle: thing(
		'made',
		'large',
		['white', 'pink'],
		['mountain', 'beach'],
		['where a king and a queen live', 'what a queen needs', 'what a king needs', 'a place where a princess lives'],
	),
	tent: thing(
		'made',
		'large',
		['orange', 'blue'],
		['mountain', 'desert'],
		['what you need for camping', 'something to sleep in when camping', 'what a camper needs'],
	),
	tree: thing(
		'plant',
		'large',
		['green', 'orange'],
		['forest', 'meadow'],
		['something to climb with leaves', 'something with leaves and a trunk'],
	),
	flower: thing(
		'plant',
		'small',
		['pink', 'red'],
		['meadow', 'mountain'],
		['what you put in a vase', 'something that smells good', 'something with petals', 'what a bee needs'],
	),
	mushroom: thing(
		'plant',
		'small',
		['red', 'white'],
		['forest', 'mountain'],
		['something with a cap that grows in the woods', 'something that grows after rain'],
	),
	car: thing(
		'made',
		'large',
		['red', 'blue'],
		['town', 'desert'],
		['something to drive', 'something with wheels', 'something with four wheels', 'what a driver needs'],
	),
	boat: thing(
		'made',
		'large',
		['white', 'blue'],
		['beach', 'mountain'],
		[
			'something to sail on the sea',
			'something to sail with',
			'what the fisherman needs',
			'what a sailor needs',
			'something that floats on water',
		],
	),
	ball: thing(
		'made',
		'small',
		['red', 'pink'],
		['beach', 'meadow'],
		['a toy that bounces', 'something to throw and kick', 'something to kick', 'a round toy'],
	),
	umbrella: thing(
		'made',
		'small',
		['purple', 'blue'],
		['beach', 'town'],
		['something against the rain', 'what keeps you dry in the rain', 'what you need in the rain'],
		{
			isLight: true,
		},
	),
};

/** Things whose colour everybody knows. */
export const colourOf: Readonly<Record<string, Colour>> = {
	grass: 'green',
	'a leaf': 'green',
	'the sky': 'blue',
	'the sea': 'blue',
	'a cherry': 'red',
	'a tomato': 'red',
	'a strawberry': 'red',
	'a fire engine': 'red',
	blood: 'red',
	'a carrot': 'orange',
	'a pumpkin': 'orange',
	'a banana': 'yellow',
	'a lemon': 'yellow',
	'the sun': 'yellow',
	'a plum': 'purple',
	'an eggplant': 'purple',
	'a flamingo': 'pink',
	'a pig': 'pink',
	'bubble gum': 'pink',
	snow: 'white',
	'a swan': 'white',
	milk: 'white',
	'a cloud': 'white',
};
