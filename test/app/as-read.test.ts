import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {openAsRead} from '../../src/app/as-read.ts';
import {findTarget} from '../../src/app/output-target.ts';
import {outputFrom} from '../../src/app/request.ts';

let folder: string;
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'mmada named '));
});
afterAll(async () => rm(folder, {recursive: true, force: true}));

const asRead = await openAsRead('storybook');

test.each([
	['a snial in the rain', 'a snail in the rain'],
	['A Snial, please', 'A snail, please'],
	['a red cat', 'a red cat'],
	['a catapult and a cat', 'a catapult and a cat'],
	['eine Katze', 'eine Katze'],
	['', ''],
	['x'.repeat(5000), 'x'.repeat(5000)],
])('slips that a run tells of are mended, and all else stays: `%.30s`', (instruction, expected) => {
	expect(asRead(instruction)).toBe(expected);
});

test('a model that is not there mends nothing: whoever opens it says so', async () => {
	expect((await openAsRead('no-such-model'))('a snial')).toBe('a snial');
});

test.each([
	[undefined, 'a-snail-in-the-rain'],
	['{slug}-{seed}', 'a-snail-in-the-rain-7'],
	['mine', 'mine'],
])('a picture is called after the words as they were read: --name %s', async (name, stem) => {
	const facts = {task: 'gen', instruction: 'a snial in the rain', seed: 7, model: 'storybook', now: new Date(0)};
	const output = outputFrom({output: `${folder}${path.sep}`, ...(name !== undefined && {name})});
	expect(await findTarget(output, facts)).toMatchObject({folder: `${folder}${path.sep}`, stem});
});

test('a file that is named keeps its name', async () => {
	const facts = {task: 'gen', instruction: 'a snial', seed: 7, model: 'storybook', now: new Date(0)};
	expect(await findTarget(outputFrom({output: path.join(folder, 'snial.png')}), facts)).toMatchObject({stem: 'snial'});
});
