import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {z} from 'zod';
import {userFolders} from '../../app/folders.ts';
import {readPlainSync} from '../../files/plain-file.ts';
import {parseJson} from '../../parse-json.ts';
import type {PictureSize} from '../../ui/screen/controls.ts';

const screenSchema = z.object({pictureRows: z.int().min(1).max(1000).optional()});
const name = 'screen.json';
const mostBytes = 10_000;

let rows: number | undefined;
let isRead = false;

/** The size of pictures that `+` and `-` chose, in this run of the program or an earlier one. Where nothing can be kept, only in this one. */
export function rememberedSize(): PictureSize {
	if (!isRead) rows = readRows();
	isRead = true;
	return {
		rows,
		remember(chosen) {
			rows = chosen;
			keepRows(chosen);
		},
	};
}

const file = (): string | undefined => {
	const {state} = userFolders();
	return state && path.join(state, name);
};

function readRows(): number | undefined {
	const place = file();
	try {
		return place === undefined ? undefined : screenSchema.parse(parseJson(readPlainSync(place, mostBytes))).pictureRows;
	} catch {
		return undefined; // The window decides.
	}
}

function keepRows(pictureRows: number | undefined): void {
	const place = file();
	if (place === undefined) return;
	try {
		mkdirSync(path.dirname(place), {recursive: true});
		writeFileSync(place, `${JSON.stringify({pictureRows})}\n`);
	} catch {
		// It is remembered until the program ends.
	}
}
