import {encodePng, type Pixels, rasterizeSvg, upscaleNearest} from './codec.ts';
import {lettering, widthOf} from './lettering.ts';
import {addPngText} from './png-text.ts';

/** Pictures side by side with a label under them; all pictures of a sheet have the same size. */
export type SheetEntry = {readonly label: string; readonly pictures: readonly Pixels[]};

/** Small pictures are shown larger, with hard edges, up to this side (px). */
const upscaledSide = 288;
const gap = 16;
/** Between the pictures of one entry: room for an arrow. */
const arrowGap = 24;
const fontSize = 14;
const lineHeight = 19;
const [paper, ink] = [255, '#333'];

/** Layout of the sheet, in pixels. */
export type SheetLayout = {
	readonly width: number;
	readonly height: number;
	readonly entries: readonly {
		readonly pictures: readonly {readonly x: number; readonly y: number}[];
		readonly lines: readonly {readonly text: string; readonly x: number; readonly y: number}[];
	}[];
};

/** Rows of `columns` entries, as high as the sheet's longest label needs. */
export function layoutSheet(entries: readonly SheetEntry[], columns: number): SheetLayout {
	const [first] = entries[0]?.pictures ?? [];
	const count = Math.max(1, ...entries.map(({pictures}) => pictures.length));
	const scale = scaleOf(first);
	const [width, height] = [(first?.width ?? 0) * scale, (first?.height ?? 0) * scale];
	const entryWidth = count * width + (count - 1) * arrowGap;
	const labels = entries.map(({label}) => wrap(label, entryWidth));
	const entryHeight = height + 8 + Math.max(1, ...labels.map(lines => lines.length)) * lineHeight;
	return {
		width: gap + Math.min(columns, Math.max(1, entries.length)) * (entryWidth + gap),
		height: gap + Math.ceil(entries.length / columns) * (entryHeight + gap),
		entries: entries.map(({pictures}, index) => {
			const left = gap + (index % columns) * (entryWidth + gap);
			const top = gap + Math.floor(index / columns) * (entryHeight + gap);
			return {
				pictures: pictures.map((_, order) => ({x: left + order * (width + arrowGap), y: top})),
				lines: labels[index]!.map((text, line) => ({text, x: left, y: top + height + 4 + (line + 1) * lineHeight - 4})),
			};
		}),
	};
}

const software = 'mmada';

/** Whether a file that begins so is a sheet that this program drew. */
export const isContactSheet = (start: string): boolean => start.startsWith('PNG', 1) && start.includes(`Software\0\0\0\0\0${software}`);

/** A PNG file: the pictures, small ones larger, each entry's label under it. */
export async function contactSheet(entries: readonly SheetEntry[], columns: number): Promise<Uint8Array> {
	const layout = layoutSheet(entries, columns);
	const sheet = {width: layout.width, height: layout.height, rgb: new Uint8Array(layout.width * layout.height * 3).fill(paper)};
	for (const [index, {pictures}] of entries.entries()) {
		for (const [order, picture] of pictures.entries())
			put(sheet, upscaleNearest(picture, scaleOf(picture)), layout.entries[index]!.pictures[order]!);
	}
	const {rgba} = await rasterizeSvg(overlaySvg(entries, layout), layout.width, layout.height);
	for (let pixel = 0; pixel < layout.width * layout.height; pixel++) {
		const alpha = rgba[pixel * 4 + 3]!;
		if (alpha === 0) continue;
		for (let c = 0; c < 3; c++) {
			const under = sheet.rgb[pixel * 3 + c]!;
			sheet.rgb[pixel * 3 + c] = Math.round(under + (rgba[pixel * 4 + c]! - under) * (alpha / 255));
		}
	}
	return addPngText(await encodePng(sheet), {Software: software});
}

/** Labels and arrows over an empty ground. */
function overlaySvg(entries: readonly SheetEntry[], {width, height, entries: places}: SheetLayout): string {
	const [first] = entries[0]?.pictures ?? [];
	const side = (first?.height ?? 0) * scaleOf(first);
	const texts = places.flatMap(({lines}) => lines.map(({text, x, y}) => lettering(text, x, y, {size: fontSize, colour: ink})));
	const arrows = places.flatMap(({pictures}) =>
		pictures
			.slice(1)
			.map(({x, y}) => `<path d="M${x - arrowGap + 5} ${y + side / 2}h13m-5 -5l5 5l-5 5" fill="none" stroke="${ink}" stroke-width="2"/>`),
	);
	return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${texts.join('')}${arrows.join('')}</svg>`;
}

/** Lines no wider than `width` (px), broken between words; a longer word has a line of its own. */
function wrap(text: string, width: number): string[] {
	const lines: string[] = [];
	for (const word of text.split(' ')) {
		const last = lines.at(-1);
		if (last !== undefined && widthOf(`${last} ${word}`, fontSize) <= width) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines;
}

/** Factor by which a picture is enlarged. */
const scaleOf = (picture: Pixels | undefined): number =>
	Math.max(1, Math.floor(upscaledSide / Math.max(1, picture?.width ?? 1, picture?.height ?? 1)));

function put(sheet: Pixels, {width, height, rgb}: Pixels, {x, y}: {readonly x: number; readonly y: number}): void {
	for (let row = 0; row < height; row++)
		sheet.rgb.set(rgb.subarray(row * width * 3, (row + 1) * width * 3), ((y + row) * sheet.width + x) * 3);
}
