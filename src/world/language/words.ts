import type {Relation} from '../scene/goal.ts';
import type {Cell, Colour, Noun, Place, Size, Time, Weather} from '../scene/scene.ts';

/** Places as something that weather may describe: "in a snowy forest". */
export const describedPlaces: Readonly<Record<Place, readonly [preposition: string, noun: string]>> = {
	meadow: ['in', 'meadow'],
	beach: ['on', 'beach'],
	forest: ['in', 'forest'],
	desert: ['in', 'desert'],
	mountain: ['on', 'mountain'],
	town: ['in', 'town'],
};

/** Ways an instruction may say a thing; the first is the world's own word. Reasoning always uses the first. */
type Synonyms<Word extends string> = Readonly<Record<Word, readonly string[]>>;

export const nounWords: Synonyms<Noun> = {
	balloon: ['balloon', 'air balloon'],
	bird: ['bird', 'birdie', 'songbird'],
	butterfly: ['butterfly', 'moth'],
	bee: ['bee', 'bumblebee', 'honeybee'],
	kite: ['kite'],
	plane: ['plane', 'airplane', 'aeroplane', 'jet'],
	rocket: ['rocket', 'spaceship', 'space rocket'],
	star: ['star'],
	cat: ['cat', 'kitten', 'kitty'],
	dog: ['dog', 'puppy', 'hound'],
	rabbit: ['rabbit', 'bunny', 'hare'],
	turtle: ['turtle', 'tortoise'],
	frog: ['frog', 'toad'],
	snail: ['snail'],
	house: ['house', 'home', 'cottage', 'hut'],
	castle: ['castle', 'palace', 'fortress'],
	tent: ['tent'],
	tree: ['tree'],
	flower: ['flower', 'blossom', 'daisy'],
	mushroom: ['mushroom', 'toadstool'],
	car: ['car', 'automobile'],
	boat: ['boat', 'ship', 'sailboat'],
	ball: ['ball'],
	umbrella: ['umbrella', 'parasol'],
};

export const colourWords: Synonyms<Colour> = {
	red: ['red', 'scarlet', 'crimson'],
	orange: ['orange'],
	yellow: ['yellow', 'golden'],
	green: ['green', 'emerald'],
	blue: ['blue', 'azure'],
	purple: ['purple', 'violet', 'lilac'],
	pink: ['pink', 'rosy'],
	white: ['white', 'snow-white'],
};

export const sizeWords: Synonyms<Size> = {
	small: ['small', 'little', 'tiny', 'mini'],
	large: ['large', 'big', 'huge', 'giant'],
};

export const placeWords: Synonyms<Place> = {
	meadow: [
		...['in a meadow', 'in the meadow', 'on a field', 'in a field', 'on the grass', 'in the countryside', 'on a meadow'],
		...['in the grass', 'on the meadow', 'in the fields', 'at the meadow', 'out in the field'],
	],
	beach: [
		...['on the beach', 'on a beach', 'at the beach', 'by the sea', 'at the seaside', 'on the shore', 'at the sea'],
		...['near the sea', 'next to the sea', 'by the shore', 'at the shore', 'beside the sea'],
	],
	forest: ['in the forest', 'in a forest', 'in the woods', 'deep in the woods', 'among firs', 'deep in the forest', 'in some woods'],
	desert: ['in the desert', 'in a desert', 'on the dunes', 'among sand dunes', 'in the dunes', 'out in the desert', 'in the sand dunes'],
	mountain: [
		...['in the mountains', 'on a mountain', 'in the alps', 'below the peaks', 'in the highlands', 'on the mountain'],
		...['up in the mountains', 'high in the mountains', 'high up in the mountains', 'at the mountains'],
	],
	town: [
		...['in the town', 'in a town', 'in the city', 'in the village', 'on a street', 'downtown', 'in a city', 'in a village'],
		...['on the street', 'in the street', 'in town'],
	],
};

export const timeWords: Synonyms<Time> = {
	day: [
		...['by day', 'during the day', 'in daylight', 'at noon', 'in the morning', 'at daytime', 'on a bright day'],
		...['in the afternoon', 'in the daytime', 'at day', 'in bright daylight'],
	],
	sunset: [
		...['at sunset', 'in the evening', 'at dusk', 'at twilight', 'as the sun sets', 'during sunset', 'under an evening sky'],
		...['in the sunset', 'under a sunset sky', 'at evening', 'with the sun going down', 'while the sun sets'],
	],
	night: [
		...['at night', 'by night', 'at midnight', 'under the moon', 'in the dark', 'under the night sky', 'during the night'],
		...['in the night', 'under a night sky', 'with the moon out', 'under a dark sky', 'with stars in the sky'],
	],
};

/** The same as sentences of their own. */
export const timeSentences: Synonyms<Time> = {
	day: ['it is day', 'it is daytime', 'the sun is up', 'it is morning', 'it is noon', 'it is bright day', 'the time is day'],
	sunset: ['it is evening', 'the sun sets', 'the sun is going down', 'it is sunset', 'the day ends', 'it is dusk', 'the time is sunset'],
	night: ['it is night', 'it is dark', 'the moon is out', 'it is nighttime', 'it is midnight', 'the sky is dark', 'the time is night'],
};

export const weatherWords: Synonyms<Weather> = {
	clear: [
		...['under a clear sky', 'with a clear sky', 'in fine weather', 'without a cloud', 'in clear weather', 'without clouds'],
		...['in good weather', 'with no clouds', 'with no clouds in the sky'],
	],
	cloudy: [
		...['under a cloudy sky', 'with clouds', 'under grey clouds', 'in cloudy weather', 'with a cloudy sky'],
		...['with clouds in the sky', 'with grey clouds', 'under a grey sky', 'under clouds', 'when it is cloudy'],
	],
	rain: [
		...['in the rain', 'while it rains', 'in rainy weather', 'in a shower', 'with rain falling', 'while it is raining'],
		...['with rain', 'when it rains', 'with falling rain', 'during rain'],
	],
	snow: [
		...['in the snow', 'while it snows', 'in snowy weather', 'with snow falling', 'while it is snowing', 'with falling snow'],
		...['with snow', 'when it snows', 'in winter', 'in the winter', 'in winter weather', 'during snow'],
	],
};

/** The same as sentences of their own. */
export const weatherSentences: Synonyms<Weather> = {
	clear: ['the sky is clear', 'the weather is fine', 'no clouds in the sky', 'the weather is good', 'there are no clouds', 'it is clear'],
	cloudy: [
		...['it is cloudy', 'the sky is grey', 'the sky is cloudy', 'it is overcast', 'there are clouds'],
		...['there are clouds in the sky', 'clouds cover the sky'],
	],
	rain: ['it rains', 'it is raining', 'rain is falling', 'the weather is rainy', 'it is rainy', 'it is wet', 'there is rain'],
	snow: ['it snows', 'it is snowing', 'snow is falling', 'the weather is snowy', 'it is snowy', 'it is winter', 'there is snow'],
};

/** Phrases that deny a weather, said before the right one. */
export const deniedWeathers: Synonyms<Exclude<Weather, 'clear'>> = {
	cloudy: ['it is not cloudy', 'there are no clouds'],
	rain: ['it does not rain', 'it is not raining', 'no rain', 'it should not rain'],
	snow: ['it does not snow', 'it is not snowing', 'no snow', 'it should not snow'],
};

/** The place as a sentence of its own. */
export const placeSentences = (where: string): readonly string[] => [
	...[`it is ${where}`, `it all happens ${where}`, `we are ${where}`, `this is ${where}`, `everything is ${where}`],
	...[`all of it is ${where}`, `the scene is ${where}`],
];

export const weatherAdjectives: Synonyms<Weather> = {
	clear: ['clear', 'sunny', 'fine'],
	cloudy: ['cloudy', 'grey', 'overcast'],
	rain: ['rainy', 'wet'],
	snow: ['snowy', 'wintry'],
};

export const timeNouns: Synonyms<Time> = {day: ['day', 'morning', 'afternoon'], sunset: ['sunset', 'evening'], night: ['night']};

/** The sides of the picture. Of a new thing they mean the cell in the middle of that side; of a thing that moves, no more than the side. */
export const sideWords = {
	left: ['on the left', 'on the left side', 'at the left', 'at the left edge', 'over on the left', 'on the left hand side'],
	right: ['on the right', 'on the right side', 'at the right', 'at the right edge', 'over on the right', 'on the right hand side'],
	top: ['at the top', 'at the very top', 'high up', 'near the top', 'at the top edge'],
	bottom: ['at the bottom', 'at the very bottom', 'near the bottom', 'low down', 'at the bottom edge'],
} as const;

const corner = (vertical: readonly [string, string], side: 'left' | 'right'): readonly string[] => {
	const [first, second] = vertical;
	return [
		...[`in the ${first} ${side}`, `in the ${second} ${side}`, `in the ${first} ${side} corner`, `at ${first}-${side}`],
		...[`at the ${first} ${side}`, `in the ${second} ${side} corner`, `on the ${first} ${side}`],
		...[`in the corner at the ${first} ${side}`, `at the ${first} on the ${side}`, `on the ${side} at the ${first}`],
	];
};

/** Ways to name a cell that can mean no other. */
export const exactCellWords: Synonyms<Cell> = {
	'top-left': corner(['top', 'upper'], 'left'),
	top: ['in the top middle', 'high up in the middle', 'at the top center', 'in the upper middle', 'in the middle at the top'],
	'top-right': corner(['top', 'upper'], 'right'),
	left: ['in the middle left', 'in the middle on the left', 'at the center left'],
	center: ['in the middle', 'in the center', 'in the centre', 'at the center', 'right in the middle', 'in the very middle', 'dead center'],
	right: ['in the middle right', 'in the middle on the right', 'at the center right'],
	'bottom-left': corner(['bottom', 'lower'], 'left'),
	bottom: ['in the bottom middle', 'in front in the middle', 'at the bottom center', 'in the lower middle', 'in the middle at the bottom'],
	'bottom-right': corner(['bottom', 'lower'], 'right'),
};

export const cellWords: Synonyms<Cell> = {
	...exactCellWords,
	top: [...sideWords.top, ...exactCellWords.top],
	left: [...sideWords.left, ...exactCellWords.left],
	right: [...sideWords.right, ...exactCellWords.right],
	bottom: [...sideWords.bottom, ...exactCellWords.bottom],
};

export const relationWords: Synonyms<Relation> = {
	above: ['above', 'over', 'high above', 'up above', 'on top of', 'right above', 'higher than'],
	below: ['below', 'under', 'beneath', 'underneath', 'right under', 'lower than', 'down below'],
	'left-of': ['left of', 'to the left of', 'on the left side of', 'on the left of', 'just left of'],
	'right-of': ['right of', 'to the right of', 'on the right side of', 'on the right of', 'just right of'],
	beside: ['next to', 'beside', 'near', 'close to', 'by the side of', 'right next to', 'by', 'right beside', 'at the side of'],
	'far-from': ['far from', 'far away from', 'a long way from', 'nowhere near', 'at the other end from', 'well away from'],
};

/** Verbs for a thing in its place: in the sky, and on the ground. */
export const verbs = {
	sky: ['is', 'floats', 'flies', 'hovers', 'is floating', 'is flying', 'goes', 'was', 'flying', 'floating'],
	ground: ['is', 'stands', 'sits', 'rests', 'is standing', 'is sitting', 'lives', 'lived', 'was', 'sitting', 'standing', 'sleeps'],
} as const;

/** "a" or "an". */
export const article = (word: string) => (/^[aeiou]/.test(word) ? 'an' : 'a');
