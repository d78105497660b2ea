import type {RgbImage, RunEvent} from '../events/events.ts';
import {type Pixels, resample, thumbnailOf, toRgbImage} from '../picture/codec.ts';
import {type Film, type Moment, toFilm} from './film.ts';

const grey = 128;

/**
The events with a preview after each step, where a run looked at its picture only now and then: what is decided as it ends up, the rest
from the preview before it, as far as there is one. At the size of a transcript's previews.
*/
export function withPreviews(events: readonly RunEvent[]): readonly RunEvent[] {
	if (!events.some(({type}) => type === 'step') || !events.some(({type}) => type === 'finished')) return events;
	const film = toFilm(events);
	const final = thumbnailOf(film.final);
	const guesses = new Map<RgbImage, Pixels>();
	const guessOf = (image: RgbImage): Pixels => {
		const known = guesses.get(image) ?? resample(thumbnailOf(image), final.width, final.height);
		guesses.set(image, known);
		return known;
	};
	let index = 0;
	return events.flatMap((event): RunEvent[] => {
		if (event.type === 'preview') return [];
		if (event.type !== 'step') return [event];
		const moment = film.moments[++index]!;
		const guess = moment.preview && guessOf(moment.preview);
		return [event, {type: 'preview', step: event.step, image: toRgbImage(compose(final, guess, moment, film))}];
	});
}

function compose({width, height, rgb}: Pixels, guess: Pixels | undefined, {settled}: Moment, {model: {grid}}: Film): Pixels {
	if (settled.length === 0) return guess ?? {width, height, rgb: new Uint8Array(rgb.length).fill(grey)};
	const composed = Uint8Array.from(rgb);
	for (let y = 0; y < height; y++) {
		const firstOfRow = Math.floor((y * grid.rows) / height) * grid.columns;
		for (let x = 0; x < width; x++) {
			if (settled[firstOfRow + Math.floor((x * grid.columns) / width)]) continue;
			const at = (y * width + x) * 3;
			for (let channel = at; channel < at + 3; channel++) composed[channel] = guess ? guess.rgb[channel]! : grey;
		}
	}
	return {width, height, rgb: composed};
}
