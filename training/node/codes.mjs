/*
The image codes of pictures, as `mmada edit` sees them: `node codes.mjs MODEL`, with one path a line on stdin; a line of JSON each on stdout.
A picture that cannot be read is told in its line, and the others are read all the same.
*/

import path from 'node:path';
import {createInterface} from 'node:readline';
import {placeFor} from '../../dist/app/place-input.js';
import {parseConfig} from '../../dist/model/checkpoint/config.js';
import {readJson} from '../../dist/model/checkpoint/json-file.js';
import {openModel} from '../../dist/model/open.js';
import {decodeImage, readImageFile} from '../../dist/picture/codec.js';

const [folder = '.', threads = '2'] = process.argv.slice(2);
const file = path.join(folder, 'config.json');
const found = {folder, config: parseConfig(await readJson(file), file)};
const model = await openModel(folder, {threads: Number(threads)});
for await (const name of createInterface({input: process.stdin})) {
	process.stdout.write(`${JSON.stringify(await codesOf(name))}\n`);
}
await model[Symbol.asyncDispose]();

/** @param {string} name A path. */
async function codesOf(name) {
	try {
		const picture = await decodeImage(await readImageFile(name), name);
		const {prepare} = await placeFor(found, picture);
		const {rgb, width, height} = await prepare(picture);
		return {columns: width / model.facts.patch, codes: await model.encodeImage(rgb, width, height)};
	} catch (error) {
		return {fault: `${error instanceof Error ? error.message : error}`};
	}
}
