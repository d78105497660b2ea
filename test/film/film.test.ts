import sharp from 'sharp';
import {expect, test} from 'vitest';
import {UserError} from '../../src/errors.ts';
import type {RunEvent} from '../../src/events/events.ts';
import {encodeFilm} from '../../src/film/file.ts';
import {toFilm} from '../../src/film/film.ts';
import {createFrames} from '../../src/film/frames.ts';
import {createMomentPictures} from '../../src/film/moment-picture.ts';
import {drawStrip} from '../../src/film/strip.ts';
import {timeFilm} from '../../src/film/timing.ts';
import {layoutWords} from '../../src/film/words.ts';
import {encodeAnimation, toPixels} from '../../src/picture/codec.ts';
import {scriptedRun} from '../fixtures/scripted-run.ts';

const events = scriptedRun({side: 48});
const film = toFilm(events);
const last = film.moments.length - 1;
const veil = {ground: [1, 2, 3], dot: [4, 5, 6], lit: [7, 8, 9]} as const;
const momentsAt = (times: readonly number[]) => times.map((elapsedMs, step) => ({step, of: 9, elapsedMs, text: 0, image: 0, settled: []}));

test('a film begins with nothing decided, has a moment for each step and ends with all', () => {
	expect(film.moments).toHaveLength(events.filter(({type}) => type === 'step').length + 1);
	expect(film.moments[0]).toMatchObject({step: 0, of: events.filter(({type}) => type === 'step').length, elapsedMs: 0, text: 0, image: 0});
	expect(film.moments[0]?.settled).toEqual(new Array(36).fill(false));
	expect(film.moments[last]).toMatchObject({step: last, text: 1, image: 1});
	expect(film.moments[last]?.settled).toEqual(new Array(36).fill(true));
	expect(film.reveals.map(({text}) => text).join('')).toBe(
		film.reveals.length > 0 && events.at(-1)?.type === 'finished' ? textOf(events.at(-1)) : '',
	);
});

const textOf = (event: RunEvent | undefined) => (event && 'text' in event ? event.text : undefined);

test('a transcript without a run is refused in one sentence', () => {
	expect(() => toFilm(events.filter(({type}) => type !== 'step'))).toThrow('The transcript holds no run that could be shown.');
	expect(() => toFilm([])).toThrow('The transcript holds no run that could be shown.');
});

test('a picture shows what is decided as it ends up, and the rest under a veil', async () => {
	const pictureAt = createMomentPictures(film, 48, 48, veil);
	const final = toPixels(film.final);
	expect((await pictureAt(last)).rgb).toEqual(final.rgb);
	// The middle of each cell, 8 px apart; one right of it is off the dot.
	const middles = Array.from({length: 36}, (_, code) => ((Math.floor(code / 6) * 8 + 2) * 48 + (code % 6) * 8 + 2) * 3);
	const start = await pictureAt(0);
	for (const at of middles) expect([...start.rgb.subarray(at, at + 3)]).toEqual(veil.ground);
	const half = await pictureAt(Math.floor(last / 2));
	const {settled} = film.moments[Math.floor(last / 2)]!;
	for (const [code, at] of middles.entries()) {
		const isFinal = final.rgb.subarray(at, at + 3).every((value, channel) => value === half.rgb[at + channel]);
		expect(isFinal, `code ${code}`).toBe(settled[code]);
	}
});

test('a code that changes later counts as decided only once it has its last value', () => {
	const steps = events.filter(event => event.type === 'step').slice(0, 3);
	const codes = new Array<number | null>(36).fill(null);
	const changed = steps.map((event, index) => ({...event, codes: [[5, ...codes.slice(1)], codes, [6, ...codes.slice(1)]][index]!}));
	const rest = events.filter(({type}) => type === 'started' || type === 'finished');
	expect(toFilm([...rest, ...changed]).moments.map(({settled}) => settled[0])).toEqual([false, false, false, true]);
});

test.each([
	{rule: 'even steps over some seconds', times: [0, 5, 100], speed: undefined, shown: [0, 1, 2], holds: [4000, 4000, 4000]},
	{rule: 'as fast as it ran', times: [0, 1000, 3000], speed: 1, shown: [0, 1, 2], holds: [1000, 2000, 4000]},
	{rule: 'twice as fast', times: [0, 1000, 3000], speed: 2, shown: [0, 1, 2], holds: [600, 1000, 4000]},
	{
		rule: 'steps too fast to be seen are left out, never the last',
		times: [0, 10, 20, 50, 55],
		speed: 1,
		shown: [0, 3, 4],
		holds: [600, 40, 4000],
	},
])('$rule', ({times, speed, shown, holds}) => {
	const timed = timeFilm(momentsAt(times), speed);
	expect(timed.map(({index}) => index)).toEqual(shown);
	expect(timed.map(({holdMs}) => holdMs)).toEqual(holds);
});

test('a run of very many steps makes no endless film', () => {
	for (const speed of [undefined, 1, 0.5]) {
		expect(timeFilm(momentsAt(Array.from({length: 4000}, (_, index) => index * 500)), speed).length).toBeLessThanOrEqual(125);
	}
});

test('a step of many minutes stands as long as it took, in frames as long as the formats can tell', () => {
	const timed = timeFilm(momentsAt([0, 600_001, 700_001]), 1);
	const sumOf = (shown: number) => timed.filter(({index}) => index === shown).reduce((sum, {holdMs}) => sum + holdMs, 0);
	expect([0, 1, 2].map(sumOf)).toEqual([600_001, 100_000, 4000]);
	expect(timed.map(({index}) => index)).toEqual([...new Array(10).fill(0), 1, 1, 2]);
	expect(Math.max(...timed.map(({holdMs}) => holdMs))).toBeLessThanOrEqual(65_000);
});

test('a film of many hours is refused, with a speed that suffices', () => {
	const hours = (count: number) => momentsAt([0, 1000, count * 3.6e6]);
	expect(() => timeFilm(hours(48), 1)).toThrow(
		new UserError('At this speed the film would take 48.0 hours.', {
			hint: 'Give --speed 23 or more; without a speed it takes some seconds.',
			exitCode: 2,
		}),
	);
	expect(timeFilm(hours(48), 23).length).toBeLessThanOrEqual(245);
	expect(timeFilm(hours(48)).length).toBe(3);
});

test.each(['gif', 'webp'] as const)('a %s holds a step of minutes for all of them', async format => {
	const slow = {...film, moments: [film.moments[0]!, {...film.moments[last]!, elapsedMs: 200_000}]};
	const {delay = []} = await sharp(await encodeFilm(slow, format, 1), {animated: true}).metadata();
	expect(delay.reduce((sum, ms) => sum + ms, 0)).toBe(204_000);
});

test('words keep their places, shrink to fit, and what never fits ends in an ellipsis', () => {
	const words = 'a cat and a yellow kite on the beach'.split(' ').map((text, step) => ({text: ` ${text}`, step}));
	const roomy = layoutWords(words, {width: 120, height: 400, sizes: [20, 10]});
	expect(roomy.size).toBe(20);
	expect(Math.max(...roomy.words.map(({x, width}) => x + width))).toBeLessThanOrEqual(120);
	expect(layoutWords(words, {width: 120, height: 70, sizes: [20, 10]}).size).toBe(10);
	const cut = layoutWords(words, {width: 60, height: 34, sizes: [20, 10]});
	expect([cut.lines, cut.words.at(-1)?.text]).toEqual([2, '…']);
	const long = layoutWords([{text: 'w'.repeat(100), step: 1}], {width: 120, height: 900, sizes: [20]});
	expect(Math.max(...long.words.map(({x, width}) => x + width))).toBeLessThanOrEqual(120);
});

test.each(['gif', 'webp'] as const)('a %s has a frame for each moment and plays without end', async format => {
	const short = toFilm(scriptedRun({side: 48, stopAfter: 4}));
	const file = await encodeFilm(short, format);
	const {width, pageHeight} = await sharp(file, {animated: true}).metadata();
	const frame = await createFrames(short)(0);
	expect(await sharp(file, {animated: true}).metadata()).toMatchObject({format, pages: 5, loop: 0, delay: [2000, 2000, 2000, 2000, 4000]});
	expect({width, height: pageHeight}).toEqual({width: frame.width, height: frame.height});
	// Every 24 x 24 px of a later frame keep their colours, which are not those of the first.
	const [wanted, shown] = [await createFrames(short)(3), await sharp(file, {page: 3}).removeAlpha().raw().toBuffer()];
	const errors = new Map<number, number>();
	for (const [index, value] of wanted.rgb.entries()) {
		const [x, y] = [Math.floor(index / 3) % wanted.width, Math.floor(index / 3 / wanted.width)];
		const block = Math.floor(y / 24) * 1000 + Math.floor(x / 24);
		errors.set(block, (errors.get(block) ?? 0) + Math.abs(value - shown[index]!) / (24 * 24 * 3));
	}
	expect(Math.max(...errors.values())).toBeLessThan(10);
});

test('a colour that comes late into a GIF stays that colour', async () => {
	const side = 160;
	const sky = {width: side, height: side, rgb: new Uint8Array(side * side * 3)};
	for (let y = 0; y < side; y++) {
		for (let x = 0; x < side; x++) sky.rgb.set([20 + x / 4, 20 + y / 4, 40 + (x + y) / 2], (y * side + x) * 3);
	}
	const patched = {...sky, rgb: Uint8Array.from(sky.rgb)};
	for (let y = 100; y < 124; y++) {
		for (let x = 100; x < 124; x++) patched.rgb.set([60, 110, 80], (y * side + x) * 3);
	}
	const file = await encodeAnimation([sky, patched], [100, 100], 'gif');
	const shown = await sharp(file, {page: 1}).removeAlpha().raw().toBuffer();
	expect([...shown.subarray((112 * side + 112) * 3).subarray(0, 3)]).toEqual([60, 110, 80]);
});

test('an edit shows what it started from, in the corner below the text', async () => {
	const input = {width: 24, height: 24, rgb: Buffer.alloc(24 * 24 * 3, 200).toString('base64')};
	const frame = await createFrames(toFilm(events, input))(0);
	const plain = await createFrames(film)(0);
	expect([frame.width, frame.height]).toEqual([plain.width, plain.height]);
	const middle = ((32 + 336 - 56) * frame.width + 32 + 56) * 3;
	expect([...frame.rgb.subarray(middle, middle + 3)]).toEqual([200, 200, 200]);
	expect([...plain.rgb.subarray(middle, middle + 3)]).toEqual([15, 17, 23]);
});

test('a long text makes the frame taller, and the last frame lights nothing', async () => {
	const long = events.map(event => ('text' in event ? {...event, text: Array.from({length: 20}, () => event.text).join(' ')} : event));
	const frameAt = createFrames(toFilm(long));
	const [first, end] = [await frameAt(1), await frameAt(last)];
	expect(end.height).toBe(first.height);
	expect(end.height).toBeGreaterThan((await createFrames(film)(last)).height);
	const lit = Buffer.from([98, 217, 234]);
	// But for the bar, which is full.
	const textOnly = ({width, height, rgb}: typeof end) => Buffer.from(rgb.subarray(0, width * (height - 60) * 3));
	expect(textOnly(end).includes(lit)).toBe(false);
	expect(textOnly(first).includes(lit)).toBe(true);
});

test('a strip shows six moments, fewer if there are not so many; a stopped run and hostile words are no trouble', async () => {
	const sizeOf = async (run: readonly RunEvent[]) => (await drawStrip(toFilm(run))).width;
	const panel = 232;
	expect(await sizeOf(events)).toBe(64 + 6 * panel + 5 * 24);
	expect(await sizeOf(scriptedRun({side: 48, stopAfter: 2}))).toBe(64 + 3 * panel + 2 * 24);
	const hostile = events.map(event =>
		event.type === 'started'
			? {
					...event,
					settings: {...event.settings, instruction: '\u001B]0;x\u0007</g></svg><script>&\uD800'},
					model: {...event.model, name: '<"&'},
				}
			: event,
	);
	expect(await sizeOf(hostile)).toBe(64 + 6 * panel + 5 * 24);
});
