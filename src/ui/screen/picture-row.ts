import type {RgbImage} from '../../events/events.ts';
import {toPixels} from '../../picture/codec.ts';
import {printable} from '../../printable.ts';
import {toAscii} from '../terminal/ascii.ts';
import {cellsOf, cutTo} from '../terminal/cells.ts';
import {createPictureLines, type PictureLines} from '../terminal/half-blocks.ts';
import type {Size} from '../terminal/size.ts';
import {gridGap} from './grid-layout.ts';
import {fitPicture} from './layout.ts';

/** A picture as it stands, and what it is to be. */
type Shown = {readonly title: string; readonly image: RgbImage};

/** Pictures beside each other, each over its title. */
export type PictureRow = {
	/** @param place - of the picture in the row, from 0 */
	readonly set: (place: number, title: string, image: RgbImage) => void;
	/** Lines of as many pictures, the first ones, as a room has columns for; none where no picture could be seen. */
	readonly lines: (room: Size, isAscii: boolean) => readonly string[];
};

export function createPictureRow(): PictureRow {
	const all = new Map<number, Shown>();
	// One each: it remembers the lines of the picture before.
	const painters = new Map<number, PictureLines>();
	return {
		set(place, title, image) {
			all.set(place, {title: printable(title), image});
			if (!painters.has(place)) painters.set(place, createPictureLines());
		},
		lines(room, isAscii) {
			const pictures = [...all].sort(([a], [b]) => a - b);
			for (let count = pictures.length; count > 0; count--) {
				const columns = Math.floor((room.columns + gridGap) / count) - gridGap;
				const blocks = pictures.slice(0, count).map(([place, shown]) => {
					const size = fitPicture({columns, rows: room.rows - 1}, shown.image.width / shown.image.height);
					if (!size) return undefined;
					const width = count === 1 ? room.columns : size.columns;
					const cut = cutTo(shown.title, width);
					const title = isAscii ? toAscii(cut) : cut;
					return [
						...painters.get(place)!(toPixels(shown.image), size, {isAscii}),
						title + ' '.repeat(Math.max(0, size.columns - cellsOf(title))),
					];
				});
				const whole = blocks.filter(block => block !== undefined);
				if (whole.length === count) return besideEachOther(whole);
			}
			return [];
		},
	};
}

/** Blocks of lines as lines; a lower one has blank lines below it. */
function besideEachOther(blocks: readonly (readonly string[])[]): readonly string[] {
	const rows = Math.max(...blocks.map(block => block.length));
	const widths = blocks.map(block => cellsOf(block.at(-1) ?? ''));
	return Array.from({length: rows}, (_, row) =>
		blocks.map((block, index) => block[row] ?? ' '.repeat(widths[index] ?? 0)).join(' '.repeat(gridGap)),
	);
}
