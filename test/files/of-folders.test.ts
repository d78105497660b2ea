import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {UserError} from '../../src/errors.ts';
import {asUserError} from '../../src/files/errors.ts';
import {isOfFolders, takeFiles} from '../../src/files/of-folders.ts';

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'mmada folders '));
});
afterAll(async () => rm(folder, {recursive: true}));

const failure = (code: string) => Object.assign(new Error(code), {code});
const told = (code: string) => asUserError(failure(code), folder);

test.each([
	['a full disk', () => told('ENOSPC'), true],
	['a full disk that nobody explained yet', () => failure('ENOSPC'), true],
	['a name that is too long, in a folder that takes others', () => told('ENAMETOOLONG'), false],
	['a failure of the disk, which takes files again', () => told('EIO'), false],
	['a bad picture', () => new UserError('It is no picture.', {hint: '', exitCode: 65}), false],
	['a fault of the program', () => new TypeError('x is not a function'), false],
])('%s is a fault of the folder, or not', async (_, error, expected) => {
	expect(await isOfFolders(error(), [folder])).toBe(expected);
});

test('a folder that is gone takes no files, and whatever the disk said is its fault', async () => {
	const gone = path.join(folder, 'gone');
	expect(await takeFiles([folder])).toBe(true);
	expect(await takeFiles([folder, gone])).toBe(false);
	expect(await isOfFolders(told('EIO'), [folder, gone])).toBe(true);
	expect(await isOfFolders(new UserError('It is no picture.', {hint: '', exitCode: 65}), [gone])).toBe(false);
});
