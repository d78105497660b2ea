import {cellsOf} from '../terminal/cells.ts';

/** Place of a word among wrapped lines, in cells. */
export type WordPlace = {readonly line: number; readonly column: number; readonly cells: number};

/**
Places of the words when they are wrapped to a width; those without a blank before them stay with what they hang on.
@param cells - of each word.
*/
export function placeWords(words: readonly {readonly text: string; readonly isGlued: boolean}[], columns: number): WordPlace[] {
	const places: WordPlace[] = [];
	let line = 0;
	let column = 0;
	for (let first = 0; first < words.length; ) {
		let end = first + 1;
		while (words[end]?.isGlued) end++;
		const group = words.slice(first, end).map(({text}) => cellsOf(text));
		const width = group.reduce((sum, cells) => sum + cells, 0);
		const gap = column > 0 ? 1 : 0;
		if (column > 0 && column + gap + width > columns) {
			line++;
			column = 0;
		} else column += gap;
		for (const cells of group) {
			// A group longer than a line is broken between its words.
			if (column > 0 && column + cells > columns) {
				line++;
				column = 0;
			}
			places.push({line, column, cells});
			column += cells;
		}
		first = end;
	}
	return places;
}

/** The word in the nearest line above or below, whichever is nearest to where the cursor stands; undefined when there is no such line. */
export function wordBeside(places: readonly WordPlace[], from: number, direction: 1 | -1): number | undefined {
	const at = places[from];
	if (!at) return undefined;
	const middle = at.column + at.cells / 2;
	let best: number | undefined;
	let least = Number.POSITIVE_INFINITY;
	for (const [index, {line, column, cells}] of places.entries()) {
		if (line !== at.line + direction) continue;
		const far = Math.max(0, column - middle, middle - (column + cells));
		if (far < least) [best, least] = [index, far];
	}
	return best;
}
