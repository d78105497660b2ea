import {expect, test} from 'vitest';
import {UserError} from '../../src/errors.ts';
import {encodePicture} from '../../src/picture/encode.ts';
import {addPngText, readPngText} from '../../src/picture/png-text.ts';
import {xmpPacket} from '../../src/picture/xmp.ts';
import {describeMade} from '../../src/transcript/describe.ts';
import {readMade} from '../../src/transcript/provenance.ts';
import {encodeTranscript, toTranscript} from '../../src/transcript/transcript.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';
import {trials} from '../torture.ts';
import {mutate} from './mutate.ts';

const events = scriptedRun();
const [started] = events;
if (started?.type !== 'started') throw new TypeError('The fixture changed.');
const {settings, model} = started;
const pixels = {width: 4, height: 4, rgb: new Uint8Array(48).fill(90)};
const origin = {software: 'mmada 0.1.0', settings, model, reasoning: 'a house stands below'};

/** That this was read and can be told, or refused with one sentence and exit code 65. */
async function isTold(bytes: Uint8Array, message: string): Promise<void> {
	try {
		expect(describeMade(await readMade(bytes, 'x')), message).toContain('seed');
	} catch (error) {
		expect(error, `${message}: ${error instanceof Error ? error.stack : error}`).toBeInstanceOf(UserError);
		expect(error, message).toMatchObject({exitCode: 65, message: expect.stringMatching(/^[^\n]+\.$/)});
	}
}

test('damaged texts of a picture are told or refused', {timeout: 3_600_000}, async () => {
	const png = await encodePicture(pixels, origin);
	const files = [
		png,
		await encodePicture(pixels, origin, {format: 'webp'}),
		await encodePicture(pixels, origin, {format: 'jpeg'}),
		addPngText(png, {mmada: '{"settings": 1}', Title: xmpPacket({'dc:description': 'x'})}),
		png,
		png,
	];
	for await (const {number, random} of trials('damaged-metadata', {few: 300, many: 10_000})) {
		const {bytes, damage} = mutate(files[number % files.length]!, random, files);
		await isTold(bytes, `try ${number}: ${damage}`);
	}
});

/** Any JSON there is, some of it large. */
function anything(random: () => number, depth = 0): unknown {
	const kinds: readonly (() => unknown)[] = [
		() => null,
		() => random() < 0.5,
		() => [0, -1, 0.5, 1e300, 2 ** 53, 65_536, 4096, 1][Math.floor(random() * 8)],
		() => ['', 'started', 'x'.repeat(1000), '\u0000\u001b[2J\u202e', '../../etc/passwd', '__proto__'][Math.floor(random() * 6)],
		() => (depth > 3 ? [] : Array.from({length: Math.floor(random() * 4)}, () => anything(random, depth + 1))),
		() => (depth > 3 ? {} : {type: 'step', __proto__: anything(random, depth + 1), png: anything(random, depth + 1)}),
	];
	return kinds[Math.floor(random() * kinds.length)]!();
}

/** The value with one thing in it replaced, removed or doubled, somewhere. */
function altered(value: unknown, random: () => number): unknown {
	if (value === null || typeof value !== 'object' || random() < 0.1) return anything(random);
	if (Array.isArray(value)) {
		const at = Math.floor(random() * value.length);
		const rest = [value.slice(0, at), value.slice(at + 1)] as const;
		if (random() < 0.1) return [...rest[0], ...rest[1]];
		if (random() < 0.1) return [...rest[0], value[at], value[at], ...rest[1]];
		return [...rest[0], altered(value[at], random), ...rest[1]];
	}
	const keys = Object.keys(value);
	const key = keys[Math.floor(random() * keys.length)];
	if (key === undefined) return anything(random);
	const {[key]: old, ...others} = value as Record<string, unknown>;
	return random() < 0.1 ? others : {...others, [key]: altered(old, random)};
}

test('damaged transcripts are told or refused', {timeout: 3_600_000}, async () => {
	const short = events.filter(event => event.type !== 'preview').slice(0, 6);
	const last = events.at(-1);
	const transcript = await toTranscript(last ? [...short, last] : short, {
		software: 'mmada 0.1.0',
		savedAt: new Date(0),
		input: {name: 'x.png', pixels},
		output: {size: 'auto'},
	});
	const file = encodeTranscript(transcript);
	for await (const {number, random} of trials('damaged-transcripts', {few: 300, many: 10_000})) {
		if (number % 2 === 0) {
			const {bytes, damage} = mutate(file, random, [file]);
			await isTold(bytes, `try ${number}: ${damage}`);
		} else {
			await isTold(Buffer.from(JSON.stringify(altered(transcript, random))), `try ${number}`);
		}
	}
});

test('JSON nested without end is refused', async () => {
	await isTold(Buffer.from(`${'{"run":['.repeat(200_000)}`), 'open');
	await isTold(Buffer.from(`{"run":${'['.repeat(200_000)}${']'.repeat(200_000)}}`), 'closed');
});

test('a keyword that is a name of JavaScript is a text like any other', async () => {
	const texts = readPngText(addPngText(await encodePicture(pixels, origin), {['__proto__']: 'x', constructor: 'y'}));
	expect(texts).toMatchObject({constructor: 'y', Software: 'mmada 0.1.0'});
	expect(Object.getPrototypeOf(texts)).toBe(Object.prototype);
});
