import {readdir, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, beforeEach, expect, test} from 'vitest';
import {eventLineSchema} from '../../src/events/schema.ts';
import {decodeImage, encodePng} from '../../src/picture/codec.ts';
import {readOrigin} from '../../src/picture/read-origin.ts';
import {createHarness, type Outcome} from './harness.ts';

let harness: Awaited<ReturnType<typeof createHarness>>;
let folder = '';
beforeAll(async () => {
	harness = await createHarness();
});
afterAll(() => harness[Symbol.asyncDispose]());
beforeEach(async () => {
	folder = await harness.newFolder();
});

/** Runs with an instruction from a pipe if one is given. */
const mmada = async (args: readonly string[], input?: string | Uint8Array) => harness.run(folder, [...args, ...harness.quick], input);
const text = ({code, stdout, stderr}: Outcome) => ({code, stdout: stdout.toString(), stderr});
const grey = async () => encodePng({width: 30, height: 20, rgb: new Uint8Array(30 * 20 * 3).fill(128)});

test.each([
	{rule: 'a pipe where no words are', args: ['gen', '-q'], input: 'a cat\n'},
	{rule: 'a dash', args: ['gen', '-', '-q'], input: '  a cat'},
])('an instruction comes from stdin by $rule', async ({args, input}) => {
	expect(text(await mmada(args, input))).toEqual({code: 0, stdout: 'a-cat.png\n', stderr: ''});
	expect((await readOrigin(await readFile(path.join(folder, 'a-cat.png')), '')).settings.instruction).toBe('a cat');
});

test('a picture goes from pipe to pipe without a file, and says what made it', async () => {
	const drawn = await mmada(['gen', 'a cat', '-o', '-', '-q', '--seed', '5']);
	expect({code: drawn.code, stderr: drawn.stderr}).toEqual({code: 0, stderr: ''});
	expect(await decodeImage(drawn.stdout, '')).toMatchObject({width: 144, height: 144});
	const edited = await mmada(['edit', '-', 'make it red', '-o', '-', '-q'], drawn.stdout);
	expect(edited.code).toBe(0);
	expect(await readOrigin(edited.stdout, '')).toMatchObject({settings: {task: 'edit', instruction: 'make it red'}, input: {name: 'stdin'}});
	expect(await readdir(folder)).toEqual([]);
	const shown = await harness.run(folder, ['show', '-'], edited.stdout);
	expect(text(shown)).toMatchObject({code: 0, stderr: '', stdout: expect.stringContaining('edited from  stdin by crop\n')});
});

test('an instruction for a picture comes from stdin too, but not both', async () => {
	await writeFile(path.join(folder, 'grey.png'), await grey());
	expect(text(await mmada(['edit', 'grey.png', '-q', '-o', 'x.png'], 'make it red'))).toEqual({code: 0, stdout: 'x.png\n', stderr: ''});
	expect(text(await mmada(['edit', '-', '-'], 'make it red'))).toMatchObject({
		code: 2,
		stderr: expect.stringContaining('cannot both come from stdin'),
	});
	expect(text(await mmada(['edit', '-'], await grey()))).toMatchObject({code: 2, stderr: expect.stringContaining('no instruction')});
});

test.each([
	{rule: 'nothing', input: '', code: 2, says: 'There is no instruction.'},
	{rule: 'white space', input: ' \n', code: 2, says: 'There is no instruction.'},
	{rule: 'bytes that are no text', input: Uint8Array.from([0xff, 0xfe, 0x00]), code: 65, says: 'not UTF-8'},
	{rule: 'more than anyone says', input: 'word '.repeat(300_000), code: 65, says: 'More than 1 MB came from stdin.'},
	{rule: '10,000 characters', input: 'a cat '.repeat(1667), code: 65, says: 'this model reads at most'},
])('$rule from stdin ends in one sentence and $code', async ({input, code, says}) => {
	expect(text(await mmada(['gen', '-'], input))).toMatchObject({code, stdout: '', stderr: expect.stringContaining(says)});
	expect(await readdir(folder)).toEqual([]);
});

test('an image from stdin that is none, or is too large, is 65', async () => {
	expect(text(await mmada(['edit', '-', 'make it red'], 'hello'))).toMatchObject({
		code: 65,
		stderr: expect.stringContaining('`stdin` is not an image'),
	});
	expect(text(await mmada(['edit', '-', 'make it red'], new Uint8Array(50_000_001)))).toMatchObject({
		code: 65,
		stderr: expect.stringContaining('More than 50 MB'),
	});
});

test.each(['--json', '--events', '--markdown', '--name=x'])('stdout is the picture or %s, not both', async flag => {
	expect(text(await mmada(['gen', 'a cat', '-o', '-', flag]))).toMatchObject({
		code: 2,
		stdout: '',
		stderr: expect.stringContaining('stdout is the picture'),
	});
});

test('every line of --events is what its schema says', async () => {
	const {stdout} = await mmada(['gen', 'a cat', '--events', '-q', '--markdown']);
	const lines = stdout.toString().trimEnd().split('\n');
	const events = lines.map(line => eventLineSchema.parse(JSON.parse(line)));
	expect(events).toEqual(lines.map(line => JSON.parse(line) as unknown));
	expect(events.at(-1)).toEqual({type: 'saved', picture: 'a-cat.png', transcript: 'a-cat.json', markdown: 'a-cat.md'});
});

test.each([
	{instruction: '- a cat', file: 'a-cat'},
	{instruction: '-5 degrees', file: '5-degrees'},
	{instruction: '--style noir', file: 'style-noir'},
	{instruction: 'Eine Katze — 猫 🐈', file: 'eine-katze-猫'},
])('"$instruction" is an instruction, dash and all', async ({instruction, file}) => {
	const {code, stdout} = text(await mmada(['gen', instruction, '--json', '-q']));
	expect({code, ...(JSON.parse(stdout) as object)}).toMatchObject({code: 0, instruction, picture: `${file}.png`});
});

test('a single word with a dash goes after --', async () => {
	expect(text(await mmada(['gen', '-cat']))).toMatchObject({code: 2, stderr: expect.stringContaining('go after ` -- `')});
	expect(text(await harness.run(folder, ['gen', '-q', ...harness.quick, '--', '-cat']))).toMatchObject({code: 0, stdout: 'cat.png\n'});
});

test('SIGTERM keeps the partial picture, as Ctrl-C does, and ends with 143', async () => {
	const {child, ended, stderr} = harness.start(folder, ['gen', 'a cat', ...harness.endless]);
	while (!stderr().includes('step 1/4000')) await new Promise(resolve => child.stderr.once('data', resolve));
	child.kill('SIGTERM');
	expect(text(await ended)).toMatchObject({code: 143, stdout: 'a-cat.png\n'});
	expect((await readdir(folder)).sort()).toEqual(['a-cat.json', 'a-cat.png']);
});
