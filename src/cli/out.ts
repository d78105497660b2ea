import {printableLines} from '../printable.ts';

/** Data for stdout: as it is for another program, made safe for a terminal, since names and texts in it may be anybody's. */
export function printData(text: string): void {
	process.stdout.write(process.stdout.isTTY ? printableLines(text) : text);
}

/** Lines for people, on stderr. */
export function printNotice(text: string): void {
	process.stderr.write(printableLines(text));
}
