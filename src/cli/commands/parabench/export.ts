import path from 'node:path';
import type {EvalItem} from '../../../bench/parabench/item.ts';
import {inputOf} from '../../../bench/parabench/pictures.ts';
import type {ItemList} from '../../../bench/parabench/read-items.ts';
import {fileStem} from '../../../bench/parabench/read-outputs.ts';
import {makeResultFolder, saveTogether} from '../../../files/save.ts';
import {encodePng} from '../../../picture/codec.ts';
import type {Artwork} from '../../../world/art/draw.ts';

const picturesName = 'inputs';

/** Write the items and the pictures to edit into a folder, so that any system can answer them. @returns the path of the list */
export async function exportItems({items}: ItemList, folder: string, artwork: Artwork): Promise<string> {
	const pictures = path.join(folder, picturesName);
	await makeResultFolder(pictures);
	const lines: string[] = [];
	for (const item of items) lines.push(JSON.stringify(await exported(item, pictures, artwork)));
	const [file = ''] = await saveTogether(folder, 'items', [{extension: '.jsonl', bytes: Buffer.from(`${lines.join('\n')}\n`)}]);
	return file;
}

async function exported(item: EvalItem, pictures: string, artwork: Artwork) {
	const {image: _image, referenceImage: _reference, ...rest} = item;
	const picture = await inputOf(item, artwork);
	if (!picture) return rest;
	const [file = ''] = await saveTogether(pictures, fileStem(item.id), [{extension: '.png', bytes: await encodePng(picture)}]);
	return {...rest, image: `${picturesName}/${path.basename(file)}`};
}
