import {printableLines} from '../../printable.ts';

/** Data for stdout: as it is for another program, made safe for a terminal, since names and texts in it may be anybody's. */
export function printData(text: string): void {
	process.stdout.write(process.stdout.isTTY ? printableLines(text) : text);
}

/** Bytes of a picture, or what makes a terminal draw one: as they are. Here too, since stdout has one place that writes to it. */
export function printRaw(data: string | Uint8Array): void {
	process.stdout.write(data);
}

/** Lines for people, on stderr. */
export function printNotice(text: string): void {
	process.stderr.write(printableLines(text));
}
