import {type Colour, type Noun, nouns, type Place, type Size} from './scene.ts';

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
	balloon: thing('made', 'large', ['red', 'yellow'], ['meadow', 'town'], ['what a child holds on a string at a party'], {
		canFly: true,
		isLight: true,
	}),
	bird: thing(
		'animal',
		'small',
		['blue', 'yellow'],
		['forest', 'meadow'],
		['an animal that sings in the morning', 'the animal that lays eggs in a nest'],
		flies,
	),
	butterfly: thing('animal', 'small', ['orange', 'purple'], ['meadow', 'forest'], ['what a caterpillar becomes'], flies),
	bee: thing(
		'animal',
		'small',
		['yellow', 'orange'],
		['meadow', 'forest'],
		['the animal that makes honey', 'something that buzzes'],
		flies,
	),
	kite: thing('made', 'large', ['purple', 'red'], ['beach', 'meadow'], ['a toy for a windy day'], {canFly: true, isLight: true}),
	plane: thing('made', 'large', ['white', 'blue'], ['town', 'mountain'], ['what a pilot needs'], flies),
	rocket: thing('made', 'large', ['red', 'white'], ['desert', 'town'], ['what takes you to the moon', 'what an astronaut needs'], flies),
	star: thing('sky', 'small', ['yellow', 'white'], ['desert', 'mountain'], ['something that twinkles']),
	cat: thing('animal', 'small', ['orange', 'white'], ['town', 'meadow'], ['the animal that says meow', 'something that purrs']),
	dog: thing('animal', 'small', ['orange', 'white'], ['town', 'beach'], ['something that barks', 'the best friend of a shepherd']),
	rabbit: thing('animal', 'small', ['white', 'pink'], ['meadow', 'forest'], ['the animal that loves carrots', 'an animal with long ears']),
	turtle: thing('animal', 'small', ['green', 'blue'], ['beach', 'desert'], ['the animal that carries a hard shell']),
	frog: thing('animal', 'small', ['green', 'yellow'], ['forest', 'meadow'], ['something that croaks', 'what a tadpole becomes']),
	snail: thing('animal', 'small', ['pink', 'orange'], ['forest', 'meadow'], ['the slowest animal']),
	house: thing('made', 'large', ['red', 'white'], ['town', 'meadow'], ['a place where a family lives']),
	castle: thing('made', 'large', ['white', 'pink'], ['mountain', 'beach'], ['what a king needs', 'a place where a princess lives']),
	tent: thing('made', 'large', ['orange', 'blue'], ['mountain', 'desert'], ['what a camper needs']),
	tree: thing('plant', 'large', ['green', 'orange'], ['forest', 'meadow'], ['something with leaves and a trunk']),
	flower: thing('plant', 'small', ['pink', 'red'], ['meadow', 'mountain'], ['something with petals', 'what a bee needs']),
	mushroom: thing('plant', 'small', ['red', 'white'], ['forest', 'mountain'], ['something that grows after rain']),
	car: thing('made', 'large', ['red', 'blue'], ['town', 'desert'], ['something with four wheels', 'what a driver needs']),
	boat: thing('made', 'large', ['white', 'blue'], ['beach', 'mountain'], ['what the fisherman needs', 'what a sailor needs']),
	ball: thing('made', 'small', ['red', 'pink'], ['beach', 'meadow'], ['something to kick', 'a round toy']),
	umbrella: thing('made', 'small', ['purple', 'blue'], ['beach', 'town'], ['what keeps you dry in the rain'], {isLight: true}),
};

/** Things whose colour everybody knows. */
export const colourOf: Readonly<Record<string, Colour>> = {
	grass: 'green',
	'a leaf': 'green',
	'the sky': 'blue',
	'the sea': 'blue',
	'a cherry': 'red',
	blood: 'red',
	'a carrot': 'orange',
	'a pumpkin': 'orange',
	'a lemon': 'yellow',
	'the sun': 'yellow',
	'a plum': 'purple',
	'an eggplant': 'purple',
	'a flamingo': 'pink',
	'a pig': 'pink',
	milk: 'white',
	'a cloud': 'white',
};

/** Groups that edits speak about, with the words for them. */
export const groups = {
	flyers: {
		members: nouns.filter(noun => facts[noun].canFly),
		verb: 'can fly',
		phrases: [
			'everything that can fly',
			'all things that fly',
			'whatever has wings or flies',
			'things that can fly',
			'what can fly',
			'anything that flies',
		],
	},
	animals: {
		members: nouns.filter(noun => facts[noun].kind === 'animal'),
		verb: 'is an animal',
		phrases: ['all animals', 'the animals', 'every animal', 'all creatures', 'all the animals', 'everything that is an animal'],
	},
	alive: {
		members: nouns.filter(noun => facts[noun].kind === 'animal' || facts[noun].kind === 'plant'),
		verb: 'is alive',
		phrases: ['what lives', 'everything that lives', 'all living things', 'what is alive', 'everything alive', 'the living things'],
	},
	plants: {
		members: nouns.filter(noun => facts[noun].kind === 'plant'),
		verb: 'is a plant',
		phrases: ['the plants', 'all plants', 'everything that grows'],
	},
	made: {
		members: nouns.filter(noun => facts[noun].kind === 'made'),
		verb: 'was made by people',
		phrases: [
			'everything people made',
			'all things made by people',
			'everything that was built',
			'whatever is man-made',
			'everything made by people',
			'all man-made things',
		],
	},
	light: {members: nouns.filter(noun => facts[noun].isLight), verb: 'is light', phrases: ['what is light']},
} as const satisfies Readonly<Record<string, {members: readonly Noun[]; verb: string; phrases: readonly string[]}>>;

export type Group = keyof typeof groups;
