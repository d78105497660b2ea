const replacement = '\uFFFD';
const breaks = /[\t\n\v\f\r\u0085\p{Zl}\p{Zp}]+/gu;
/** Controls, format characters (bidirectional marks and overrides, tags) and all else that is invisible by definition. */
const hidden = /[\p{Cc}\p{Cf}\p{DI}]/gu;
/** Private use (the screen uses it for itself) and lone surrogates. */
const foreign = /[\p{Co}\p{Cs}]/gu;

/**
Text from a model, a file or a person, made safe to print on one line: line breaks become a space, control, bidirectional
and invisible characters go, private-use characters and lone surrogates become U+FFFD.
*/
export function printable(text: string): string {
	return text.replace(breaks, ' ').replace(hidden, '').replace(foreign, replacement);
}

/** The same for text of several lines: its line feeds and tabs stay. */
export const printableLines = (text: string): string => text.replace(/[^\n\t]+/g, printable);
