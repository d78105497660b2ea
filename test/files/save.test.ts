import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import {checkFolder, saveTogether, slug} from '../../src/files/save.ts';

let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'mmada save '));
});
afterEach(async () => rm(folder, {recursive: true}));

const parts = (text: string) => [
	{extension: '.png', bytes: Buffer.from(`${text} picture`)},
	{extension: '.json', bytes: Buffer.from(`${text} transcript`)},
];
const names = async () => (await readdir(folder)).sort();

test.each([
	{instruction: 'a red balloon above a small blue house at night', stem: 'a-red-balloon-above-a-small-blue-house-at-night'},
	{instruction: '  Make it WINTER!! ', stem: 'make-it-winter'},
	{instruction: '../../etc/passwd', stem: 'etc-passwd'},
	{instruction: 'ein Haus, zwei Bäume', stem: 'ein-haus-zwei-bäume'},
	{instruction: '🐈', stem: 'picture'},
	{instruction: '', stem: 'picture'},
	{instruction: 'word '.repeat(100), stem: Array.from({length: 20}, () => 'word').join('-')},
])('$instruction is saved as $stem', ({instruction, stem}) => {
	expect(slug(instruction)).toBe(stem);
});

test('picture and transcript share a stem that neither had before', async () => {
	await writeFile(path.join(folder, 'cat.json'), 'mine');
	await writeFile(path.join(folder, 'cat-2.png'), 'mine too');
	const paths = await saveTogether(folder, 'cat', parts('new'));
	expect(paths).toEqual([path.join(folder, 'cat-3.png'), path.join(folder, 'cat-3.json')]);
	expect(await names()).toEqual(['cat-2.png', 'cat-3.json', 'cat-3.png', 'cat.json']);
	expect(await readFile(path.join(folder, 'cat.json'), 'utf8')).toBe('mine');
	expect(await readFile(path.join(folder, 'cat-3.png'), 'utf8')).toBe('new picture');
});

test('with force the files are replaced', async () => {
	await saveTogether(folder, 'cat', parts('old'));
	expect(await saveTogether(folder, 'cat', parts('new'), {force: true})).toEqual([
		path.join(folder, 'cat.png'),
		path.join(folder, 'cat.json'),
	]);
	expect(await names()).toEqual(['cat.json', 'cat.png']);
	expect(await readFile(path.join(folder, 'cat.png'), 'utf8')).toBe('new picture');
});

test('many at once: each gets its own pair, none is lost or mixed', async () => {
	const all = await Promise.all(Array.from({length: 20}, async (_, index) => saveTogether(folder, 'cat', parts(String(index)))));
	for (const [index, [picture, transcript]] of all.entries()) {
		expect(await readFile(picture ?? '', 'utf8')).toBe(`${index} picture`);
		expect(await readFile(transcript ?? '', 'utf8')).toBe(`${index} transcript`);
	}
	expect(await names()).toHaveLength(40);
});

test('a folder that is not there is exit code 73, before and at saving', async () => {
	const missing = path.join(folder, 'nowhere');
	await expect(checkFolder(missing)).rejects.toMatchObject({name: 'UserError', exitCode: 73});
	await expect(saveTogether(missing, 'cat', parts('x'))).rejects.toMatchObject({name: 'UserError', exitCode: 73});
	await expect(checkFolder(folder)).resolves.toBeUndefined();
});
