import {afterAll, beforeAll} from 'vitest';
import {temporaryFolder} from './recipe.ts';
import {writeTinyStorybook} from './tiny-storybook.ts';

/** A tiny storybook in a folder of its own for all tests of the file that calls this; the folder is there once they run. */
export function sharedTinyStorybook(): {readonly folder: string} {
	let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
	beforeAll(async () => {
		temporary = await temporaryFolder();
		await writeTinyStorybook(temporary.folder);
	});
	afterAll(() => temporary[Symbol.asyncDispose]());
	return {
		get folder() {
			return temporary.folder;
		},
	};
}
