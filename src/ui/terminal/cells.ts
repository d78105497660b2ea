import stringWidth, {type Options} from 'string-width';

/** One cell each, whatever stands beside them: ASCII, and what a frame is drawn with. */
const narrow = /^[ -~·…░▀\uE000-\uE031]*$/;
const esc = '\u001B';
const styles = new RegExp(`${esc}\\[[\\d;]*m`, 'g');

/**
Cells that a terminal takes for a text, without its colours. The same as `string-width`, which takes milliseconds to compile what it
knows of emoji: here only for a text that may hold some.
*/
export function cellsOf(text: string, options: Pick<Options, 'countAnsiEscapeCodes'> = {}): number {
	const shown = text.includes(esc) && !options.countAnsiEscapeCodes ? text.replace(styles, '') : text;
	return narrow.test(shown) ? shown.length : stringWidth(text, options);
}

/** A line cut to a width, with `…` at its end where something is missing. */
export function cutTo(text: string, columns: number): string {
	if (cellsOf(text) <= columns) return text;
	let kept = '';
	for (const {segment} of new Intl.Segmenter('en', {granularity: 'grapheme'}).segment(text)) {
		if (cellsOf(kept + segment) > columns - 1) break;
		kept += segment;
	}
	return `${kept}…`;
}
