import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {RunEvent} from '../../src/events/events.ts';
import {thumbnail, toPixels, toRgbImage} from '../../src/picture/codec.ts';
import {readTranscript} from '../../src/transcript/beside.ts';
import {encodeTranscript, parseTranscript, toEvents, toTranscript} from '../../src/transcript/transcript.ts';
import {collect} from '../fixtures/collect.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

let folder = '';
beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'mmada transcript '));
});
afterEach(async () => rm(folder, {recursive: true}));

const facts = {software: 'mmada 0.1.0', savedAt: new Date(0)};
const withThumbnails = (event: RunEvent): RunEvent =>
	event.type === 'preview' ? {...event, image: toRgbImage(thumbnail(toPixels(event.image)))} : event;

async function* replay(file: string) {
	yield* toEvents(await readTranscript(file));
}

test.each([
	{rule: 'a whole run', events: scriptedRun()},
	{rule: 'a cancelled run with notices', events: scriptedRun({stopAfter: 5, notices: ['storybook does not know "giraffe".']})},
])('$rule comes back event by event, previews at the size of the screen', async ({events}) => {
	const file = path.join(folder, 'run.json');
	await writeFile(file, encodeTranscript(await toTranscript(events, facts)));
	expect(await collect(replay(file))).toEqual(events.map(withThumbnails));
});

test('a byte order mark before a transcript says nothing', async () => {
	const file = path.join(folder, 'run.json');
	const bytes = encodeTranscript(await toTranscript(scriptedRun(), facts));
	await writeFile(file, Buffer.concat([Buffer.from('\uFEFF'), bytes]));
	expect(await readTranscript(file)).toEqual(parseTranscript(bytes, 'run.json'));
});

test('a token that is masked again is told as such', async () => {
	const [first] = scriptedRun().filter(event => event.type === 'step');
	if (!first) throw new TypeError('The fixture changed.');
	const events: RunEvent[] = [
		{...first, textIds: [1, null, 3], codes: [7]},
		{...first, textIds: [null, 2, 3], codes: [7]},
	];
	const transcript = await toTranscript(events, facts);
	expect(transcript.run[1]).toMatchObject({
		textIds: [
			[0, null],
			[1, 2],
		],
		codes: [],
	});
	expect(await collect(toEvents(transcript))).toEqual(events);
});

test('an edit keeps the picture it started from', async () => {
	const pixels = {width: 2, height: 2, rgb: new Uint8Array(12).fill(9)};
	const {input} = await toTranscript([], {...facts, input: {name: 'balloon.png', pixels}});
	expect(input?.name).toBe('balloon.png');
	expect(Buffer.from(input?.png ?? '', 'base64').toString('latin1')).toContain('PNG');
});

test('a transcript of version 1 is read as it was written', async () => {
	const events = scriptedRun();
	const made = await toTranscript(events, {software: 'mmada', savedAt: new Date(0)});
	const old = {...made, version: 1 as const, events: 1 as const};
	expect(await collect(toEvents(parseTranscript(encodeTranscript(old), 'old.json')))).toEqual(await collect(toEvents(made)));
});

test('the file is JSON with one event a line, and small', async () => {
	const events = scriptedRun();
	const text = Buffer.from(encodeTranscript(await toTranscript(events, facts))).toString();
	expect(JSON.parse(text)).toMatchObject({format: 'mmada-transcript', version: 2, savedAt: '1970-01-01T00:00:00.000Z'});
	expect(text.split('\n').filter(line => line.startsWith('\t\t{'))).toHaveLength(events.length);
	expect(text.length).toBeLessThan(100_000);
});

test.each([
	{rule: 'is not there', content: undefined, exitCode: 66},
	{rule: 'is not JSON', content: 'hello', exitCode: 65},
	{rule: 'is some other JSON', content: '{"format": "something"}', exitCode: 65},
	{rule: 'comes from a later version', content: '{"format": "mmada-transcript", "version": 3}', exitCode: 65},
])('a transcript that $rule ends in one sentence and exit code $exitCode', async ({content, exitCode}) => {
	const file = path.join(folder, 'run.json');
	if (content !== undefined) await writeFile(file, content);
	await expect(readTranscript(file)).rejects.toMatchObject({name: 'UserError', exitCode});
});

test('what led to the picture that an edit started from is told', async () => {
	const file = path.join(folder, 'run.json');
	const parents = [
		{transcript: 'a-cat.json', task: 'gen' as const, instruction: 'a cat', seed: 7},
		{task: 'edit' as const, instruction: 'make it winter', seed: 8},
	];
	await writeFile(file, encodeTranscript(await toTranscript(scriptedRun(), {...facts, parents})));
	expect((await readTranscript(file)).parents).toEqual(parents);
	await writeFile(file, encodeTranscript(await toTranscript(scriptedRun(), {...facts, parents: []})));
	expect(await readTranscript(file)).not.toHaveProperty('parents');
});
