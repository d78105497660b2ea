import {expect, test} from 'vitest';
import {isSameScene} from '../../../src/bench/storybook/agreement.ts';
import {codesSatisfy} from '../../../src/bench/storybook/codes-judge.ts';
import {sceneToCodes, tileToCode} from '../../../src/world/codes.ts';
import {readCodes} from '../../../src/world/detect/read-codes.ts';
import {createRandom} from '../../../src/world/random.ts';
import {goalOf} from '../../../src/world/scene/goal.ts';
import {sampleScene} from '../../../src/world/scene/sample.ts';

const random = createRandom(8);
const scenes = Array.from({length: 100}, () => sampleScene(random, 1 + random.int(3)));

test('the codes of a scene are read back as that scene', () => {
	for (const scene of scenes) {
		expect(isSameScene(readCodes(sceneToCodes(scene)), scene)).toBe(true);
		expect(codesSatisfy(goalOf(scene), sceneToCodes(scene))).toBe(true);
	}
});

test('one wrong tile of a thing does not change what it is', () => {
	for (const scene of scenes) {
		const codes = sceneToCodes(scene);
		const spoiled = codes.map((code, index) =>
			index === codes.findIndex(one => one >> 8 < 24) ? tileToCode({type: 'background', background: scene, row: 0}) : code,
		);
		expect(isSameScene(readCodes(spoiled), scene)).toBe(true);
	}
});

test('four times the same part is no thing', () => {
	const part = tileToCode({type: 'object', object: {noun: 'cat', colour: 'red', size: 'small'}, part: 0});
	expect(readCodes(Array(36).fill(part))).toEqual({place: undefined, time: undefined, weather: undefined, objects: []});
});

test('a grid of another size is refused', () => {
	expect(() => readCodes([1, 2, 3])).toThrow('36 codes, not 3');
});
