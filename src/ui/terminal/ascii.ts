import {cellsOf} from './cells.ts';

/** The screen's characters in ASCII. */
const substitutes: Readonly<Record<string, string>> = {'░': '#', '·': '-', '…': '~'};
const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});

/** A frame in ASCII of the same width: other characters of the text become `?`. */
export const toAscii = (frame: string): string =>
	// Escape sequences are ASCII already. The character before may carry the others, as a letter does its accent.
	frame.replace(/[ -~]?\P{ASCII}+/gu, text => Array.from(segmenter.segment(text), ({segment}) => inAscii(segment)).join(''));

function inAscii(character: string): string {
	const [base = ''] = character;
	return substitutes[character] ?? (base <= '~' ? base : '').padEnd(cellsOf(character), '?');
}
