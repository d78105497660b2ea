import {percent} from '../events/progress.ts';
import {type Pixels, rasterizeSvg, resize, toPixels} from '../picture/codec.ts';
import {lettering, widthOf} from '../picture/lettering.ts';
import {filmColours, filmVeil} from './colours.ts';
import type {Film} from './film.ts';
import {createMomentPictures} from './moment-picture.ts';
import {drawWords, heightOf, layoutWords, type WordLayout} from './words.ts';

/** Px. */
const margin = 32;
const textWidth = 448;
const statusHeight = 44;
const tallest = 900;
/** A picture of many pixels is shown larger. */
const pictureSides = {small: 336, large: 448, largeFrom: 400};
/** The picture that an edit started from, and the space above it. */
const input = {side: 112, gap: 20};

/**
Draws the frame of any moment: the instruction and the reasoning, the picture beside them, and where the run stands below. An edit also
shows what it started from.
*/
export function createFrames(film: Film): (index: number) => Promise<Pixels> {
	const {small, large, largeFrom} = pictureSides;
	const size = fitted(film.final, Math.max(film.final.width, film.final.height) < largeFrom ? small : large);
	const inputSize = film.input && fitted(film.input, input.side);
	const inputHeight = inputSize ? inputSize.height + input.gap : 0;
	const title = layoutWords([{text: film.settings.instruction, step: 0}], {width: textWidth, height: 110, sizes: [22, 20, 18]});
	const titleHeight = heightOf(title) + 12;
	const preferred = layoutWords(film.reveals, {
		width: textWidth,
		height: Math.max(size.height - titleHeight - inputHeight, 60),
		sizes: [18, 17, 16, 15, 14, 13],
	});
	const isCut = preferred.words.at(-1)?.text === '…';
	const words = isCut ? layoutWords(film.reveals, {width: textWidth, height: tallest - titleHeight, sizes: [14, 13]}) : preferred;
	const bodyHeight = Math.ceil(Math.max(size.height, titleHeight + heightOf(words) + inputHeight));
	const layout = {
		width: margin * 3 + textWidth + size.width,
		height: margin * 2 + bodyHeight + statusHeight,
		statusTop: margin + bodyHeight + 22,
		wordsTop: margin - 4 + titleHeight,
		...(inputSize && {inputLabel: {x: margin + inputSize.width + 14, y: margin + bodyHeight - 4}}),
	};
	const pictureAt = createMomentPictures(film, size.width, size.height, filmVeil);
	const from = film.input && inputSize && resize(toPixels(film.input), inputSize.width, inputSize.height);
	const earlier = film.earlier.map(({until, reveals}) => ({
		until,
		words: layoutWords(reveals, {width: textWidth, height: heightOf(words), sizes: [words.size]}),
	}));
	return async index => {
		const {step = 0} = film.moments[index] ?? {};
		const shown = earlier.find(({until}) => step <= until)?.words ?? words;
		const frame = await drawSvg(frameSvg(film, index, {title, words: shown, layout}), layout.width, layout.height);
		if (from) withPicture(frame, await from, margin, margin + bodyHeight - (inputSize?.height ?? 0));
		return withPicture(frame, await pictureAt(index), margin * 2 + textWidth, margin);
	};
}

/** The size of a picture in a square room of this side (px). */
export function fitted({width, height}: {readonly width: number; readonly height: number}, side: number) {
	const scale = side / Math.max(width, height);
	return {width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale))};
}

type FrameLayout = {
	readonly width: number;
	readonly height: number;
	readonly statusTop: number;
	readonly wordsTop: number;
	/** Px, its baseline. */
	readonly inputLabel?: {readonly x: number; readonly y: number} | undefined;
};

function frameSvg(
	film: Film,
	index: number,
	{title, words, layout}: {readonly title: WordLayout; readonly words: WordLayout; readonly layout: FrameLayout},
): string {
	const {settings, model, moments} = film;
	const {step, of, elapsedMs, text, image} = moments[index]!;
	const {width, statusTop} = layout;
	const track = width - margin * 2;
	const done = Math.min(1, step / of);
	const small = {size: 14, colour: filmColours.dim};
	const origin = `${model.name} · seed ${settings.seed}`;
	const progress = `step ${step}/${of} · text ${percent(text)} · image ${percent(image)} · ${filmTime(elapsedMs)}`;
	return [
		title.words.map(({text: word, x, line}) =>
			lettering(word, margin + x, margin - 4 + (line * 1.62 + 1.05) * title.size, {
				size: title.size,
				colour: filmColours.title,
				isBold: true,
			}),
		),
		drawWords(words, {step, isOver: index === moments.length - 1}, margin, layout.wordsTop),
		layout.inputLabel ? lettering('what it started from', layout.inputLabel.x, layout.inputLabel.y, small) : '',
		`<rect x="${margin}" y="${statusTop}" width="${track}" height="3" rx="1.5" fill="${filmColours.track}"/>`,
		done > 0 ? `<rect x="${margin}" y="${statusTop}" width="${track * done}" height="3" rx="1.5" fill="${filmColours.lit}"/>` : '',
		lettering(progress, margin, statusTop + 28, small),
		lettering(origin, width - margin - widthOf(origin, small.size), statusTop + 28, small),
	]
		.flat()
		.join('');
}

/** `3.1 s`, or `9 min 36 s`. */
export function filmTime(milliseconds: number): string {
	const seconds = milliseconds / 1000;
	return seconds < 99.95 ? `${seconds.toFixed(1)} s` : `${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}

/** Our own SVG elements drawn on the ground of films, at this size (px). */
export async function drawSvg(elements: string, width: number, height: number): Promise<Pixels> {
	const size = `width="${width}" height="${height}"`;
	const ground = `<rect ${size} fill="${filmColours.ground}"/>`;
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size} viewBox="0 0 ${width} ${height}">${ground}${elements}</svg>`;
	const {rgba} = await rasterizeSvg(svg, width, height);
	const rgb = new Uint8Array(width * height * 3);
	for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
		rgb[to] = rgba[from]!;
		rgb[to + 1] = rgba[from + 1]!;
		rgb[to + 2] = rgba[from + 2]!;
	}
	return {width, height, rgb};
}

const cornerRadius = 7;

/** The frame with a picture in it, its corners rounded. Changes the frame's own pixels. */
export function withPicture(frame: Pixels, picture: Pixels, left: number, top: number): Pixels {
	for (let y = 0; y < picture.height; y++) {
		const inset = cornerInset(Math.min(y, picture.height - 1 - y));
		const row = picture.rgb.subarray((y * picture.width + inset) * 3, (y * picture.width + picture.width - inset) * 3);
		frame.rgb.set(row, ((top + y) * frame.width + left + inset) * 3);
	}
	return frame;
}

/** Px to leave out on both sides of a row so far from the edge. */
function cornerInset(fromEdge: number): number {
	if (fromEdge >= cornerRadius) return 0;
	const rise = cornerRadius - fromEdge - 0.5;
	return Math.round(cornerRadius - Math.sqrt(cornerRadius ** 2 - rise ** 2));
}
