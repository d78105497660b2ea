/** The storybook world as plain data. Every list here is the definition; drawing, sentences, judge and training read it. */

export const places = ['meadow', 'beach', 'forest', 'desert', 'mountain', 'town'] as const;
export const times = ['day', 'sunset', 'night'] as const;
export const weathers = ['clear', 'cloudy', 'rain', 'snow'] as const;
export const colours = ['red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink', 'white'] as const;
export const sizes = ['small', 'large'] as const;

/** Live in the upper two rows of cells. */
export const skyNouns = ['balloon', 'bird', 'butterfly', 'bee', 'kite', 'plane', 'rocket', 'star'] as const;
/** Live in the lower two rows of cells. */
const groundNouns = [
	'cat',
	'dog',
	'rabbit',
	'turtle',
	'frog',
	'snail',
	'house',
	'castle',
	'tent',
	'tree',
	'flower',
	'mushroom',
	'car',
	'boat',
	'ball',
	'umbrella',
] as const;
export const nouns = [...skyNouns, ...groundNouns] as const;

/** The 3 x 3 grid of cells, row-major from the top left. */
export const cells = ['top-left', 'top', 'top-right', 'left', 'center', 'right', 'bottom-left', 'bottom', 'bottom-right'] as const;

export type Place = (typeof places)[number];
export type Time = (typeof times)[number];
export type Weather = (typeof weathers)[number];
export type Colour = (typeof colours)[number];
export type Size = (typeof sizes)[number];
export type Noun = (typeof nouns)[number];
export type Cell = (typeof cells)[number];

export type SceneObject = {readonly noun: Noun; readonly colour: Colour; readonly size: Size; readonly cell: Cell};

/** At most one object per cell, and a noun at most once: this is what makes the judge exact. Objects are in cell order. */
export type Scene = {readonly place: Place; readonly time: Time; readonly weather: Weather; readonly objects: readonly SceneObject[]};

/** Whether the noun may stand in the cell: sky things in rows 0-1, ground things in rows 1-2. */
export function fits(noun: Noun, cell: Cell): boolean {
	const row = Math.floor(cells.indexOf(cell) / 3);
	return (skyNouns as readonly string[]).includes(noun) ? row <= 1 : row >= 1;
}

/** Picture geometry, in pixels and tokens: 144 px = 6 tokens x 24 px = 3 cells x 2 tokens. */
export const geometry = {cellsPerSide: 3, tokensPerCell: 2, tokensPerSide: 6, patch: 24, side: 144} as const;
