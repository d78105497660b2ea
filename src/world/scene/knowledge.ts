import type {Colour, Noun, Place, Size} from './scene.ts';

/** Common knowledge about a thing: it fills in what an instruction leaves out, and edits reason with it. */
export type Facts = {
	/** Usual colours, the most usual first. */
	readonly colours: readonly Colour[];
	readonly size: Size;
	/** Its usual place. */
	readonly homes: readonly Place[];
	readonly kind: 'animal' | 'plant' | 'made' | 'sky';
	readonly canFly: boolean;
	/** Carried off by a strong wind. */
	readonly isLight: boolean;
};

const thing = (
	kind: Facts['kind'],
	size: Size,
	colours: readonly Colour[],
	homes: readonly Place[],
	{canFly = false, isLight = false} = {},
): Facts => ({colours, size, homes, kind, canFly, isLight});

export const facts: Readonly<Record<Noun, Facts>> = {
	balloon: thing('made', 'large', ['red', 'yellow'], ['meadow', 'town'], {canFly: true, isLight: true}),
	bird: thing('animal', 'small', ['blue', 'yellow'], ['forest', 'meadow'], {canFly: true}),
	butterfly: thing('animal', 'small', ['orange', 'purple'], ['meadow', 'forest'], {canFly: true}),
	bee: thing('animal', 'small', ['yellow', 'orange'], ['meadow', 'forest'], {canFly: true}),
	kite: thing('made', 'large', ['purple', 'red'], ['beach', 'meadow'], {canFly: true, isLight: true}),
	plane: thing('made', 'large', ['white', 'blue'], ['town', 'mountain'], {canFly: true}),
	rocket: thing('made', 'large', ['red', 'white'], ['desert', 'town'], {canFly: true}),
	star: thing('sky', 'small', ['yellow', 'white'], ['desert', 'mountain']),
	cat: thing('animal', 'small', ['orange', 'white'], ['town', 'meadow']),
	dog: thing('animal', 'small', ['orange', 'white'], ['town', 'beach']),
	rabbit: thing('animal', 'small', ['white', 'pink'], ['meadow', 'forest']),
	turtle: thing('animal', 'small', ['green', 'blue'], ['beach', 'desert']),
	frog: thing('animal', 'small', ['green', 'yellow'], ['forest', 'meadow']),
	snail: thing('animal', 'small', ['pink', 'orange'], ['forest', 'meadow']),
	house: thing('made', 'large', ['red', 'white'], ['town', 'meadow']),
	castle: thing('made', 'large', ['white', 'pink'], ['mountain', 'beach']),
	tent: thing('made', 'large', ['orange', 'blue'], ['mountain', 'desert']),
	tree: thing('plant', 'large', ['green', 'orange'], ['forest', 'meadow']),
	flower: thing('plant', 'small', ['pink', 'red'], ['meadow', 'mountain']),
	mushroom: thing('plant', 'small', ['red', 'white'], ['forest', 'mountain']),
	car: thing('made', 'large', ['red', 'blue'], ['town', 'desert']),
	boat: thing('made', 'large', ['white', 'blue'], ['beach', 'mountain']),
	ball: thing('made', 'small', ['red', 'pink'], ['beach', 'meadow']),
	umbrella: thing('made', 'small', ['purple', 'blue'], ['beach', 'town'], {isLight: true}),
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
