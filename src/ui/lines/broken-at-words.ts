/** A command that a line offers: it stays whole, so that it can be copied. */
const isCommand = /\bmmada \w|\bexport \w/;

/**
Text whose lines are broken before the word that has no room. Cells are counted as characters: of a line with wide ones the terminal breaks
what is left over.
*/
export const brokenAtWords = (text: string, columns: number): string =>
	text
		.split('\n')
		.map(line => (line.length <= columns || isCommand.test(line) ? line : linesOf(line, columns).join('\n')))
		.join('\n');

/** One line as lines of a width; only a word that is longer has no room there. */
export function linesOf(line: string, columns: number): readonly string[] {
	const lines = [''];
	for (const word of line.split(/(?<=\S)(?= )/)) {
		const last = lines.at(-1) ?? '';
		if (last !== '' && last.length + word.length > columns) lines.push(word.trimStart());
		else lines[lines.length - 1] = last + word;
	}
	return lines;
}
