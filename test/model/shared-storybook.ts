import {afterAll, beforeAll} from 'vitest';
import {temporaryFolder} from './recipe.ts';
import {type TinyShape, writeTinyStorybook} from './tiny-storybook.ts';

/** A tiny storybook in a folder of its own for all tests of the file that calls this; the folder is there once they run. */
export function sharedTinyStorybook(shape?: TinyShape): {readonly folder: string} {
	let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
	beforeAll(async () => {
		temporary = await temporaryFolder();
		await writeTinyStorybook(temporary.folder, shape);
	});
	afterAll(() => temporary[Symbol.asyncDispose]());
	return {
		get folder() {
			return temporary.folder;
		},
	};
}
