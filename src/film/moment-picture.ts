import type {RgbImage} from '../events/events.ts';
import {type Pixels, resize, toPixels} from '../picture/codec.ts';
import type {Film, Moment} from './film.ts';

/** 8-bit sRGB. */
type Colour = readonly [red: number, green: number, blue: number];

export type Veil = {
	/** Colour of tiles that are not decided yet, ... */
	readonly ground: Colour;
	/** ... with a dot of this one in the middle of each code. */
	readonly dot: Colour;
	/** Codes decided in this very step get a rim of this colour. */
	readonly lit: Colour;
};

/** Share of the network's guess that shows through the veil. */
const guessShare = 0.34;

/**
Draws the picture of any moment of a film, `width` x `height` px. A code that is decided looks as it does in the finished picture: the
transcript keeps the codes of each step but the pixels of few. Under the veil of the others is what the network last guessed.
*/
export function createMomentPictures(film: Film, width: number, height: number, veil: Veil): (index: number) => Promise<Pixels> {
	const scaled = new Map<RgbImage, Promise<Pixels>>();
	const scale = async (image: RgbImage): Promise<Pixels> => {
		const known = scaled.get(image) ?? resize(toPixels(image), width, height);
		scaled.set(image, known);
		return known;
	};
	const cells = cellsOf(film, width, height);
	return async index => {
		const moment = film.moments[index]!;
		const final = await scale(film.final);
		const isLast = index === film.moments.length - 1;
		if (isLast && film.isComplete) return final;
		const picture = {width, height, rgb: Uint8Array.from(final.rgb)};
		const guess = guessOf(film, moment, isLast);
		const guessed = guess && (await scale(guess));
		const before = film.moments[index - 1];
		for (const [code, cell] of cells.entries()) {
			if (!moment.settled[code]) drawVeil(picture, guessed, cell, veil);
			else if (before && !before.settled[code]) drawRim(picture, cell, veil.lit);
		}
		return picture;
	};
}

/** A stopped run ends in a picture that holds the guesses of its last step. */
const guessOf = ({final, isComplete}: Film, {preview}: Moment, isLast: boolean): RgbImage | undefined =>
	isLast && !isComplete ? final : preview;

type Cell = {readonly left: number; readonly top: number; readonly right: number; readonly bottom: number};

function cellsOf({model: {grid}, moments}: Film, width: number, height: number): Cell[] {
	const count = moments[0]?.settled.length ?? 0;
	const edge = (index: number, parts: number, size: number) => Math.round((index * size) / parts);
	return Array.from({length: count}, (_, code) => {
		const row = Math.floor(code / grid.columns);
		const column = code % grid.columns;
		return {
			left: edge(column, grid.columns, width),
			right: edge(column + 1, grid.columns, width),
			top: edge(row, grid.rows, height),
			bottom: edge(row + 1, grid.rows, height),
		};
	});
}

function drawVeil({width, rgb}: Pixels, guess: Pixels | undefined, {left, top, right, bottom}: Cell, {ground, dot}: Veil): void {
	const side = Math.min(right - left, bottom - top);
	const dotRadius = Math.max(0.8, side / 22);
	const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
	for (let y = top; y < bottom; y++) {
		for (let x = left; x < right; x++) {
			const at = (y * width + x) * 3;
			const isDot = side >= 4 && Math.hypot(x + 0.5 - middleX, y + 0.5 - middleY) <= dotRadius;
			for (let channel = 0; channel < 3; channel++) {
				const under = ground[channel]!;
				const veiled = guess ? under + (guess.rgb[at + channel]! - under) * guessShare : under;
				rgb[at + channel] = isDot ? dot[channel]! : Math.round(veiled);
			}
		}
	}
}

function drawRim({width, rgb}: Pixels, {left, top, right, bottom}: Cell, colour: Colour): void {
	const thickness = right - left >= 24 ? 2 : 1;
	for (let y = top; y < bottom; y++) {
		for (let x = left; x < right; x++) {
			const isRim = y < top + thickness || y >= bottom - thickness || x < left + thickness || x >= right - thickness;
			if (isRim) rgb.set(colour, (y * width + x) * 3);
		}
	}
}
