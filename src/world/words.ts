import type {Cell, Colour, Noun, Place, Size, Time, Weather} from './scene.ts';

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
	meadow: ['in a meadow', 'in the meadow', 'on a field', 'in a field', 'on the grass', 'in the countryside'],
	beach: ['on the beach', 'on a beach', 'at the beach', 'by the sea', 'at the seaside', 'on the shore'],
	forest: ['in the forest', 'in a forest', 'in the woods', 'deep in the woods', 'among firs'],
	desert: ['in the desert', 'in a desert', 'on the dunes', 'among sand dunes'],
	mountain: ['in the mountains', 'on a mountain', 'in the alps', 'below the peaks', 'in the highlands'],
	town: ['in the town', 'in a town', 'in the city', 'in the village', 'on a street', 'downtown'],
};

export const timeWords: Synonyms<Time> = {
	day: ['by day', 'during the day', 'in daylight', 'at noon', 'in the morning'],
	sunset: ['at sunset', 'in the evening', 'at dusk', 'at twilight', 'as the sun sets'],
	night: ['at night', 'by night', 'at midnight', 'under the moon', 'in the dark'],
};

export const weatherWords: Synonyms<Weather> = {
	clear: ['under a clear sky', 'with a clear sky', 'in fine weather', 'without a cloud'],
	cloudy: ['under a cloudy sky', 'with clouds', 'under grey clouds', 'in cloudy weather'],
	rain: ['in the rain', 'while it rains', 'in rainy weather', 'in a shower'],
	snow: ['in the snow', 'while it snows', 'in snowy weather', 'with snow falling'],
};

export const weatherAdjectives: Synonyms<Weather> = {
	clear: ['clear', 'sunny', 'fine'],
	cloudy: ['cloudy', 'grey', 'overcast'],
	rain: ['rainy', 'wet'],
	snow: ['snowy', 'white'],
};

export const timeNouns: Synonyms<Time> = {day: ['day', 'morning', 'afternoon'], sunset: ['sunset', 'evening'], night: ['night']};

export const cellWords: Synonyms<Cell> = {
	'top-left': ['in the top left', 'in the upper left', 'in the top left corner', 'at top-left'],
	top: ['at the top', 'high up in the middle', 'in the top middle'],
	'top-right': ['in the top right', 'in the upper right', 'in the top right corner', 'at top-right'],
	left: ['on the left', 'on the left side', 'in the middle left'],
	center: ['in the middle', 'in the center', 'in the centre'],
	right: ['on the right', 'on the right side', 'in the middle right'],
	'bottom-left': ['in the bottom left', 'in the lower left', 'in the bottom left corner', 'at bottom-left'],
	bottom: ['at the bottom', 'in the bottom middle', 'in front in the middle'],
	'bottom-right': ['in the bottom right', 'in the lower right', 'in the bottom right corner', 'at bottom-right'],
};

export const relations = ['above', 'below', 'left-of', 'right-of', 'beside'] as const;
export type Relation = (typeof relations)[number];

export const relationWords: Synonyms<Relation> = {
	above: ['above', 'over', 'high above'],
	below: ['below', 'under', 'beneath'],
	'left-of': ['left of', 'to the left of', 'on the left side of'],
	'right-of': ['right of', 'to the right of', 'on the right side of'],
	beside: ['next to', 'beside', 'near', 'close to'],
};

/** "a" or "an". */
export const article = (word: string) => (/^[aeiou]/.test(word) ? 'an' : 'a');
