import {linesOf} from '../../ui/lines/broken-at-words.ts';

/** A row: words to type, and their meaning. */
export type Row = readonly [typed: string, meaning: string];

/** The widest first column: what is longer has its meaning below. */
const widestTyped = 34;
/** Meanings with less room stand below the words. */
const narrowestMeaning = 26;

/** Writes rows in two columns of a window, the meanings broken at words. @param columns - of the window */
export const columnsOf =
	(columns: number) =>
	/** @param wanted - width of the first column, to be the same in several tables */
	(rows: readonly Row[], wanted: number = Math.max(...rows.map(([typed]) => typed.length))): string[] => {
		const width = Math.min(wanted, widestTyped);
		const room = columns - width - 4;
		const isBelow = room < narrowestMeaning;
		const margin = ' '.repeat(isBelow ? 6 : width + 4);
		return rows.flatMap(([typed, meaning]) => {
			const lines = linesOf(meaning, Math.max(1, columns - margin.length));
			if (isBelow || typed.length > width) return [`  ${typed}`, ...lines.map(line => margin + line)];
			return lines.map((line, index) => (index === 0 ? `  ${typed.padEnd(width)}  ${line}` : margin + line));
		});
	};
