import {encodeAnimation, type Pixels} from '../picture/codec.ts';
import type {Film} from './film.ts';
import {createFrames} from './frames.ts';
import {timeFilm} from './timing.ts';

/** A film as an animated GIF or WebP file. @param speed - as in `timeFilm` */
export async function encodeFilm(film: Film, format: 'gif' | 'webp', speed?: number): Promise<Uint8Array> {
	const frameAt = createFrames(film);
	const timed = timeFilm(film.moments, speed);
	const frames: Pixels[] = [];
	// A long moment takes several frames that are alike.
	for (const [position, {index}] of timed.entries()) {
		const before = timed[position - 1]?.index === index ? frames.at(-1) : undefined;
		frames.push(before ?? (await frameAt(index)));
	}
	return encodeAnimation(
		frames,
		timed.map(({holdMs}) => holdMs),
		format,
	);
}
