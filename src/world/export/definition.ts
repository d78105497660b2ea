import {categories} from '../scene/item.ts';
import {cells, colours, geometry, nouns, places, sizes, skyNouns, times, weathers} from '../scene/scene.ts';
import {lengths, specials, textRows} from './vocabulary.ts';

/** Version of `world.json`; a change of any field's meaning raises it. */
const version = 1;

/**
The world as training reads it: words in the order of their values, what the bits of an image code mean, ids, sizes. A field of a code
has so many values and stands so many bits from the right; `kind` takes the nouns first, then the places.
*/
export const worldDefinition = {
	version,
	words: {nouns, skyNouns, places, colours, sizes, times, weathers, cells},
	categories,
	code: {
		bits: 13,
		kind: {values: 32, shift: 8},
		object: [
			{name: 'colour', values: colours.length, shift: 5},
			{name: 'size', values: sizes.length, shift: 4},
			{name: 'part', values: geometry.tokensPerCell ** 2, shift: 2},
			{name: 'spare', values: 4, shift: 0},
		],
		background: [
			{name: 'time', values: 4, shift: 6},
			{name: 'weather', values: weathers.length, shift: 4},
			{name: 'row', values: 16, shift: 0},
		],
	},
	specials,
	textRows,
	lengths,
	geometry,
} as const;
