import {printable} from '../printable.ts';
import {accents, glyphs} from './glyphs.ts';
import {toMarkup} from './markup.ts';

/** Units of `glyphs` in an em, and the space between two letters. */
const em = 20;
const gap = 3.3;
/** Widths (units) of a character that we have no letter for: it is left to the fonts of the machine, of which there may be none. */
const foreignWidth = 12;
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\u3000-\u303F\uFF00-\uFF60]/u;
const aliases: Readonly<Record<string, string>> = {'‘': "'", '’': "'", '“': '"', '”': '"', '−': '–', '‐': '-', '‑': '-', '\u00A0': ' '};

type Letter = {
	/** Units, the space after it included. */
	readonly advance: number;
	/** The letter and its accents, and where they stand. */
	readonly strokes: readonly {readonly path: string; readonly x: number; readonly y: number}[];
	/** Drawn by a font, at the middle of the advance. */
	readonly foreign?: string;
};

/** Width (px) of a line of this size (px of the em), `printable` as it will be drawn. */
export const widthOf = (text: string, size: number): number => (lettersOf(text).reduce((sum, {advance}) => sum + advance, 0) * size) / em;

/**
A line of text as SVG, its baseline starting at x, y. Any text is safe: it is cleaned by `printable`, and what we have no letters for is
escaped.
*/
export function lettering(text: string, x: number, y: number, {size, colour, isBold = false}: LetteringStyle): string {
	let at = gap / 2;
	const strokes: string[] = [];
	const rest: string[] = [];
	for (const letter of lettersOf(text)) {
		if (letter.foreign !== undefined) {
			rest.push(`<text x="${round(at + (letter.advance - gap) / 2)}" y="0">${toMarkup(letter.foreign)}</text>`);
		}
		for (const {path, x, y} of letter.strokes) strokes.push(`<path transform="translate(${round(at + x)} ${y})" d="${path}"/>`);
		at += letter.advance;
	}
	const pen = `fill="none" stroke="${colour}" stroke-width="${isBold ? 2.3 : 1.7}" stroke-linecap="round" stroke-linejoin="round"`;
	const font = `fill="${colour}" font-family="sans-serif" font-size="17" text-anchor="middle"`;
	return [
		`<g transform="translate(${round(x)} ${round(y)}) scale(${round(size / em)})">`,
		`<g ${pen}>${strokes.join('')}</g>`,
		rest.length > 0 ? `<g ${font}>${rest.join('')}</g>` : '',
		'</g>',
	].join('');
}

export type LetteringStyle = {
	/** Px of the em. */
	readonly size: number;
	/** Any colour that SVG knows, ours only. */
	readonly colour: string;
	readonly isBold?: boolean;
};

/** Each character with its accents. */
const lettersOf = (text: string): Letter[] =>
	(
		printable(text)
			.normalize('NFC')
			.match(/\P{M}\p{M}*/gu) ?? []
	).map(letterOf);

function letterOf(cluster: string): Letter {
	const [first = '', ...marks] = cluster.normalize('NFD');
	const base = aliases[first] ?? first;
	const glyph = Object.hasOwn(glyphs, base) ? glyphs[base] : undefined;
	if (!glyph || marks.some(mark => !Object.hasOwn(accents, mark))) {
		return {advance: wide.test(first) ? em : foreignWidth, strokes: [], foreign: cluster};
	}
	const [width, path] = marks.length > 0 && base === 'i' ? glyphs.ı! : glyph;
	const lift = /\p{Lu}/u.test(base) ? 4 : 0;
	const drawn = marks.map(mark => ({path: accents[mark]!, x: width / 2, y: below.includes(mark) ? 0 : -lift}));
	return {advance: width + gap, strokes: [{path, x: 0, y: 0}, ...drawn]};
}

/** Accents that hang under the letter. */
const below = ['\u0327', '\u0328'];

const round = (value: number): number => Math.round(value * 100) / 100;
