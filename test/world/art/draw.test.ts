import {createHash} from 'node:crypto';
import {beforeAll, expect, test} from 'vitest';
import {backgroundCount, backgroundIndex} from '../../../src/world/art/backgrounds.ts';
import {
	type Artwork,
	backgroundBytes,
	backgroundRgb,
	cellStart,
	composeScene,
	drawScene,
	loadArtwork,
	spriteBytes,
	spriteRgba,
} from '../../../src/world/art/draw.ts';
import {spriteCount, spriteIndex, spriteSide} from '../../../src/world/art/sprites.ts';
import {exportSprites} from '../../../src/world/export/export-sprites.ts';
import {cells, colours, nouns, places, type Scene, sizes, times, weathers} from '../../../src/world/scene/scene.ts';

let artwork: Artwork;
beforeAll(async () => {
	artwork = await loadArtwork();
}, 60_000);

const meadow: Scene = {
	place: 'meadow',
	time: 'day',
	weather: 'clear',
	objects: [
		{noun: 'balloon', colour: 'red', size: 'large', cell: 'top'},
		{noun: 'house', colour: 'blue', size: 'small', cell: 'bottom'},
	],
};
const spriteOf = (index: number) => artwork.sprites.subarray(index * spriteBytes, (index + 1) * spriteBytes);
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

test('sprite and background indices count through the lists of the world, the last list fastest', () => {
	const sprites = nouns.flatMap(noun => colours.flatMap(colour => sizes.map(size => spriteIndex(noun, colour, size))));
	expect(sprites).toEqual(Array.from({length: spriteCount}, (_, index) => index));
	const backgrounds = places.flatMap(place => times.flatMap(time => weathers.map(weather => backgroundIndex({place, time, weather}))));
	expect(backgrounds).toEqual(Array.from({length: backgroundCount}, (_, index) => index));
});

test('no two sprites and no two backgrounds look the same', () => {
	const sprites = Array.from({length: spriteCount}, (_, index) => digest(spriteOf(index)));
	expect(new Set(sprites).size).toBe(spriteCount);
	const backgrounds = Array.from({length: backgroundCount}, (_, index) =>
		digest(artwork.backgrounds.subarray(index * backgroundBytes, (index + 1) * backgroundBytes)),
	);
	expect(new Set(backgrounds).size).toBe(backgroundCount);
});

test('a sprite stays inside its cell, and a small one is about a third of a large one', () => {
	const covered = (index: number) => {
		const sprite = spriteOf(index);
		return Array.from({length: spriteSide ** 2}, (_, pixel) => pixel).filter(pixel => sprite[4 * pixel + 3]! > 0);
	};
	const isBorder = (pixel: number) =>
		[0, spriteSide - 1].includes(pixel % spriteSide) || [0, spriteSide - 1].includes(Math.floor(pixel / spriteSide));
	for (let index = 0; index < spriteCount; index++) expect(covered(index).filter(isBorder)).toEqual([]);
	for (const noun of nouns) {
		const share = covered(spriteIndex(noun, 'red', 'small')).length / covered(spriteIndex(noun, 'red', 'large')).length;
		expect(share, noun).toBeGreaterThan(0.33);
		expect(share, noun).toBeLessThan(0.55);
	}
});

test('a picture is its background with sprites mixed in by whole-number alpha, in their cells only', async () => {
	const {rgb} = await drawScene(meadow);
	const background = await backgroundRgb('meadow', 'day', 'clear');
	const balloon = await spriteRgba('balloon', 'red', 'large');
	const expected: number[] = [];
	const actual: number[] = [];
	for (let y = 0; y < spriteSide; y++) {
		for (let x = 0; x < spriteSide; x++) {
			const [from, to] = [4 * (y * spriteSide + x), cellStart('top') + 3 * (y * 144 + x)];
			const alpha = balloon[from + 3]!;
			const mixed = [0, 1, 2].map(c => Math.floor((alpha * balloon[from + c]! + (255 - alpha) * background[to + c]! + 127) / 255));
			expected.push(...mixed);
			actual.push(...rgb.subarray(to, to + 3));
		}
	}
	expect(actual).toEqual(expected);
	for (const cell of cells.filter(name => name !== 'top' && name !== 'bottom')) {
		const start = cellStart(cell);
		for (let y = 0; y < spriteSide; y++) {
			const [from, to] = [start + y * 432, start + y * 432 + spriteSide * 3];
			expect(rgb.subarray(from, to)).toEqual(background.subarray(from, to));
		}
	}
});

test('drawing leaves the artwork as it was', () => {
	const before = digest(artwork.backgrounds);
	expect(composeScene(artwork, meadow)).toEqual(composeScene(artwork, meadow));
	expect(digest(artwork.backgrounds)).toBe(before);
});

test('the export holds the artwork byte for byte, with shapes that training relies on', async () => {
	const bytes = Buffer.from(await exportSprites());
	const headerLength = Number(bytes.readBigUInt64LE(0));
	const header: unknown = JSON.parse(bytes.toString('utf8', 8, 8 + headerLength));
	const split = artwork.backgrounds.length;
	expect(header).toEqual({
		backgrounds: {dtype: 'U8', shape: [72, 144, 144, 3], data_offsets: [0, split]},
		sprites: {dtype: 'U8', shape: [384, 48, 48, 4], data_offsets: [split, split + artwork.sprites.length]},
	});
	expect(digest(bytes.subarray(8 + headerLength))).toBe(digest(Buffer.concat([artwork.backgrounds, artwork.sprites])));
});
