import {readdir} from 'node:fs/promises';
import path from 'node:path';
import {beforeAll, expect, test} from 'vitest';
import {temporaryFolder} from '../model/recipe.ts';
import {tinyShape, writeTinyStorybook} from '../model/tiny-storybook.ts';
import {startHub} from '../store/pull/hub.ts';
import {filesOf} from '../store/pull/run-pull.ts';
import {runInPty} from './pty-run.ts';

const repository = 'someone/tiny';
let files: Record<string, Uint8Array> = {};
beforeAll(async () => {
	await using temporary = await temporaryFolder();
	await writeTinyStorybook(temporary.folder, {...tinyShape, mlpWidth: 64});
	files = await filesOf(temporary.folder);
});

/** Pull in a terminal, and answer each question that comes. */
async function pull(args: readonly string[], answers: readonly string[]) {
	await using data = await temporaryFolder();
	await using hub = await startHub({repositories: {[repository]: {files, licence: 'apache-2.0'}}});
	let asked = 0;
	const {output, code} = await runInPty({
		args: ['models', 'pull', repository, ...args],
		columns: 160,
		env: {MMADA_DATA_DIR: data.folder, HF_ENDPOINT: hub.url, HF_HOME: data.folder, HTTP_PROXY: undefined, http_proxy: undefined},
		onOutput({output, press}) {
			for (const questions = output.split('[y/N] ').length - 1; asked < questions; asked++) press(answers[asked] ?? '\u0003');
		},
	});
	const models = await readdir(path.join(data.folder, 'models')).catch(() => []);
	return {output, code, asked, sent: hub.sentBytes(), models: models.filter(name => !name.startsWith('.')).sort()};
}

test('a pull asks first, with the size, the disk, whether it fits, and the licence; a no fetches nothing', async () => {
	const {output, code, sent, models} = await pull([], ['n\r']);
	const before = output.slice(0, output.indexOf('Download it?'));
	for (const said of [/size +\d.* in \d+ files/, /disk +\d.* free/, /memory .*: it fits/, /GPU /, /licence: apache-2\.0/])
		expect(before).toMatch(said);
	expect({code, sent, models}).toEqual({code: 0, sent: 0, models: []});
});

test('Ctrl-C at the question fetches nothing', async () => {
	expect(await pull([], [])).toMatchObject({code: 130, sent: 0, models: []});
});

test.each([
	{answer: 'y\r', models: ['tiny-f16'], what: 'removed'},
	{answer: '\r', models: ['tiny', 'tiny-f16'], what: 'kept'},
])('once a variant is made of it, the original is $what by an answer', async ({answer, models}) => {
	const pulled = await pull(['--variant', 'f16'], ['y\r', answer]);
	expect(pulled).toMatchObject({code: 0, asked: 2, models});
	expect(pulled.output).toContain('Remove tiny, the original?');
});
