import sharp from 'sharp';
import {expect, test} from 'vitest';
import type {RunEvent} from '../../src/events/events.ts';
import {encodeFilm} from '../../src/film/file.ts';
import {toFilm} from '../../src/film/film.ts';
import {filmPage} from '../../src/film/page.ts';
import {withPreviews} from '../../src/film/previews.ts';
import {drawStrip} from '../../src/film/strip.ts';
import {readMade} from '../../src/transcript/provenance.ts';
import type {CompactEvent} from '../../src/transcript/schema.ts';
import {parseTranscript, toEvents} from '../../src/transcript/transcript.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

const [started] = scriptedRun();
if (started?.type !== 'started') throw new TypeError('The fixture changed.');
const begin = {...started, settings: {...started.settings}, model: {...started.model}, notices: []};
const png = async (side: number) => {
	const image = sharp({create: {width: side, height: side, channels: 3, background: '#123'}}).png({compressionLevel: 9});
	return (await image.toBuffer()).toString('base64');
};
const small = await png(96);

const step = (index: number, more: Partial<Extract<CompactEvent, {type: 'step'}>> = {}): CompactEvent => ({
	...{type: 'step', step: index, elapsedMs: index, text: 'x', textIds: [], codes: []},
	...more,
});
const end = (text = 'x'): CompactEvent => ({type: 'finished', reason: 'complete', elapsedMs: 9, text, png: small});
const fileOf = (run: readonly unknown[]) =>
	Buffer.from(JSON.stringify({format: 'mmada-transcript', version: 1, events: 1, software: 'm', savedAt: '', run: [begin, ...run]}));
const many = <T>(count: number, make: (index: number) => T) => Array.from({length: count}, (_, index) => make(index + 2));

async function unfolded(file: Uint8Array): Promise<RunEvent[]> {
	const events: RunEvent[] = [];
	for await (const event of toEvents(parseTranscript(file, 'x'))) events.push(event);
	return events;
}

const tooMuch = {exitCode: 65, message: 'The transcript unfolds to more than any run of a model holds.'};

test('steps of a small transcript that unfold to gigabytes are refused, by whatever reads them', {timeout: 120_000}, async () => {
	const far = step(1, {textIds: [[65_535, 1]]});
	const empty = fileOf([far, ...many(6000, index => step(index)), end()]);
	const changing = fileOf([far, ...many(6000, index => step(index, {textIds: [[0, index]]})), end()]);
	for (const file of [empty, changing]) {
		await expect(unfolded(file)).rejects.toMatchObject(tooMuch);
		await expect(readMade(file, 'x')).rejects.toMatchObject(tooMuch);
	}
});

test('previews that unfold to gigabytes are refused', {timeout: 120_000}, async () => {
	const huge = await png(8000);
	const large = fileOf([...many(40, index => ({type: 'preview', step: index, png: huge})), step(50), end()]);
	await expect(unfolded(large)).rejects.toMatchObject({exitCode: 65, message: expect.stringContaining('megapixels')});
	// Who only asks what made it does not unfold them.
	expect(await readMade(large, 'x')).toMatchObject({reasoning: 'x'});
	const one = await png(1);
	await expect(
		unfolded(fileOf([...many(20_000, index => ({type: 'preview', step: index, png: one})), step(1), end()])),
	).rejects.toMatchObject(tooMuch);
	const pictures = fileOf([step(1), ...many(9, () => end())]);
	await expect(unfolded(pictures)).rejects.toMatchObject(tooMuch);
});

test('a text longer than any model writes is none of a transcript', () => {
	const text = 'a '.repeat(600_000);
	expect(() => parseTranscript(fileOf([step(1, {text}), end()]), 'x')).toThrow('`x` is not a transcript that this version can read.');
	expect(() => parseTranscript(fileOf([step(1), end(text)]), 'x')).toThrow('`x` is not a transcript that this version can read.');
});

test('films of long texts, instructions and names are cut, not laid out whole', {timeout: 120_000}, async () => {
	const text = 'a '.repeat(450_000);
	const instruction = 'word '.repeat(1_000_000);
	const file = Buffer.from(
		JSON.stringify({
			...JSON.parse(fileOf([step(1, {text, textIds: [[0, 1]]}), end(text)]).toString()),
			run: [
				{...begin, settings: {...begin.settings, instruction}, model: {...begin.model, name: 'n'.repeat(5_000_000)}},
				step(1, {text, textIds: [[0, 1]]}),
				end(text),
			],
		}),
	);
	const events = await unfolded(file);
	const film = toFilm(events);
	expect(film.settings.instruction.length).toBeLessThan(30_000);
	expect(film.model.name.length).toBeLessThan(200);
	expect((await drawStrip(film)).height).toBeLessThan(2000);
	expect((await encodeFilm(film, 'gif')).length).toBeLessThan(2_000_000);
	expect((await filmPage(film)).length).toBeLessThan(60_000_000);
	expect(withPreviews(events).length).toBeGreaterThan(2);
});
