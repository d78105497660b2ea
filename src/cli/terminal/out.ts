import {pipedLines, printableLines} from '../../printable.ts';
import {brokenAtWords} from '../../ui/lines/broken-at-words.ts';

/** Data for stdout, made safe for a terminal, of which one may stand behind another program: names and texts in it may be anybody's. */
export function printData(text: string): void {
	process.stdout.write(process.stdout.isTTY ? printableLines(text) : pipedLines(text));
}

/** Bytes of a picture, or what makes a terminal draw one: as they are. Here too, since stdout has one place that writes to it. */
export function printRaw(data: string | Uint8Array): void {
	process.stdout.write(data);
}

/** Lines for people, on stderr; in a terminal's window they are broken at words. */
export function printNotice(text: string): void {
	const {isTTY, columns} = process.stderr;
	const safe = printableLines(text);
	process.stderr.write(isTTY && columns > 0 ? brokenAtWords(safe, columns) : safe);
}
