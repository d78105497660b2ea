import {copyFile, readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {convertWeights} from '../../src/model/convert.ts';
import {variantTypes} from '../../src/model/convert-plan.ts';
import {fromHalf, toHalf} from '../../src/model/half.ts';
import {compareVariants} from '../../src/model/probe.ts';
import {quantizeInt4, quantizeInt8} from '../../src/model/quantize.ts';
import {openWeights} from '../../src/model/weights.ts';
import {temporaryFolder} from './recipe.ts';
import {writeTinyStorybook} from './tiny-storybook.ts';

const silent = {onProgress: () => {}};

test.each([
	{type: 'f16', relative: 1e-3, divergence: 1e-5},
	{type: 'int8', relative: 0.03, divergence: 5e-3},
	{type: 'int4', relative: 0.3, divergence: 0.5},
] as const)('a variant in $type predicts nearly what the original does', async ({type, relative, divergence}) => {
	await using original = await temporaryFolder();
	await using variant = await temporaryFolder();
	await writeTinyStorybook(original.folder);
	await copyFile(path.join(original.folder, 'config.json'), path.join(variant.folder, 'config.json'));
	const errors = await convertWeights(await openWeights(original.folder), variant.folder, {...silent, type});
	for (const {error, square} of Object.values(errors)) expect(Math.sqrt(error / square)).toBeLessThan(type === 'int4' ? 0.12 : 0.01);
	const distance = await compareVariants(original.folder, variant.folder);
	expect(distance.relative).toBeLessThan(relative);
	expect(distance.divergence).toBeLessThan(divergence);
	expect(distance.relative).toBeGreaterThan(0);
});

test('an interrupted conversion goes on where it was, to the same bytes', async () => {
	await using original = await temporaryFolder();
	await using whole = await temporaryFolder();
	await using parts = await temporaryFolder();
	await writeTinyStorybook(original.folder);
	const weights = await openWeights(original.folder);
	const errors = await convertWeights(weights, whole.folder, {...silent, type: 'int8'});
	let calls = 0;
	const onProgress = () => {
		if (++calls === 5) throw new Error('pulled the plug');
	};
	await expect(convertWeights(weights, parts.folder, {type: 'int8', onProgress})).rejects.toThrow('pulled the plug');
	const left: number[] = [];
	expect(await convertWeights(weights, parts.folder, {type: 'int8', onProgress: done => left.push(done)})).toEqual(errors);
	expect(left[0]).toBe(6);
	const read = ({folder}: {folder: string}) => readFile(path.join(folder, 'model.safetensors'));
	expect((await read(parts)).equals(await read(whole))).toBe(true);
	await expect(stat(path.join(parts.folder, 'conversion.json'))).rejects.toThrow();
	expect((await openWeights(parts.folder)).names.length).toBeGreaterThan(weights.names.length);
	expect(variantTypes).toHaveLength(3);
});

test('whole numbers stand for the weights within half a step', () => {
	const weights = Float32Array.from({length: 4 * 64}, (_, index) => Math.sin(index * 1.7) * (1 + (index % 5)));
	const {values, scales} = quantizeInt8(weights, 4, 64);
	weights.forEach((weight, index) => {
		const [output, input] = [Math.floor(index / 64), index % 64];
		expect(Math.abs(values[input * 4 + output]! * scales[output]! - weight)).toBeLessThanOrEqual(scales[output]! * 0.501);
	});
	const {values: nibbles, scales: steps} = quantizeInt4(weights, 4, 64);
	weights.forEach((weight, index) => {
		const nibble = (nibbles[index >> 1]! >> (4 * (index % 2))) & 15;
		const step = Math.abs(steps[Math.floor(index / 32)]!);
		expect(Math.abs((nibble - 8) * steps[Math.floor(index / 32)]! - weight)).toBeLessThanOrEqual(step * 1.01);
	});
});

test('half precision rounds to the nearest, and comes back', () => {
	const every = Uint16Array.from({length: 65_536}, (_, half) => half).filter(half => (half & 0x7c00) !== 0x7c00);
	expect(toHalf(fromHalf(every))).toEqual(every);
	expect([...toHalf(Float32Array.of(1e6, -1e6, 2 ** -25, 3 * 2 ** -25, 2049, 2051))]).toEqual([0x7c00, 0xfc00, 0, 2, 0x6800, 0x6802]);
});
