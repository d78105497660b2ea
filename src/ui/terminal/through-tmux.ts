import type {Size} from './size.ts';

const esc = '\u001B';
const end = `${esc}\\`;
/** Base64 letters that a piece of a picture may have in Kitty's protocol. */
const pieceLetters = 4096;
/** Stands for a part of a picture, by the protocol. */
const placeholder = String.fromCodePoint(0x10eeee);
/** Combining characters that number the rows, in the protocol's order: the first ones of its list. */
const rowMarks = [
	...[0x305, 0x30d, 0x30e, 0x310, 0x312, 0x33d, 0x33e, 0x33f, 0x346, 0x34a, 0x34b, 0x34c, 0x350, 0x351, 0x352, 0x357, 0x35b],
	...Array.from({length: 13}, (_, index) => 0x363 + index),
	...[0x483, 0x484, 0x485, 0x486, 0x487, 0x592, 0x593, 0x594, 0x595, 0x597, 0x598, 0x599],
	...[0x59c, 0x59d, 0x59e, 0x59f, 0x5a0, 0x5a1, 0x5a8, 0x5a9, 0x5ab, 0x5ac, 0x5af, 0x5c4],
].map(code => String.fromCodePoint(code));

/** Most rows of a picture in tmux. */
export const mostTmuxRows = rowMarks.length;

/** A sequence for the terminal around tmux, which must allow it (`allow-passthrough`). */
export const throughTmux = (sequence: string): string => `${esc}Ptmux;${sequence.replaceAll(esc, esc + esc)}${end}`;

/**
A PNG for a Kitty around tmux: it is handed through, and characters that stand for it are text to tmux, which moves and keeps them.
@param id - 1 .. 255, of no other picture that is to stay
*/
export function kittyInTmux(png: Uint8Array, {columns, rows}: Size, id: number): string {
	const data = Buffer.from(png).toString('base64');
	const pieces = Array.from({length: Math.ceil(data.length / pieceLetters)}, (_, index) =>
		data.slice(index * pieceLetters, (index + 1) * pieceLetters),
	);
	const sent = pieces.map((piece, index) => {
		const more = index < pieces.length - 1 ? 1 : 0;
		const head = index === 0 ? `a=T,U=1,f=100,i=${id},c=${columns},r=${rows},q=2,m=${more}` : `m=${more},q=2`;
		return throughTmux(`${esc}_G${head};${piece}${end}`);
	});
	const lines = Array.from(
		{length: rows},
		(_, row) => ` ${esc}[38;5;${id}m${placeholder}${rowMarks[row]}${placeholder.repeat(columns - 1)}${esc}[39m`,
	);
	return `${sent.join('')}${lines.join('\n')}`;
}

/** The same for iTerm2, which draws over rows that are kept free for it: tmux does not know of it, and paints over it when it scrolls. */
export function itermInTmux(png: Uint8Array, {columns, rows}: Size): string {
	const data = Buffer.from(png).toString('base64');
	const picture = `${esc}]1337;File=inline=1;size=${png.length};width=${columns};height=${rows};preserveAspectRatio=1:${data}\u0007`;
	return `${'\n'.repeat(rows)}${esc}[${rows}A ${esc}7${throughTmux(picture)}${esc}8${esc}[${rows}B\r`;
}
