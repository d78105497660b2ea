import {execFile} from 'node:child_process';
import {mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {promisify} from 'node:util';
import {afterAll, beforeAll, expect, test, vi} from 'vitest';
import {thisProcess} from '../../src/app/this-process.ts';
import {edit, generate, keptRuns, type OpenModel, openModel, type RunEvent, resume, SettingError, UserError} from '../../src/index.ts';
import {readPngText} from '../../src/picture/png-text.ts';
import {findUser} from '../../src/store/in-use.ts';
import {readTranscript} from '../../src/transcript/beside.ts';
import {collect} from '../fixtures/collect.ts';
import {writeLarge} from '../model/large-model.ts';
import {releasedFolder} from '../model/released-folder.ts';
import {writeTinyStorybook} from '../model/tiny-storybook.ts';
import {changed, draw, drawFour, drawSeveral, explained, stopAndResume} from './example.ts';

let folder = '';
let model: OpenModel;
/** Options as a program without types hands them over. */
const untyped = (options: object) => JSON.parse(JSON.stringify(options));
const quick = {steps: 4, imageSteps: 4, seed: 7};
const endless = {steps: 4000, imageSteps: 4000, seed: 7};
/** Long enough for a word to reach the engine before the end, and short enough to be made whole. */
const stoppable = {...quick, steps: 400};

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'mmada library '));
	vi.stubEnv('MMADA_STATE_DIR', path.join(folder, 'state'));
	vi.stubEnv('MMADA_DATA_DIR', path.join(folder, 'data'));
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

test('a run is held, changed and gone on with; what cannot be is refused, and after the end all is', async () => {
	await using run = model.generate('a red cat', endless);
	run.pause();
	const refused: unknown[] = [];
	const told: RunEvent[] = [];
	for await (const event of run) {
		told.push(event);
		if (event.type !== 'paused') continue;
		const steering = run.steer({type: 'forget', words: 'boat'}).catch((error: unknown) => refused.push(error));
		void steering.then(async () => run.steer({type: 'steps', steps: 2})).then(run.resume);
	}
	expect(refused).toEqual([expect.objectContaining({name: 'UserError', message: 'There is no "boat" in the thought.'})]);
	// It may take a step until it is told to hold.
	const held = told.find(({type}) => type === 'paused');
	const step = held?.type === 'paused' ? held.step : Number.NaN;
	const after = told.slice(told.findIndex(({type}) => type === 'steered'));
	expect(after).toMatchObject([
		{type: 'steered', step, of: step + 2, by: 'program', intervention: {type: 'steps', steps: 2}},
		{type: 'step', step: step + 1, of: step + 2},
		{type: 'step', step: step + 2, of: step + 2},
		{type: 'finished', reason: 'complete'},
	]);
	await expect(run.steer({type: 'steps', steps: 2})).rejects.toThrow('The run is over.');
	await expect(run.steer(untyped({type: 'fly'}))).rejects.toThrow(SettingError);
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
	await expect(model.generate('a giraffe', {...quick, isStrict: true}).result()).rejects.toMatchObject({
		exitCode: 65,
		hint: 'Use other words, or leave out `isStrict`.',
	});
	await expect(model.generate('a cat', {steps: 0}).result()).rejects.toMatchObject({exitCode: 2});
});

const place = async () => mkdtemp(path.join(folder, 'saved '));

test('a result is saved as the command saves it: picture and transcript, over no other file', async () => {
	const saved = await place();
	const result = await model.generate('a red cat', quick).result();
	const first = await result.save(saved);
	expect(first).toEqual({picture: path.join(saved, 'a-red-cat.png'), transcript: path.join(saved, 'a-red-cat.json')});
	const {run} = await readTranscript(first.transcript);
	expect(run.at(-1)).toMatchObject({type: 'finished', reason: 'complete'});
	expect(readPngText(await readFile(first.picture)).Description).toBe('a red cat');
	expect((await result.save(saved)).picture).toBe(path.join(saved, 'a-red-cat-2.png'));
	expect((await result.save(saved, {isForced: true})).picture).toBe(first.picture);
	const named = await result.save(saved, {name: '{task}-{seed}', size: '64x32', hasMarkdown: true});
	expect(named).toMatchObject({picture: path.join(saved, 'gen-7.png'), markdown: path.join(saved, 'gen-7.md')});
	expect((await readFile(named.picture)).readUInt32BE(16)).toBe(64);
	expect(path.basename((await result.save(path.join(saved, 'x.webp'))).picture)).toBe('x.webp');
	expect(await readdir(saved)).toHaveLength(9);
});

test('what cannot be saved leaves nothing behind', async () => {
	const saved = await place();
	const result = await model.generate('a cat', quick).result();
	await expect(result.save(path.join(saved, 'nowhere', 'x.png'))).rejects.toMatchObject({exitCode: 73});
	await expect(result.save(path.join(saved, 'x.gif'))).rejects.toMatchObject({exitCode: 2});
	await expect(result.save('-')).rejects.toMatchObject({exitCode: 2, message: expect.stringContaining('files')});
	await expect(result.save(saved, untyped({isFroced: true}))).rejects.toMatchObject({
		message: 'There is no field `isFroced`.',
		hint: 'Did you mean `isForced`?',
	});
	expect(await readdir(saved)).toEqual([]);
});

test('several pictures have one seed after the other and warmer words, and are those that each seed makes alone with such words', async () => {
	const run = model.generate('a cat', {...quick, count: 3});
	const starts = (await collect(run)).filter(({type}) => type === 'started');
	expect(starts).toMatchObject([{settings: {seed: 7}}, {settings: {seed: 8}}, {settings: {seed: 9}}]);
	const results = await run.results();
	expect(results.map(({settings}) => settings.seed)).toEqual([7, 8, 9]);
	expect(results.map(({settings}) => settings.textTemperature)).toEqual([0.5, 0.5, 0.5]);
	const alone = await model.generate('a cat', {...quick, seed: 8, textTemperature: 0.5}).result();
	expect(Buffer.from(alone.image.rgb).equals(results[1]?.image.rgb ?? new Uint8Array())).toBe(true);
	expect((await run.result()).settings.seed).toBe(7);
	await expect(model.generate('a cat', {count: 2, seed: Number.MAX_SAFE_INTEGER}).results()).rejects.toMatchObject({exitCode: 2});
});

test('cancel among several stops at that one, and begins no other', async () => {
	const run = model.generate('a cat', {...stoppable, count: 5});
	let starts = 0;
	for await (const event of run) {
		if (event.type === 'started') starts++;
		if (event.type === 'step' && starts === 2) run.cancel();
	}
	expect((await run.results()).map(({end}) => end)).toEqual(['complete', 'cancelled']);
	expect(starts).toBe(2);
});

test('a kept run that was stopped goes on to the tokens that it would have come to, and is kept no longer', async () => {
	const whole = await model.generate('a red cat', stoppable).result();
	const run = model.generate('a red cat', {...stoppable, isKept: true});
	for await (const event of run) if (event.type === 'step' && event.step === 5) run.cancel();
	const {end, keptAs} = await run.result();
	expect(end).toBe('cancelled');
	expect(await keptRuns()).toMatchObject([{id: keptAs, state: 'interrupted', task: 'gen', instruction: 'a red cat', steps: 400}]);
	const resumed = await resume(keptAs).result();
	expect(resumed).toMatchObject({end: 'complete', reasoning: whole.reasoning, keptAs: undefined});
	expect(Buffer.from(resumed.image.rgb).equals(whole.image.rgb)).toBe(true);
	expect(await keptRuns()).toEqual([]);
	await expect(resume().result()).rejects.toMatchObject({exitCode: 66});
});

test('a kept edit is resumed without its picture; a run that ends well, or is not kept, leaves nothing', async () => {
	const picture = await model.generate('a cat', quick).result();
	const run = model.edit(picture.image, 'make it red', {...stoppable, isKept: true});
	for await (const event of run) if (event.type === 'step' && event.step === 3) run.cancel();
	const whole = await model.edit(await picture.png(), 'make it red', {...stoppable, isKept: true}).result();
	const resumed = await resume((await run.result()).keptAs).result();
	expect(Buffer.from(resumed.image.rgb).equals(whole.image.rgb)).toBe(true);
	const left = model.generate('a cat', endless);
	for await (const event of left) if (event.type === 'step') left.cancel();
	expect((await left.result()).keptAs).toBeUndefined();
	expect(await keptRuns()).toEqual([]);
});

test.each([
	{run: () => model.generate('a cat', untyped({stepz: 3})), says: 'stepz', hint: 'Did you mean `steps`?'},
	{run: () => generate('a cat', untyped({sede: 3})), says: 'sede', hint: 'Did you mean `seed`?'},
	{run: () => edit('x.png', 'a cat', untyped({modle: 3})), says: 'modle', hint: 'Did you mean `model`?'},
	{run: () => resume('x', untyped({preview: true})), says: 'preview', hint: 'Did you mean `previews`?'},
	{run: () => model.generate('a cat', untyped({threads: 2})), says: 'threads', hint: 'There are: '},
])('the option $says, which there is not, is refused', async ({run, says, hint}) => {
	await expect(run().result()).rejects.toMatchObject({
		exitCode: 2,
		message: `There is no option \`${says}\`.`,
		hint: expect.stringContaining(hint),
	});
});

test('an option that cannot be is refused by its name', async () => {
	const refused = async (options: object) =>
		model
			.generate('a cat', options)
			.result()
			.catch((error: unknown) => error);
	for (const [name, value] of Object.entries({steps: 0, seed: -1, previews: 'yes', previewEveryMs: -1, isKept: 1, count: 0, signal: {}})) {
		const error = await refused({[name]: value});
		expect(error).toBeInstanceOf(SettingError);
		expect(error).toMatchObject({field: name, message: expect.stringContaining(`\`${name}\` must be `)});
	}
	await expect(model.edit({width: 2, height: 2, rgb: new Uint8Array(3)}, 'make it red').result()).rejects.toMatchObject({field: 'image'});
	await expect(openModel(folder, untyped({device: 'abacus'}))).rejects.toMatchObject({field: 'device'});
});

test('a large model is not loaded before memory and time are held against what there is', async () => {
	await using small = await releasedFolder('m');
	await writeLarge(small.folder);
	await expect(generate('a cat', {model: small.folder, steps: 4096, threads: 1}).result()).rejects.toMatchObject({
		message: expect.stringMatching(/billion parameters: .* hours|needs about/),
	});
});

test('a model is found by its name, and cannot be removed while it is open', async () => {
	const models = path.join(folder, 'data', 'models');
	await mkdir(path.join(models, 'small'), {recursive: true});
	await writeTinyStorybook(path.join(models, 'small'));
	{
		await using named = await openModel('small', {threads: 1});
		expect(named.folder).toBe(path.join(models, 'small'));
		expect(await findUser(models, 'small', await thisProcess())).toMatchObject({by: {pid: process.pid}});
	}
	expect(await findUser(models, 'small', await thisProcess())).toBeUndefined();
});

const page = async () => readFile(path.join(import.meta.dirname, '../../docs/library.md'), 'utf8');

test('the example of docs/library.md does what it says, with the bundled model', {timeout: 600_000}, async () => {
	const source = await readFile(path.join(import.meta.dirname, 'example.ts'), 'utf8');
	expect(await page()).toContain(source.trimEnd().replace('../../src/index.ts', 'mmada').replaceAll('\t', '  '));
	const saved = await place();
	const log = vi.spyOn(console, 'log').mockImplementation(() => {});
	expect(await draw(saved)).toContain('balloon');
	expect(log).toHaveBeenCalledWith(expect.stringMatching(/^1: .*░ ░/));
	const file = path.join(saved, 'a-red-balloon-above-a-small-blue-house-at-night-7.png');
	expect(readPngText(await readFile(file)).Description).toBe('a red balloon above a small blue house at night');
	expect((await changed(file)).settings).toMatchObject({task: 'edit', instruction: 'make it winter'});
	expect(await drawFour('a cat')).toHaveLength(4);
	await drawSeveral(['a cat', 'a kite'], saved);
	expect(await readdir(saved)).toEqual(expect.arrayContaining(['a-cat.png', 'a-cat.json', 'a-cat.md', 'a-kite.png']));
	expect(await stopAndResume('a kite')).toContain('kite');
	expect(log).toHaveBeenCalledWith(expect.stringMatching(/: \d+ of 64$/));
	log.mockRestore();
	expect(await explained('nowhere at all')).toContain('nowhere at all');
});

test('the program of docs/library.md runs in plain Node.js, with the built package', {timeout: 300_000}, async () => {
	const [, script = ''] = /```js\n(.*?)```/s.exec(await page()) ?? [];
	const project = await place();
	await mkdir(path.join(project, 'node_modules'));
	await symlink(path.join(import.meta.dirname, '../..'), path.join(project, 'node_modules', 'mmada'), 'junction');
	await writeFile(path.join(project, 'draw.mjs'), script);
	const {stdout} = await promisify(execFile)(process.execPath, ['draw.mjs'], {cwd: project});
	expect(stdout).toBe('cat.png\n');
	expect((await stat(path.join(project, 'cat.json'))).size).toBeGreaterThan(1000);
});
