import {spawnSync} from 'node:child_process';
import {rm, symlink, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {inspectModel} from '../../src/model/inspect.ts';
import {findModel} from '../../src/store/find-model.ts';
import {temporaryFolder} from '../model/recipe.ts';
import {writeTinyStorybook} from '../model/tiny-storybook.ts';

/** What can stand where a file should, and would never end, or not be the model's. */
const others: Readonly<Record<string, (file: string) => Promise<void>>> = {
	pipe: async file => void spawnSync('mkfifo', [file]),
	'endless device': async file => symlink('/dev/zero', file),
	'file of another user': async file => symlink('/etc/hostname', file),
	'file of 5 MB': async file => writeFile(file, ' '.repeat(5_000_000)),
};

test.skipIf(process.platform === 'win32').each(Object.keys(others))('a config.json that is a %s is refused at once', async kind => {
	await using temporary = await temporaryFolder();
	await writeTinyStorybook(temporary.folder);
	const file = path.join(temporary.folder, 'config.json');
	await rm(file);
	await others[kind]!(file);
	await expect(findModel(temporary.folder, {bundledFolder: '/nowhere'})).rejects.toMatchObject({name: 'UserError', exitCode: 65});
});

test.skipIf(process.platform === 'win32').each(Object.keys(others))(
	'a README.md that is a %s tells no licence, and holds nothing up',
	async kind => {
		await using temporary = await temporaryFolder();
		await writeTinyStorybook(temporary.folder);
		const file = path.join(temporary.folder, 'README.md');
		await rm(file, {force: true});
		await others[kind]!(file);
		expect((await inspectModel(temporary.folder)).licence).toBe('');
	},
);

test('a licence is one short line, however long the card is', async () => {
	await using temporary = await temporaryFolder();
	await writeTinyStorybook(temporary.folder);
	await writeFile(path.join(temporary.folder, 'README.md'), `---\nlicense: ${'x'.repeat(3_000_000)}\n---\n`);
	expect((await inspectModel(temporary.folder)).licence).toBe('x'.repeat(100));
});
