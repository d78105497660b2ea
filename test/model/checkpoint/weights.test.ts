import {link, truncate, writeFile} from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {UserError} from '../../../src/errors.ts';
import {rowsOf} from '../../../src/graph/stored-tensor.ts';
import {maxHeaderBytes} from '../../../src/model/checkpoint/safetensors.ts';
import {openWeights} from '../../../src/model/checkpoint/weights.ts';
import {safetensors, type TensorRecipe, temporaryFolder, writeWeights} from '../recipe.ts';

const recipes: readonly TensorRecipe[] = [
	{name: 'a', dtype: 'F32', shape: [2, 3], file: 'one.safetensors', mean: 0, scale: 1},
	{name: 'b', dtype: 'BF16', shape: [4], file: 'two.safetensors', mean: 0, scale: 1},
	{name: 'c', dtype: 'I64', shape: [2], file: 'two.safetensors', values: [1, 2]},
	{name: 'd', dtype: 'F16', shape: [5, 2], file: 'two.safetensors', mean: 0, scale: 1},
];
const single = safetensors(recipes, 1);

/** Open a folder with this file as its weights. */
async function open(bytes: Uint8Array) {
	await using temporary = await temporaryFolder();
	await writeFile(path.join(temporary.folder, 'model.safetensors'), bytes);
	return await openWeights(temporary.folder);
}

/** A file with this header and `data` bytes after it. */
function withHeader(header: unknown, data = 64): Uint8Array {
	const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
	const length = Buffer.alloc(8);
	length.writeBigUInt64LE(BigInt(json.length));
	return Buffer.concat([length, json, Buffer.alloc(data)]);
}

test('tensors of one file are found at their bytes', async () => {
	const weights = await open(single);
	expect(weights.names).toEqual(['a', 'b', 'd']);
	const {type, shape, file, offset, length} = weights.get('d', [undefined, 2]);
	expect({type, shape, file, length}).toEqual({type: 'F16', shape: [5, 2], file: 'model.safetensors', length: 20});
	expect(offset + length).toBe(single.length);
});

test('rows of a tensor are a tensor of their own', async () => {
	const whole = (await open(single)).get('d');
	const {shape, offset, length} = rowsOf(whole, 2, 5);
	expect({shape, offset, length}).toEqual({shape: [3, 2], offset: whole.offset + 8, length: 12});
	expect(() => rowsOf(whole, 2, 6)).toThrow('Rows 2 to 6 of d, which has 5.');
});

test('shards are found through their index', async () => {
	await using temporary = await temporaryFolder();
	await writeWeights(temporary.folder, recipes, 1);
	const weights = await openWeights(temporary.folder);
	expect(weights.get('a').file).toBe('one.safetensors');
	expect(weights.get('d').file).toBe('two.safetensors');
});

test.each(['../x.safetensors', '/etc/passwd', 'sub/x.safetensors', '..'])('an index that names %s is refused', async file => {
	await using temporary = await temporaryFolder();
	await writeFile(path.join(temporary.folder, 'model.safetensors.index.json'), JSON.stringify({weight_map: {a: file}}));
	await expect(openWeights(temporary.folder)).rejects.toThrow('names a file outside of its folder');
});

test('an index of more files than any model has is refused before one of them is looked for', async () => {
	await using temporary = await temporaryFolder();
	const indexOf = (count: number) =>
		JSON.stringify({weight_map: Object.fromEntries(Array.from({length: count}, (_, index) => [`t${index}`, `${index}.safetensors`]))});
	const file = path.join(temporary.folder, 'model.safetensors.index.json');
	await writeFile(file, indexOf(100_000));
	await expect(openWeights(temporary.folder)).rejects.toMatchObject({
		exitCode: 65,
		message: `${file} names 100000 files, more than any model has.`,
	});
	await writeFile(file, indexOf(1000));
	await expect(openWeights(temporary.folder)).rejects.toMatchObject({exitCode: 66, message: expect.stringContaining('0.safetensors')});
});

test('headers of many files are bounded together, however often one file is named by its links', async () => {
	await using temporary = await temporaryFolder();
	const empty = {dtype: 'F32', shape: [0], data_offsets: [0, 0]};
	const names = Array.from({length: 40}, (_, index) => `${index}.safetensors`);
	const tensors = Object.fromEntries(Array.from({length: 10_000}, (_, index) => [`tensor.${index}`, empty]));
	const bytes = withHeader(tensors, 0);
	expect(bytes.length * names.length).toBeGreaterThan(maxHeaderBytes);
	await writeFile(path.join(temporary.folder, names[0]!), bytes);
	for (const name of names.slice(1)) await link(path.join(temporary.folder, names[0]!), path.join(temporary.folder, name));
	const weight_map = Object.fromEntries(names.map((name, index) => [`tensor.${index}`, name]));
	await writeFile(path.join(temporary.folder, 'model.safetensors.index.json'), JSON.stringify({weight_map}));
	await expect(openWeights(temporary.folder)).rejects.toMatchObject({
		exitCode: 65,
		message: expect.stringContaining('more than any model needs'),
	});
});

test('a missing tensor and a wrong shape are named', async () => {
	const weights = await open(single);
	expect(() => weights.get('c')).toThrow('lacks the tensor c in float32, float16 or bfloat16');
	expect(() => weights.get('a', [3, 2])).toThrow('holds the tensor a in shape [2, 3], and the model needs [3, 2]');
	expect(() => weights.get('d', [undefined, 3])).toThrow('needs [any, 3]');
});

const tensor = (shape: readonly unknown[], offsets: readonly unknown[], dtype: unknown = 'F32') => ({
	a: {dtype, shape, data_offsets: offsets},
});
test.each([
	{name: 'nothing', bytes: new Uint8Array(), said: 'too short'},
	{name: 'seven bytes', bytes: new Uint8Array(7), said: 'too short'},
	{name: 'a header larger than the file', bytes: single.subarray(0, 100), said: 'claims a header of'},
	{name: 'a header of 2^64 - 1 bytes', bytes: new Uint8Array(64).fill(255), said: 'claims a header of'},
	{name: 'data cut off', bytes: single.subarray(0, single.length - 1), said: 'is cut off: tensor d'},
	{name: 'no JSON', bytes: withHeader('{"a":'), said: 'has a header that is not safetensors'},
	{name: 'a list', bytes: withHeader([1]), said: 'has a header that is not safetensors'},
	{name: 'a negative offset', bytes: withHeader(tensor([1], [-4, 0])), said: 'has a header that is not safetensors'},
	{name: 'a shape that is not whole', bytes: withHeader(tensor([1.5], [0, 6])), said: 'has a header that is not safetensors'},
	{name: 'offsets the wrong way round', bytes: withHeader(tensor([1], [8, 4])), said: 'tensor a'},
	{
		name: 'bytes that do not fit the shape',
		bytes: withHeader(tensor([2, 3], [0, 20])),
		said: 'gives tensor a 20 bytes, and its shape [2, 3] needs 24',
	},
	{name: 'a shape beyond all numbers', bytes: withHeader(tensor(Array(8).fill(2 ** 50), [0, 4])), said: 'gives tensor a 4 bytes'},
])('$name is one clear error', async ({bytes, said}) => {
	await expect(open(bytes)).rejects.toMatchObject({name: 'UserError', exitCode: 65, message: expect.stringContaining(said)});
});

test('a folder without weights says so', async () => {
	await using temporary = await temporaryFolder();
	await expect(openWeights(temporary.folder)).rejects.toMatchObject({exitCode: 66});
});

test('whatever bytes are changed, the file opens or ends in a clear error', async () => {
	await using temporary = await temporaryFolder();
	const file = path.join(temporary.folder, 'model.safetensors');
	const change = fc.record({at: fc.nat(single.length - 1), byte: fc.nat(255)});
	await fc.assert(
		fc.asyncProperty(fc.array(change, {maxLength: 4}), fc.nat(single.length), async (changes, length) => {
			const bytes = Uint8Array.from(single);
			for (const {at, byte} of changes) bytes[at] = byte;
			await writeFile(file, bytes);
			await truncate(file, length);
			await openWeights(temporary.folder).then(
				weights => {
					for (const name of weights.names) expect(weights.get(name).offset + weights.get(name).length).toBeLessThanOrEqual(length);
				},
				(error: unknown) => {
					expect(error).toBeInstanceOf(UserError);
				},
			);
		}),
		{numRuns: 100},
	);
});
