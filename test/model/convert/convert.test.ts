import {readFile, stat} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {parseConfig} from '../../../src/model/checkpoint/config.ts';
import {fromHalf, toHalf} from '../../../src/model/checkpoint/float16.ts';
import {readRows} from '../../../src/model/checkpoint/read-tensor.ts';
import {openWeights} from '../../../src/model/checkpoint/weights.ts';
import {calibrationBatch} from '../../../src/model/convert/calibration-batch.ts';
import {chooseKept} from '../../../src/model/convert/choose-kept.ts';
import {compareVariants} from '../../../src/model/convert/compare.ts';
import {convertWeights} from '../../../src/model/convert/convert.ts';
import {type LayerErrors, measureErrors} from '../../../src/model/convert/layer-errors.ts';
import {type Candidate, candidatesOf, type VariantType} from '../../../src/model/convert/plan.ts';
import {quantize} from '../../../src/model/convert/quantize.ts';
import {verifyModel} from '../../../src/model/verify.ts';
import {copyFolder} from '../malformed.ts';
import {temporaryFolder} from '../recipe.ts';
import {tinyShape, writeTinyStorybook} from '../tiny-storybook.ts';

/** What a conversion of a folder needs. */
async function prepare(folder: string, type: VariantType) {
	const config = parseConfig(JSON.parse(await readFile(path.join(folder, 'config.json'), 'utf8')), 'config.json').network;
	const [weights, batch] = [await openWeights(folder), await calibrationBatch(folder)];
	return {weights, batch, options: {type, config, batch, onProgress: () => {}}};
}

test.each([
	{type: 'f16', dtype: 'F32', relative: 1e-3},
	{type: 'int8', dtype: 'BF16', relative: 0.04},
	{type: 'int8-blocks', dtype: 'BF16', relative: 0.02},
	{type: 'int4', dtype: 'F16', relative: 0.2},
] as const)('a variant in $type of a model in $dtype is a model, and predicts nearly what the original does', async row => {
	const {type, dtype, relative} = row;
	await using original = await temporaryFolder();
	await using variant = await temporaryFolder();
	await writeTinyStorybook(original.folder, {...tinyShape, mlpWidth: 64, dtype});
	await copyFolder(original.folder, variant.folder);
	const {weights, batch, options} = await prepare(original.folder, type);
	const {candidates, kept, errors} = await convertWeights(weights, variant.folder, options);
	await verifyModel(variant.folder);
	// Seven projections in each of two layers, and the head.
	expect(candidates).toHaveLength(type === 'f16' ? 0 : 15);
	expect(Object.keys(errors)).toHaveLength(candidates.length);
	expect(kept.size).toBeLessThan(candidates.length || 1);
	const distance = await compareVariants(original.folder, variant.folder, batch);
	expect(distance.relative).toBeLessThan(relative);
	expect(distance.relative).toBeGreaterThan(0);
	expect(distance.agreement).toBeGreaterThan(0.6);
});

test('what bfloat16 holds stands in a variant in float16 as it was, and norms in float32: no GPU but CUDA reads bfloat16', async () => {
	await using original = await temporaryFolder();
	await using variant = await temporaryFolder();
	await writeTinyStorybook(original.folder, {...tinyShape, mlpWidth: 64, dtype: 'BF16'});
	await copyFolder(original.folder, variant.folder);
	const {weights, options} = await prepare(original.folder, 'f16');
	await convertWeights(weights, variant.folder, options);
	const converted = await openWeights(variant.folder);
	expect(new Set([...converted.all()].map(({type, shape}) => `${type} ${shape.length}`))).toEqual(new Set(['F16 2', 'F32 1']));
	for (const {name} of weights.all()) {
		const [before, after] = [await readRows(original.folder, weights.get(name)), await readRows(variant.folder, converted.get(name))];
		// Below 2^-14 float16 has fewer digits.
		before.forEach((value, index) => {
			expect(Math.abs(after[index]! - value)).toBeLessThanOrEqual(Math.abs(value) < 2 ** -14 ? 2 ** -25 : 0);
		});
	}
});

test('an interrupted conversion goes on where it was, to the same bytes', async () => {
	await using original = await temporaryFolder();
	await using whole = await temporaryFolder();
	await using parts = await temporaryFolder();
	await writeTinyStorybook(original.folder);
	const {weights, options} = await prepare(original.folder, 'int8');
	const found = await convertWeights(weights, whole.folder, options);
	/** Go on until a number of calls is reached. */
	const interrupted = (after: number) => {
		const seen: string[] = [];
		const onProgress = (what: string, done: number) => {
			seen.push(`${what} ${done}`);
			if (seen.length === after) throw new Error('pulled the plug');
		};
		return {seen, run: () => convertWeights(weights, parts.folder, {...options, onProgress})};
	};
	const first = interrupted(5);
	await expect(first.run()).rejects.toThrow('pulled the plug');
	const second = interrupted(15);
	await expect(second.run()).rejects.toThrow('pulled the plug');
	expect([second.seen[0], second.seen.at(-1)]).toEqual(['measured 6', 'written 5']);
	const last = interrupted(0);
	expect(await last.run()).toEqual(found);
	expect(last.seen[0]).toBe('written 6');
	const read = ({folder}: {folder: string}) => readFile(path.join(folder, 'model.safetensors'));
	expect((await read(parts)).equals(await read(whole))).toBe(true);
	await expect(stat(path.join(parts.folder, 'conversion.json'))).rejects.toThrow();
});

test('what is dear stands in the variant as it was, and the rest in whole numbers', async () => {
	await using original = await temporaryFolder();
	await using variant = await temporaryFolder();
	await writeTinyStorybook(original.folder, {...tinyShape, mlpWidth: 64});
	const {weights, options} = await prepare(original.folder, 'int4');
	const {candidates, errors, kept} = await convertWeights(weights, variant.folder, options);
	const names = (await openWeights(variant.folder)).names;
	for (const {source} of candidates) {
		expect(names.includes(source.name)).toBe(kept.has(source.name));
		expect(names.includes(source.name.replace('.weight', '.weight_int4'))).toBe(!kept.has(source.name));
	}
	expect(kept).toEqual(chooseKept(candidates, errors, 'int4'));
	expect(kept.size).toBeGreaterThan(0);
});

const candidate = (name: string, length: number): Candidate => ({
	source: {name, type: 'F32', shape: [1, length / 4], file: '', offset: 0, length},
	how: 'int8',
});

test.each([
	{errors: {a: 0.01, b: 0.01, c: 0.01}, kept: [], rule: 'nothing within the budget'},
	{errors: {a: 0.2, b: 0.01, c: 0.01}, kept: ['a'], rule: 'the worst, until the rest is within it'},
	{errors: {a: 0.05, b: 0.05, c: 0.049}, kept: ['a', 'c'], rule: 'of alike ones the small, up to a quarter of the bytes'},
	{errors: {a: 0, b: 0.9, c: 0}, kept: [], rule: 'none that is too large'},
])('$kept are kept: $rule', ({errors, kept}) => {
	const candidates = [candidate('a', 400), candidate('b', 3200), candidate('c', 400)];
	expect([...chooseKept(candidates, errors, 'int8')]).toEqual(kept);
});

test('known errors are not measured again', async () => {
	await using original = await temporaryFolder();
	await writeTinyStorybook(original.folder);
	const {weights, batch, options} = await prepare(original.folder, 'int8');
	const candidates = candidatesOf(weights, options.config, 'int8');
	const all: Record<string, number> = {};
	for await (const {name, error} of measureErrors(options.config, weights, candidates, batch)) all[name] = error;
	const {[candidates[3]!.source.name]: _, ...known} = all as LayerErrors;
	const again: string[] = [];
	for await (const {name, error} of measureErrors(options.config, weights, candidates, batch, known)) {
		again.push(name);
		expect(error).toBe(all[name]);
	}
	expect(again).toEqual([candidates[3]!.source.name]);
});

test('whole numbers stand for the weights within half a step', () => {
	const weights = Float32Array.from({length: 4 * 64}, (_, index) => Math.sin(index * 1.7) * (1 + (index % 5)));
	const {values, scales} = quantize(weights, 4, 64, 'int8');
	weights.forEach((weight, index) => {
		const [output, input] = [Math.floor(index / 64), index % 64];
		expect(Math.abs(values[input * 4 + output]! * scales[output]! - weight)).toBeLessThanOrEqual(scales[output]! * 0.501);
	});
	const {values: nibbles, scales: steps} = quantize(weights, 4, 64, 'blocks4');
	const {values: bytes, scales: fineSteps} = quantize(weights, 4, 64, 'blocks8');
	weights.forEach((weight, index) => {
		const block = Math.floor(index / 32);
		const nibble = (nibbles[index >> 1]! >> (4 * (index % 2))) & 15;
		expect(Math.abs((nibble - 8) * steps[block]! - weight)).toBeLessThanOrEqual(Math.abs(steps[block]!) * 1.01);
		expect(Math.abs((bytes[index]! - 128) * fineSteps[block]! - weight)).toBeLessThanOrEqual(Math.abs(fineSteps[block]!) * 1.01);
	});
	expect(() => quantize(weights, 4, 48, 'blocks4')).toThrow('48 inputs are not made of blocks of 32.');
});

test('half precision rounds to the nearest, and comes back', () => {
	const every = Uint16Array.from({length: 65_536}, (_, half) => half).filter(half => (half & 0x7c00) !== 0x7c00);
	expect(toHalf(fromHalf(every))).toEqual(every);
	expect([...toHalf(Float32Array.of(1e6, -1e6, 2 ** -25, 3 * 2 ** -25, 2049, 2051))]).toEqual([0x7c00, 0xfc00, 0, 2, 0x6800, 0x6802]);
});
