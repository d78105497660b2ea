import {copyFile, readFile, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, beforeEach, expect, test} from 'vitest';
import {encodePng, readRgb} from '../../../src/picture/codec.ts';
import {createHarness} from '../harness.ts';

let harness: Awaited<ReturnType<typeof createHarness>>;
let folder = '';
beforeAll(async () => {
	harness = await createHarness();
});
const {MMADA_DATA_DIR: dataFolder} = process.env;
afterEach(() => {
	if (dataFolder === undefined) delete process.env.MMADA_DATA_DIR;
	else process.env.MMADA_DATA_DIR = dataFolder;
});
afterAll(() => harness[Symbol.asyncDispose]());
beforeEach(async () => {
	folder = await harness.newFolder();
	const rgb = Uint8Array.from({length: 200 * 150 * 3}, (_, index) => (index * 31) % 256);
	await writeFile(there('photo.png'), await encodePng({width: 200, height: 150, rgb}));
});

const there = (name: string) => path.join(folder, name);
async function mmada(...args: string[]) {
	const {code, stdout, stderr} = await harness.run(folder, args);
	return {code, stdout: stdout.toString(), stderr};
}
/** Makes a picture again: the name `tiny` would not find the model of these tests. */
const rerun = async (...args: string[]) => mmada('rerun', ...args, '-q', '--threads', '1', '--model', harness.model);
const isSame = async (one: string, other: string) => (await readFile(there(one))).equals(await readFile(there(other)));

test.each(['x.png', 'x.json', 'x.webp'])('a picture is made again from %s: the same bytes', async name => {
	const picture = name.replace('.json', '.png');
	await mmada('gen', 'a cat', '-q', '-o', picture, '--seed', '0', '--temperature', '0.7', '--size', '50x60', ...harness.quick);
	expect(await rerun(name, '-o', `again${path.extname(picture)}`)).toMatchObject({code: 0, stderr: ''});
	expect(await isSame(picture, `again${path.extname(picture)}`)).toBe(true);
});

test('an edit is made again, from its transcript or with its picture', async () => {
	await mmada('edit', 'photo.png', 'make it red', '-q', '-o', 'x.png', '--fit', 'pad', '--size', 'auto', ...harness.quick);
	expect(await rerun('x.png', '--input', 'photo.png', '-o', 'again.png')).toMatchObject({code: 0, stderr: ''});
	expect(await isSame('x.png', 'again.png')).toBe(true);

	const said = await mmada('rerun', 'x.png', '-o', 'seen.png', '--threads', '1', '--model', harness.model);
	expect(said).toMatchObject({code: 0, stderr: expect.stringContaining('Only what the model saw of its picture is at hand')});
	expect(JSON.parse(await readFile(there('seen.json'), 'utf8'))).toMatchObject({input: {name: 'photo.png'}});

	await rm(there('x.json'));
	expect(await rerun('x.png')).toMatchObject({code: 66, stderr: expect.stringContaining('it was called `photo.png`')});
	await copyFile(there('seen.png'), there('other.png'));
	const other = await mmada('rerun', 'x.png', '--input', 'other.png', '-o', 'o.png', '--model', harness.model);
	expect(other.stderr).toContain('`other.png` is not the picture that `x.png` was made from');
});

test('a prompt that was kept is kept again, as its picture says', async () => {
	await mmada('gen', 'a cat', '-q', '-o', 'x.png', '--seed', '0', '--prompt-refresh', '3', ...harness.quick);
	expect(await rerun('x.png', '-o', 'again.png')).toMatchObject({code: 0, stderr: ''});
	expect(await isSame('x.png', 'again.png')).toBe(true);
	expect((await mmada('show', 'x.png')).stdout).toContain('read every 3 steps');
});

test('a part that was changed is changed again', async () => {
	await mmada('edit', 'photo.png', 'make it red', '-q', '-o', 'x.png', '--inpaint', '0.5', '--size', 'auto', ...harness.quick);
	expect(await rerun('x.json', '--input', 'photo.png', '-o', 'again.png')).toMatchObject({code: 0, stderr: ''});
	expect(await isSame('x.png', 'again.png')).toBe(true);
});

test('flags and words change what they say, and nothing else', async () => {
	await mmada('gen', 'a cat', '-q', '-o', 'x.png', '--seed', '5', ...harness.quick);
	expect(await rerun('x.png', 'a', 'dog', '--steps', '3', '-o', 'y.png')).toMatchObject({code: 0});
	const {stdout} = await mmada('show', 'y.png', '--json');
	expect(JSON.parse(stdout)).toMatchObject({settings: {instruction: 'a dog', seed: 5, steps: 3, imageSteps: 4}});
});

test('the tokens are compared where they are known', async () => {
	await mmada('gen', 'a cat', '-q', '-o', 'tiny.png', ...harness.quick);
	process.env.MMADA_DATA_DIR = there('data');
	expect(await mmada('models', 'import', harness.model, '--name', 'tiny')).toMatchObject({code: 0});
	const {code, stderr} = await mmada('rerun', 'tiny.json', '-o', 'again.png');
	expect({code, stderr}).toMatchObject({code: 0, stderr: expect.stringContaining('The same tokens as in')});
	const transcript = await readFile(there('tiny.json'), 'utf8');
	const rerunWith = async (change: (shapes: string, contents: string) => string) => {
		const digest = (_: string, shapes: string, contents: string) => `"digest":"${change(shapes, contents)}"`;
		await writeFile(there('other.json'), transcript.replaceAll(/"digest": ?"(\w+)\.(\w+)"/g, digest));
		return mmada('rerun', 'other.json', '-o', 'again.png', '--force');
	};
	const other = await rerunWith((_, contents) => `${'0'.repeat(64)}.${contents}`);
	expect(other).toMatchObject({code: 69, stderr: expect.stringContaining('was made by a tiny with sha256 000000000000')});
	const retrained = await rerunWith(shapes => `${shapes}.${'0'.repeat(32)}`);
	expect(retrained).toMatchObject({code: 69, stderr: expect.stringContaining('was made by a tiny with other weights (000000000000) than')});
	const old = await rerunWith(shapes => shapes);
	expect(old).toMatchObject({code: 0, stderr: expect.stringContaining('The same tokens as in')});
});

test.each([
	{recorded: '../tiny', code: 65, says: 'is no name of one'},
	{recorded: 'PATH', code: 65, says: 'is no name of one'},
	{recorded: 'x\u0000y', code: 65, says: 'is no name of one'},
	{recorded: '..', code: 65, says: 'is no name of one'},
	{recorded: 'tiny', code: 69, says: 'There is no model `tiny` here'},
])('a model written down as $recorded is never looked for as a path', async ({recorded, code, says}) => {
	await mmada('gen', 'a cat', '-q', '-o', 'x.png', ...harness.quick);
	const transcript = JSON.parse(await readFile(there('x.json'), 'utf8')) as object;
	const name = recorded === 'PATH' ? harness.model : recorded;
	await writeFile(there('x.json'), JSON.stringify(transcript).replaceAll('"name":"tiny"', `"name":${JSON.stringify(name)}`));
	process.env.MMADA_DATA_DIR = there('data');
	const outcome = await harness.run(path.dirname(harness.model), ['rerun', there('x.json'), '-o', there('y.png')]);
	expect(outcome).toMatchObject({code, stderr: expect.stringContaining(says)});
});

test.each([
	{args: ['rerun'], code: 2, says: 'Name one picture or transcript.'},
	{args: ['rerun', 'none.png'], code: 66, says: 'Cannot read the picture or transcript `none.png`.'},
	{args: ['rerun', 'photo.png'], code: 65, says: '`photo.png` does not say what made it.'},
])('$args ends with $code', async ({args, code, says}) => {
	expect(await mmada(...args)).toMatchObject({code, stdout: '', stderr: expect.stringContaining(says)});
});

test('outside a mask, an edit put back at the size of its picture keeps every pixel of it', async () => {
	const mask = new Uint8Array(200 * 150 * 3);
	for (let y = 40; y < 90; y++) mask.fill(255, (y * 200 + 60) * 3, (y * 200 + 130) * 3);
	await writeFile(there('mask.png'), await encodePng({width: 200, height: 150, rgb: mask}));
	await mmada('edit', 'photo.png', 'make it red', '-q', '-o', 'x.png', '--mask', 'mask.png', '--size', 'auto', ...harness.quick);
	const [before, after] = [await readRgb(there('photo.png')), await readRgb(there('x.png'))];
	const changed = [...before.rgb.entries()].flatMap(([index, value]) => (value === after.rgb[index] ? [] : [index]));
	expect(changed.length).toBeGreaterThan(0);
	expect(changed.filter(index => mask[index] === 0)).toHaveLength(0);
});
