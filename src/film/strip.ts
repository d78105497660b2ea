import {percent} from '../events/progress.ts';
import type {Pixels} from '../picture/codec.ts';
import {lettering, widthOf} from '../picture/lettering.ts';
import {filmColours, filmVeil} from './colours.ts';
import type {Film} from './film.ts';
import {drawSvg, filmTime, fitted, withPicture} from './frames.ts';
import {createMomentPictures} from './moment-picture.ts';
import {drawWords, heightOf, layoutWords} from './words.ts';

/** Px. */
const margin = 32;
const panel = 232;
const gutter = 24;
const tallestText = 1200;
const panels = 6;

/** Some moments of a film side by side, from the first to the last: picture, step and text of each. */
export async function drawStrip(film: Film): Promise<Pixels> {
	const {settings, model, moments} = film;
	const shown = spread(moments.length, panels);
	const size = fitted(film.final, panel);
	const width = margin * 2 + shown.length * panel + (shown.length - 1) * gutter;
	const title = layoutWords([{text: settings.instruction, step: 0}], {width: width - margin * 2, height: 80, sizes: [24, 20]});
	const words = layoutWords(film.reveals, {width: panel, height: tallestText, sizes: [15]});
	const pictureTop = Math.round(margin + heightOf(title) + 10);
	const labelTop = pictureTop + size.height + 26;
	const wordsTop = labelTop + 10;
	const height = Math.ceil(wordsTop + heightOf(words) + 52);
	const small = {size: 14, colour: filmColours.dim};
	const origin = `${model.name} · seed ${settings.seed} · ${filmTime(moments.at(-1)?.elapsedMs ?? 0)}`;
	const leftOf = (index: number) => margin + index * (panel + gutter);
	const elements = [
		title.words.map(({text, x, line}) =>
			lettering(text, margin + x, margin - 6 + (line * 1.62 + 1.05) * title.size, {
				size: title.size,
				colour: filmColours.title,
				isBold: true,
			}),
		),
		shown.map((moment, index) => {
			const {step, of, text, image} = moments[moment]!;
			const label = `step ${step}/${of} · text ${percent(text)} · image ${percent(image)}`;
			return (
				lettering(label, leftOf(index), labelTop, {size: 12, colour: filmColours.dim}) +
				drawWords(words, {step, isOver: moment === moments.length - 1}, leftOf(index), wordsTop)
			);
		}),
		lettering(origin, width - margin - widthOf(origin, small.size), height - 22, small),
	];
	const strip = await drawSvg(elements.flat().join(''), width, height);
	const pictureAt = createMomentPictures(film, size.width, size.height, filmVeil);
	for (const [index, moment] of shown.entries()) withPicture(strip, await pictureAt(moment), leftOf(index), pictureTop);
	return strip;
}

/** At most `most` of the indices 0 .. count - 1, evenly apart, the first and the last among them. */
function spread(count: number, most: number): number[] {
	if (count <= most) return Array.from({length: count}, (_, index) => index);
	return Array.from({length: most}, (_, index) => Math.round((index * (count - 1)) / (most - 1)));
}
