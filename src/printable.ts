/** Sign for a token that is still masked, in text. */
export const maskGlyph = '░';

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

/** Characters that act on a terminal or reorder text, except line feeds and tabs. */
const acting = /[\p{Cc}\p{Bidi_Control}]/gu;

/** Lines for another program: what would act on the terminal that it prints them to is gone, all else, such as joined emoji, stays. */
export const pipedLines = (text: string): string => text.replace(/[^\n\t]+/g, line => line.replace(acting, ''));

/** JSON in which all that acts on a terminal is escaped, so that it can be printed as it is. @param indent - As of JSON.stringify */
export const toJson = (value: unknown, indent?: string): string =>
	JSON.stringify(value, null, indent).replace(/[\u007F-\u009F\p{Bidi_Control}\p{Cf}\p{Zl}\p{Zp}]/gu, found =>
		found
			.split('')
			.map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
			.join(''),
	);
