import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, beforeEach} from 'vitest';
import {slowShape, tinyShape, writeTinyStorybook} from '../model/tiny-storybook.ts';

/** Two models in a folder: `tiny`, whose runs take an instant, and `slow`, whose runs can be caught in the middle. */
export async function writeModels(root: string): Promise<{readonly tiny: string; readonly slow: string}> {
	const [tiny, slow] = [path.join(root, 'tiny'), path.join(root, 'slow')];
	await Promise.all([mkdir(tiny, {recursive: true}), mkdir(slow, {recursive: true})]);
	await writeTinyStorybook(tiny, tinyShape);
	await writeTinyStorybook(slow, slowShape);
	return {tiny, slow};
}

/** Where the tests of a file work: the two models for all of them, and for each an empty folder with a space in its name. */
export function workplace(): {readonly tiny: string; readonly slow: string; readonly folder: string} {
	const place = {tiny: '', slow: '', folder: ''};
	let root = '';
	beforeAll(async () => {
		root = await mkdtemp(path.join(tmpdir(), 'mmada tests '));
		Object.assign(place, await writeModels(root));
	});
	beforeEach(async () => {
		place.folder = await mkdtemp(path.join(root, 'work '));
	});
	afterAll(async () => rm(root, {recursive: true}));
	return place;
}
