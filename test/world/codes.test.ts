import fc from 'fast-check';
import {expect, test} from 'vitest';
import {codeToTile, sceneToCodes, tileToCode} from '../../src/world/codes.ts';
import {createRandom} from '../../src/world/random.ts';
import {sampleScene} from '../../src/world/scene/sample.ts';
import {geometry} from '../../src/world/scene/scene.ts';

test('a code and its tile are two names of one thing', () => {
	fc.assert(
		fc.property(fc.integer({min: 0, max: 8191}), code => {
			const tile = codeToTile(code);
			if (tile) expect(tileToCode(tile)).toBe(code);
		}),
		{numRuns: 8192},
	);
});

test('each tile of the world has its own code', () => {
	const codes = Array.from({length: 8192}, (_, code) => code).filter(code => codeToTile(code));
	expect(codes).toHaveLength(24 * 8 * 2 * 4 + 6 * 3 * 4 * 6);
});

test('a scene shows each object in the four tokens of its cell and background elsewhere', () => {
	const random = createRandom(3);
	for (let i = 0; i < 200; i++) {
		const scene = sampleScene(random, 3);
		const tiles = sceneToCodes(scene).map(code => codeToTile(code));
		expect(tiles).toHaveLength(geometry.tokensPerSide ** 2);
		for (const object of scene.objects) {
			const parts = tiles.flatMap(tile => (tile?.type === 'object' && tile.object.noun === object.noun ? [tile.part] : []));
			expect(parts).toEqual([0, 1, 2, 3]);
		}
		expect(tiles.filter(tile => tile?.type === 'background')).toHaveLength(36 - 4 * scene.objects.length);
	}
});
