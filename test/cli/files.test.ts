import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {decodeImage, encodePng, type Pixels, readRgb} from '../../src/picture/codec.ts';
import {readTranscript} from '../../src/transcript/beside.ts';
import {createHarness} from './harness.ts';

let harness: Awaited<ReturnType<typeof createHarness>>;
let folder = '';
beforeAll(async () => {
	harness = await createHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());
beforeEach(async () => {
	folder = await harness.newFolder();
});

async function mmada(...args: string[]) {
	const {code, stdout, stderr} = await harness.run(folder, [...args, ...harness.quick]);
	return {code, stdout: stdout.toString(), stderr};
}
const there = (name: string) => path.join(folder, name);

test.each([
	{extension: '.webp', format: 'webp'},
	{extension: '.jpg', format: 'jpeg'},
	{extension: '.JPEG', format: 'jpeg'},
	{extension: '.avif', format: 'heif'},
])('a $extension is written as such', async ({extension, format}) => {
	expect(await mmada('gen', 'a cat', '-q', '-o', `x${extension}`)).toEqual({code: 0, stdout: `x${extension}\n`, stderr: ''});
	expect(await sharp(await readFile(there(`x${extension}`))).metadata()).toMatchObject({format, width: 144, height: 144});
	expect((await readdir(folder)).sort()).toEqual([`x${extension}`, 'x.json'].sort());
});

test.each([
	{name: '{slug}-{seed}', file: 'a-cat-7.png'},
	{name: '{task} {model}.webp', file: 'gen tiny.webp'},
	{name: 'line\nbreak', file: 'line\nbreak.png'},
	{name: 'no. 1', file: 'no. 1.png'},
])('--name $name calls the picture $file, with -o for the folder', async ({name, file}) => {
	await mkdir(there('my pictures'));
	const {code, stdout} = await mmada('gen', 'a cat', '--seed', '7', '--name', name, '-o', 'my pictures', '--json', '-q');
	expect({code, ...(JSON.parse(stdout) as object)}).toMatchObject({code: 0, picture: path.join('my pictures', file)});
	expect(await readdir(there('my pictures'))).toContain(file);
});

test.each([
	{
		args: ['--name', '{sead}'],
		code: 2,
		says: 'Unknown field `{sead}` in --name.\nKnown fields: {slug}, {seed}, {task}, {model}, {date}, {time}.',
	},
	{args: ['--name', '../x'], code: 2, says: '`../x` is no name for a file.'},
	{args: ['--name', 'x', '-o', 'y.png'], code: 2, says: '--name calls files in a folder'},
	{args: ['--name', 'x'.repeat(300)], code: 2, says: 'is too long for a file'},
	{args: ['-o', `${'x'.repeat(300)}.png`], code: 73, says: 'The file name is too long.'},
	{args: ['--size', '0x9'], code: 2, says: '--size must be auto, model or a size such as 512x512, not `0x9`.'},
	{args: ['--size', '16000x16000'], code: 2, says: '--size must be auto'},
	{args: ['--fit', 'shrink'], code: 2, says: '--fit must be crop, pad or stretch, not `shrink`.'},
])('$args is refused before anything runs', async ({args, code, says}) => {
	const outcome = await mmada('gen', 'a cat', ...args);
	expect(outcome).toMatchObject({code, stdout: ''});
	expect(outcome.stderr).toContain(says);
});

test('--markdown tells the run to people, and points to the picture by the name that it got', async () => {
	await writeFile(there('a-cat.md'), 'mine');
	const {code, stdout} = await mmada('gen', 'a cat', '--markdown', '--seed', '7', '-q');
	expect({code, stdout}).toEqual({code: 0, stdout: 'a-cat-2.png\n'});
	const page = await readFile(there('a-cat-2.md'), 'utf8');
	expect(page).toContain('# a cat\n\n![a cat](<a-cat-2.png>)\n\n## Reasoning\n\n>');
	expect(page).toContain('| seed | 7 |');
	expect(await readFile(there('a-cat.md'), 'utf8')).toBe('mine');
});

test('an edit is put back into the picture at its own size; around the part that the model saw nothing changes', async () => {
	const input = {width: 300, height: 100, rgb: Uint8Array.from({length: 300 * 100 * 3}, (_, index) => (index * 31) % 256)};
	await writeFile(there('wide.png'), await encodePng(input));
	expect(await mmada('edit', 'wide.png', 'make it red', '--size', 'auto', '-o', 'x.png', '-q')).toMatchObject({code: 0});
	const result = await readRgb(there('x.png'));
	expect({width: result.width, height: result.height}).toEqual({width: 300, height: 100});
	const column = (pixels: Pixels, x: number) => Array.from({length: 100}, (_, y) => pixels.rgb[(y * 300 + x) * 3]);
	for (const x of [0, 99, 200, 299]) expect(column(result, x)).toEqual(column(input, x));
	expect(column(result, 150)).not.toEqual(column(input, 150));
	expect((await readTranscript(there('x.json'))).input?.placement).toEqual({
		fit: 'crop',
		original: {width: 300, height: 100},
		seen: {left: 100, top: 0, width: 100, height: 100},
		target: {width: 144, height: 144},
		at: {left: 0, top: 0, width: 144, height: 144},
	});
});

test.each([
	{args: ['--fit', 'pad', '--size', 'auto'], size: [300, 100]},
	{args: ['--fit', 'stretch', '--size', 'auto'], size: [300, 100]},
	{args: ['--size', '50x60'], size: [50, 60]},
	{args: ['--size', 'model'], size: [144, 144]},
])('with $args an edit is $size', async ({args, size: [width, height]}) => {
	await writeFile(there('wide.png'), await encodePng({width: 300, height: 100, rgb: new Uint8Array(300 * 100 * 3).fill(90)}));
	expect(await mmada('edit', 'wide.png', 'make it red', ...args, '-o', 'x.png', '-q')).toMatchObject({code: 0});
	expect(await readRgb(there('x.png'))).toMatchObject({width, height});
});

test('--no-metadata and --no-ai-mark leave a picture of pixels alone', async () => {
	await mmada('gen', 'a cat', '--no-metadata', '--no-ai-mark', '-q', '-o', 'x.png');
	const file = await readFile(there('x.png'));
	expect(Buffer.from(await encodePng(await decodeImage(file, ''))).equals(file)).toBe(true);
	const {code, stdout} = await mmada('show', 'x.json', '--json').then(() => harness.run(folder, ['show', 'x.png']));
	expect({code, stdout: stdout.toString()}).toEqual({code: 65, stdout: ''});
});

test('show tells what made a picture, from it or its transcript', async () => {
	await mmada('gen', 'a red cat', '--seed', '0', '-q', '-o', 'x.webp');
	for (const file of ['x.webp', 'x.json']) {
		const {code, stdout} = await harness.run(folder, ['show', file]);
		expect({code, stdout: stdout.toString()}).toMatchObject({
			code: 0,
			stdout: expect.stringMatching(/^a red cat\n\nreasoning .*\nseed +0\n/),
		});
		const json = await harness.run(folder, ['show', file, '--json']);
		expect(JSON.parse(json.stdout.toString())).toMatchObject({
			settings: {seed: 0, steps: 4},
			model: {name: 'tiny'},
			output: {size: 'model'},
		});
	}
});

test.each([
	{args: ['show'], code: 2, says: 'Name one picture or transcript.'},
	{args: ['show', 'none.png'], code: 66, says: 'Cannot read the picture or transcript `none.png`.'},
	{args: ['show', 'note.txt'], code: 65, says: '`note.txt` is neither a picture nor a transcript.'},
	{args: ['show', 'other.json'], code: 65, says: '`other.json` is not a transcript that this version can read.'},
])('$args ends with $code', async ({args, code, says}) => {
	await writeFile(there('note.txt'), 'hello');
	await writeFile(there('other.json'), '{}');
	const {code: found, stdout, stderr} = await harness.run(folder, args);
	expect({code: found, stdout: stdout.toString()}).toEqual({code, stdout: ''});
	expect(stderr).toContain(says);
});
