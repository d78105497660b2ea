import type {Reveal} from '../events/reveal-times.ts';
import {lettering, widthOf} from '../picture/lettering.ts';
import {filmColours} from './colours.ts';

/** A word or a part of one, decided at one step. */
type Placed = {readonly text: string; readonly step: number; readonly x: number; readonly width: number; readonly line: number};

/** A text laid out, all its words in the places that they have at the end, so that nothing moves while it fills in. */
export type WordLayout = {readonly words: readonly Placed[]; readonly lines: number; readonly size: number};

export type Room = {
	/** Px. */
	readonly width: number;
	readonly height: number;
	/** Px of the em, from the one that is wanted to the smallest that is accepted. */
	readonly sizes: readonly number[];
};

/** Height of a line by the em. */
const leading = 1.62;

/** The text in the first size that fits the room; if none does, in the smallest, and cut at its end. */
export function layoutWords(all: readonly Reveal[], {width, height, sizes}: Room): WordLayout {
	// No more is laid out than the narrowest letters could fill the room with, and a bit, so that it is seen to be cut.
	const reveals = firstLetters(all, mostLetters);
	const layouts = sizes.map(size => place(reveals, width, size));
	const fitting = layouts.find(layout => heightOf(layout) <= height);
	if (fitting) return fitting;
	const smallest = layouts.at(-1) ?? place(reveals, width, 16);
	const lines = Math.max(1, Math.floor(height / (smallest.size * leading)));
	const kept = smallest.words.filter(({line}) => line < lines);
	const last = kept.pop();
	return {...smallest, lines, words: last ? [...kept, {...last, text: '…', width: widthOf('…', smallest.size)}] : []};
}

/** A room of 448 x 900 px holds 7000 full stops of the smallest size. */
const mostLetters = 12_000;

function firstLetters(reveals: readonly Reveal[], most: number): readonly Reveal[] {
	let left = most;
	const kept: Reveal[] = [];
	for (const {text, step} of reveals) {
		if (left <= 0) return kept;
		kept.push({text: text.slice(0, left), step});
		left -= text.length;
	}
	return kept;
}

/** Px. */
export const heightOf = ({lines, size}: WordLayout): number => lines * size * leading;

/**
The text as it stands at a step, as SVG with its upper left corner at x, y. What is masked is a bar as long as its word, what is new is lit
unless the run is over.
*/
export function drawWords(
	{words, size}: WordLayout,
	{step, isOver}: {readonly step: number; readonly isOver: boolean},
	x: number,
	y: number,
): string {
	return words
		.map(word => {
			const top = y + word.line * size * leading;
			const left = x + word.x;
			if (word.step > step) {
				const box = `x="${left + 1}" y="${top + size * 0.52}" width="${Math.max(2, word.width - 2)}" height="${size * 0.56}"`;
				return `<rect ${box} rx="${size * 0.16}" fill="${filmColours.mask}"/>`;
			}
			return lettering(word.text, left, top + size * 1.05, {
				size,
				colour: filmColours.text(isOver || word.step === 0 ? undefined : step - word.step),
			});
		})
		.join('');
}

function place(reveals: readonly Reveal[], width: number, size: number): WordLayout {
	const space = widthOf(' ', size);
	const words: Placed[] = [];
	let x = 0;
	let line = 0;
	for (const parts of wordsOf(reveals)) {
		const whole = parts.reduce((sum, {text}) => sum + widthOf(text, size), 0);
		if (x > 0 && x + whole > width) {
			x = 0;
			line++;
		}
		// A word longer than a line is broken between any two characters.
		for (const part of whole > width ? parts.flatMap(({text, step}) => [...text].map(letter => ({text: letter, step}))) : parts) {
			const partWidth = widthOf(part.text, size);
			if (x > 0 && x + partWidth > width) {
				x = 0;
				line++;
			}
			words.push({...part, x, width: partWidth, line});
			x += partWidth;
		}
		x += space;
	}
	return {words, lines: line + 1, size};
}

/** The pieces between spaces; a word may have parts of several steps. */
function wordsOf(reveals: readonly Reveal[]): Reveal[][] {
	const words: Reveal[][] = [[]];
	for (const {text, step} of reveals) {
		for (const [index, part] of text.split(/\s+/).entries()) {
			if (index > 0) words.push([]);
			if (part !== '') words.at(-1)?.push({text: part, step});
		}
	}
	return words.filter(parts => parts.length > 0);
}
