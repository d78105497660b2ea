import stringWidth from 'string-width';

/** What the screen draws with, in ASCII. */
const substitutes: Readonly<Record<string, string>> = {'░': '#', '·': '-', '…': '~'};
/** A frame in ASCII of the same width: other characters of the text become `?`. */
export const toAscii = (frame: string): string =>
	// Escape sequences are ASCII already.
	frame.replace(/\P{ASCII}/gu, character => substitutes[character] ?? '?'.repeat(stringWidth(character)));
