/** A command that a line offers: it stays in one piece, so that it can be copied. In backticks, or from a colon or the line's beginning to its end. */
const command = /`[^`\n]*\b(?:mmada|export) \w[^`\n]*`|(?:(?<=: )|(?<=^\s*))(?:\w+=\S+ )*(?:mmada|export) \w.*$/gu;
/** A blank inside of a command, while lines are broken. */
const kept = '\u0000';

/**
Text whose lines are broken before the word that has no room. Cells are counted as characters: of a line with wide ones the terminal breaks
what is left over.
*/
export const brokenAtWords = (text: string, columns: number): string =>
	text
		.split('\n')
		.map(line => (line.length <= columns ? line : brokenLine(line, columns)))
		.join('\n');

function brokenLine(line: string, columns: number): string {
	const whole = line.replaceAll(command, found => found.replaceAll(' ', kept));
	return linesOf(whole, columns).join('\n').replaceAll(kept, ' ');
}

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
