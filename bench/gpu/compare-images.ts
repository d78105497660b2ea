import {execFileSync} from 'node:child_process';
import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import type {CodeId} from '../../src/decoder/ids.ts';
import {openImageTokenizer} from '../../src/model/images/open-image-tokenizer.ts';
import {toBytes, toPlanes} from '../../src/model/images/planes.ts';
import {root} from '../root.ts';

/** Pixels per side. */
const side = 512;

/**
Write a random image tokenizer of the released shape into a folder, by diffusers, and compare ours with diffusers' own on a picture of 512 x 512 px.
@param python - Python with diffusers
@returns what was found, or why nothing was: then no image tokenizer is written
*/
export async function compareImages(folder: string, python: string): Promise<{readonly finding: string; readonly isWritten: boolean}> {
	if (!hasDiffusers(python)) {
		const finding = `The image tokenizer was not compared with diffusers': \`${python}\` does not have it (--python names another).`;
		return {finding, isWritten: false};
	}
	const rgb = Uint8Array.from({length: 3 * side ** 2}, (_, index) => value(index % 3, Math.floor(index / 3)));
	const picture = path.join(folder, 'picture.rgb');
	await writeFile(picture, rgb);
	const script = path.join(root, 'bench', 'gpu', 'diffusers_images.py');
	const version = execFileSync(python, [script, folder, picture, String(side)], {encoding: 'utf8'}).trim();
	await using images = await openImageTokenizer(folder, {device: 'cpu', threads: 2});
	const expected = JSON.parse(await readFile(path.join(folder, 'codes.json'), 'utf8')) as number[];
	const given = await images.encode(toPlanes(rgb, side, side, images.black));
	const same = given.filter((code, index) => code === expected[index]).length;
	const places = side / images.patch;
	const pixels = toBytes(await images.decode(expected as CodeId[], places, places), images.black);
	const theirs = await readFile(path.join(folder, 'pixels.rgb'));
	const farthest = pixels.reduce((most, byte, index) => Math.max(most, Math.abs(byte - theirs[index]!)), 0);
	const finding = `Against VQModel of diffusers ${version}, ${side} x ${side} px: ${same} of ${expected.length} codes are the same (${new Set(expected).size} kinds of them), and decoded pixels differ by ${farthest} of 255 at most.`;
	return {finding, isWritten: true};
}

function hasDiffusers(python: string): boolean {
	try {
		execFileSync(python, ['-c', 'import diffusers, torch'], {stdio: 'ignore'});
		return true;
	} catch {
		return false;
	}
}

/** Waves of different lengths in each channel. */
function value(channel: number, place: number): number {
	const [x, y] = [place % side, Math.floor(place / side)];
	return Math.round(127.5 + 60 * Math.sin(x / (7 + 9 * channel)) + 60 * Math.cos((y + 3 * channel) / (11 + 5 * channel)));
}
