import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {edit, generate, type OpenModel, openModel, type RunEvent, UserError} from '../../src/index.ts';
import {readPngText} from '../../src/picture/png-text.ts';
import {collect} from '../fixtures/collect.ts';
import {writeTinyStorybook} from '../model/tiny-storybook.ts';
import {changed, draw, drawSeveral} from './example.ts';

let folder = '';
let model: OpenModel;
const quick = {steps: 4, imageSteps: 4, seed: 7};
const endless = {steps: 4000, imageSteps: 4000, seed: 7};

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'mmada library '));
	await writeTinyStorybook(folder);
	model = await openModel(folder, {threads: 1});
});
afterAll(async () => {
	await model[Symbol.asyncDispose]();
	await rm(folder, {recursive: true});
});

test('a run tells its events in order, then its result', async () => {
	await using run = model.generate('a red cat', {...quick, previews: true, previewEveryMs: 0});
	const events = await collect(run);
	expect(events[0]).toMatchObject({type: 'started', settings: {instruction: 'a red cat', seed: 7, steps: 4}});
	expect(events.filter(({type}) => type === 'step')).toHaveLength(4);
	expect(events.some(({type}) => type === 'preview')).toBe(true);
	expect(events.at(-1)?.type).toBe('finished');
	const {end, image, png, reasoning, settings} = await run.result();
	expect({end, seed: settings.seed, width: image.width, bytes: image.rgb.length}).toEqual({
		end: 'complete',
		seed: 7,
		width: 144,
		bytes: 3 * 144 ** 2,
	});
	expect(readPngText(await png())).toMatchObject({Description: 'a red cat', Comment: reasoning});
});

test('the result comes without reading the events, and the same seed gives the same picture, in another engine too', async () => {
	const [one, other] = [
		await model.generate('a cat', quick).result(),
		await generate('a cat', {...quick, model: folder, threads: 1}).result(),
	];
	expect(Buffer.from(one.image.rgb).equals(other.image.rgb)).toBe(true);
	expect(one.reasoning).toBe(other.reasoning);
});

test('a picture to edit is a path, the bytes of a file, or pixels', async () => {
	const {image, png} = await model.generate('a cat', quick).result();
	const file = path.join(folder, 'cat.png');
	await writeFile(file, await png());
	const pictures = [];
	for (const input of [file, await readFile(file), image])
		pictures.push((await model.edit(input, 'make it red', quick).result()).image.rgb);
	pictures.push((await edit(file, 'make it red', {...quick, model: folder, threads: 1}).result()).image.rgb);
	for (const picture of pictures) expect(Buffer.from(picture).equals(pictures[0] ?? new Uint8Array())).toBe(true);
});

test('cancel stops after the step, with what there is; the model goes on to the next run', async () => {
	const run = model.generate('a cat', endless);
	for await (const event of run) if (event.type === 'step') run.cancel();
	expect(await run.result()).toMatchObject({end: 'cancelled'});
	expect(await model.generate('a cat', quick).result()).toMatchObject({end: 'complete'});
});

test('a signal ends a run at once, with its reason; the model goes on', async () => {
	const stopping = new AbortController();
	const run = model.generate('a cat', {...endless, signal: stopping.signal});
	const follow = async () => {
		for await (const event of run) if (event.type === 'step') stopping.abort(new Error('enough'));
	};
	await expect(follow()).rejects.toThrow('enough');
	await expect(run.result()).rejects.toThrow('enough');
	expect(await model.generate('a cat', quick).result()).toMatchObject({end: 'complete'});
	await expect(generate('a cat', {model: folder, signal: AbortSignal.abort()}).result()).rejects.toMatchObject({name: 'AbortError'});
	await expect(openModel(folder, {signal: AbortSignal.abort()})).rejects.toMatchObject({name: 'AbortError'});
});

test('leaving the loop, or the scope, ends the run', async () => {
	const run = generate('a cat', {...endless, model: folder, threads: 1});
	for await (const event of run) if (event.type === 'step') break;
	await expect(run.result()).rejects.toMatchObject({name: 'AbortError'});
	let kept: RunEvent | undefined;
	let scoped: ReturnType<typeof generate> | undefined;
	{
		await using other = model.generate('a cat', endless);
		scoped = other;
		const events = other[Symbol.asyncIterator]();
		kept = (await events.next()).value;
	}
	expect(kept).toMatchObject({type: 'started'});
	await expect(scoped.result()).rejects.toMatchObject({name: 'AbortError'});
});

test('events are read once', async () => {
	const run = model.generate('a cat', quick);
	await collect(run);
	expect(() => run[Symbol.asyncIterator]()).toThrow('asked for already');
});

test('what people can mend is a UserError with a hint', async () => {
	await expect(openModel(path.join(folder, 'nowhere'))).rejects.toBeInstanceOf(UserError);
	await expect(generate('a cat', {model: path.join(folder, 'nowhere')}).result()).rejects.toMatchObject({exitCode: 69});
	await expect(model.edit(path.join(folder, 'none.png'), 'make it red').result()).rejects.toMatchObject({exitCode: 66});
	await expect(model.generate('a giraffe', {...quick, isStrict: true}).result()).rejects.toMatchObject({exitCode: 65});
	await expect(model.generate('a cat', {steps: 0}).result()).rejects.toMatchObject({exitCode: 2});
});

test('the example of docs/library.md does what it says, with the bundled model', {timeout: 300_000}, async () => {
	const page = await readFile(path.join(import.meta.dirname, '../../docs/library.md'), 'utf8');
	const source = await readFile(path.join(import.meta.dirname, 'example.ts'), 'utf8');
	expect(page).toContain(source.trimEnd().replace('../../src/index.ts', 'mmada').replaceAll('\t', '  '));
	const log = vi.spyOn(console, 'log').mockImplementation(() => {});
	const file = path.join(folder, 'balloon.png');
	expect(await draw(file)).toContain('balloon');
	expect(log).toHaveBeenCalledWith(expect.stringMatching(/^1: .*░ ░/));
	log.mockRestore();
	expect(readPngText(await readFile(file)).Description).toBe('a red balloon above a small blue house at night');
	expect((await changed(file)).settings).toMatchObject({task: 'edit', instruction: 'make it winter'});
	expect(await drawSeveral(['a cat', 'a kite'])).toHaveLength(2);
});
