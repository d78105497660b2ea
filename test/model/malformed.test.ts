import {rm} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {UserError} from '../../src/errors.ts';
import {checkModel} from '../../src/model/check-model.ts';
import {verifyModel} from '../../src/model/verify.ts';
import {copyFolder, damageFolder, damages} from './malformed.ts';
import {temporaryFolder} from './recipe.ts';
import {writeTinyStorybook} from './tiny-storybook.ts';

/** All of them with `npm run check:torture`; here two of each kind. */
const count = Number(process.env.MMADA_TORTURE ?? 2 * Object.keys(damages).length);

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
let whole = '';
beforeAll(async () => {
	temporary = await temporaryFolder();
	whole = path.join(temporary.folder, 'whole');
	await writeTinyStorybook(whole);
});
afterAll(() => temporary[Symbol.asyncDispose]());

test('the folder that the damaged ones are made from is a model', async () => {
	await verifyModel(whole);
});

test(`${count} damaged folders each end in one clear error that tells nothing of other files`, {timeout: 1_800_000}, async () => {
	for (let number = 0; number < count; number++) {
		const folder = path.join(temporary.folder, `broken-${number}`);
		await copyFolder(whole, folder);
		const damage = await damageFolder(folder, number);
		const error: unknown = await checkModel(folder).then(
			() => undefined,
			(reason: unknown) => reason,
		);
		expect(error, `${number}: ${damage}: ${error instanceof Error ? error.stack : error}`).toBeInstanceOf(UserError);
		if (!(error instanceof UserError)) continue;
		expect([65, 66], `${number}: ${damage}: ${error.message}`).toContain(error.exitCode);
		expect(error.message).not.toContain('root:');
		for (const part of [folder, `${folder}-secret`, `${folder}-outside`]) await rm(part, {recursive: true, force: true});
	}
});
