import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {readInput} from '../../src/app/read-input.ts';
import {encodePng} from '../../src/picture/codec.ts';
import {findModel} from '../../src/store/find-model.ts';
import {temporaryFolder} from '../model/recipe.ts';
import {releasedFolder} from '../model/released-folder.ts';
import {writeTinyStorybook} from '../model/tiny-storybook.ts';

let files: Awaited<ReturnType<typeof temporaryFolder>>;
const file = (name: string) => path.join(files.folder, name);
/** Grey, with the left half white. */
const halves = (width: number, height: number) =>
	encodePng({
		width,
		height,
		rgb: Uint8Array.from({length: width * height * 3}, (_, index) => (Math.floor(index / 3) % width < width / 2 ? 255 : 0)),
	});

beforeAll(async () => {
	files = await temporaryFolder();
	await writeFile(file('picture.png'), await halves(200, 100));
	await writeFile(file('mask.png'), await halves(200, 100));
	await writeFile(file('small.png'), await halves(100, 50));
});
afterAll(() => files[Symbol.asyncDispose]());

const models = {bundledFolder: '/nowhere'};

test('a mask goes the way of its picture, to the size that the bundled model takes', async () => {
	await using folder = await temporaryFolder();
	await writeTinyStorybook(folder.folder);
	const {pixels, repaint} = await readInput(file('picture.png'), await findModel(folder.folder, models), {
		repaint: {maskFile: file('mask.png')},
		stdin: process.stdin,
	});
	expect(pixels).toMatchObject({width: 144, height: 144});
	expect(repaint).toEqual({mask: pixels});
});

test('a picture of family A keeps its shape, one of family M becomes a square of as many tokens as its config says', async () => {
	await using a = await releasedFolder('a');
	await using m = await releasedFolder('m');
	const rectangle = {mode: 'inpainting', heightRatio: 0.5, widthRatio: 0.5} as const;
	const inA = await readInput(file('picture.png'), await findModel(a.folder, models), {repaint: rectangle, stdin: process.stdin});
	expect(inA).toMatchObject({pixels: {width: 704, height: 352}, repaint: rectangle});
	const inM = await readInput(file('picture.png'), await findModel(m.folder, models), {
		repaint: {maskFile: file('mask.png')},
		stdin: process.stdin,
	});
	expect(inM).toMatchObject({pixels: {width: 512, height: 512}, repaint: {mask: {width: 512, height: 512}}});
});

test('a mask of another size is refused, with both sizes', async () => {
	await using folder = await temporaryFolder();
	await writeTinyStorybook(folder.folder);
	const model = await findModel(folder.folder, models);
	await expect(readInput(file('picture.png'), model, {repaint: {maskFile: file('small.png')}, stdin: process.stdin})).rejects.toMatchObject(
		{
			exitCode: 65,
			message: expect.stringMatching(/^The mask .* is 100x50 px, and .* 200x100 px\.$/),
		},
	);
	await expect(readInput(file('picture.png'), model, {repaint: {maskFile: file('none.png')}, stdin: process.stdin})).rejects.toMatchObject({
		exitCode: 66,
	});
});
