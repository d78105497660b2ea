import type {Time, Weather} from '../scene/scene.ts';

/** The light of a picture: its sky from top to horizon, and what it does to the colours of the land. */
export type Light = {
	readonly time: Time;
	readonly weather: Weather;
	readonly sky: readonly [string, string, string];
	/** Daylight colour -> the colour as this light shows it; `snow` (0-1) is how much snow lies on it when it snows. */
	readonly tint: (colour: string, snow?: number) => string;
};

const skies: Readonly<Record<Time, Readonly<Record<Weather, Light['sky']>>>> = {
	day: {
		clear: ['#5cb8f2', '#98d6f7', '#dcf3fb'],
		cloudy: ['#9db9cc', '#bdd0dc', '#dfe8ec'],
		rain: ['#7f95a8', '#9badbb', '#bccad2'],
		snow: ['#a9c3d8', '#cbdce8', '#eaf2f7'],
	},
	sunset: {
		clear: ['#8a6fc4', '#f58f92', '#ffd38a'],
		cloudy: ['#8f7c9f', '#cf958f', '#ecc08f'],
		rain: ['#6f6683', '#a27f86', '#c79f84'],
		snow: ['#a497c4', '#dcaab8', '#f8d6b8'],
	},
	night: {
		clear: ['#263268', '#3a4b8d', '#5d73b4'],
		cloudy: ['#333a5c', '#464f75', '#626b90'],
		rain: ['#2c344c', '#3b455f', '#525d78'],
		snow: ['#414e7c', '#5c6b9b', '#8391bb'],
	},
};
/** Share of each channel that the light lets through (0-1), then the colour that is mixed in and its share. Snow reflects light. */
type Filter = {readonly pass: readonly [number, number, number]; readonly haze: readonly [string, number]};
const filters: Readonly<Record<Time, Filter>> = {
	day: {pass: [1, 1, 1], haze: ['#ffffff', 0]},
	sunset: {pass: [1, 0.84, 0.76], haze: ['#e0705c', 0.16]},
	night: {pass: [0.48, 0.55, 0.79], haze: ['#2c3970', 0.16]},
};
const snowFilters: Readonly<Record<Time, Filter>> = {
	day: filters.day,
	sunset: {pass: [1, 0.9, 0.9], haze: ['#f08f86', 0.1]},
	night: {pass: [0.68, 0.74, 0.92], haze: ['#33427a', 0.14]},
};
const dulling: Readonly<Record<Weather, number>> = {clear: 0, cloudy: 0.16, rain: 0.3, snow: 0.03};
const snowColour = '#f4f8fc';

/** The light at a time of day in a weather. */
export const lightOf = (time: Time, weather: Weather): Light => ({
	time,
	weather,
	sky: skies[time][weather],
	tint(colour, snow = 0) {
		const covered = weather === 'snow' ? mix(colour, snowColour, snow) : colour;
		const dull = mix(covered, '#7d8894', dulling[weather]);
		const {pass, haze} = (weather === 'snow' ? snowFilters : filters)[time];
		return mix(toHex(channels(dull).map((value, index) => value * pass[index]!)), ...haze);
	},
});

/** `share` (0-1) of the second colour in the first; both `#rrggbb`. */
export function mix(first: string, second: string, share: number): string {
	const added = channels(second);
	return toHex(channels(first).map((value, index) => value * (1 - share) + added[index]! * share));
}

const channels = (colour: string) => [1, 3, 5].map(start => Number.parseInt(colour.slice(start, start + 2), 16));
const toHex = (values: readonly number[]) => `#${values.map(value => Math.round(value).toString(16).padStart(2, '0')).join('')}`;
