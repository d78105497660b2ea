import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {expect, test} from 'vitest';
import {toHalf} from '../../src/model/checkpoint/float16.ts';
import {maxHeaderBytes} from '../../src/model/checkpoint/safetensors.ts';
import {openModel} from '../../src/model/open.ts';
import {verifyModel, verifyParts} from '../../src/model/verify.ts';
import {temporaryFolder} from './recipe.ts';
import {codeOffset, tinyShape, tokenizerJson, writeTinyStorybook} from './tiny-storybook.ts';

/** A tiny model of its own, to be damaged. */
async function tiny(dtype: 'F32' | 'F16' | 'BF16' = 'F32') {
	const temporary = await temporaryFolder();
	await writeTinyStorybook(temporary.folder, {...tinyShape, dtype});
	return temporary;
}

type Header = Record<string, {dtype: string; shape: number[]; data_offsets: [number, number]}>;

async function openFile(file: string) {
	const bytes = await readFile(file);
	const start = 8 + Number(bytes.readBigUInt64LE(0));
	return {bytes, start, header: JSON.parse(bytes.toString('utf8', 8, start)) as Header};
}

async function writeFileOf(file: string, header: object, data: Uint8Array): Promise<void> {
	const json = Buffer.from(JSON.stringify(header));
	const length = Buffer.alloc(8);
	length.writeBigUInt64LE(BigInt(json.length));
	await writeFile(file, Buffer.concat([length, json, data]));
}

/** Put a number (as its bytes) at one place of a tensor. */
async function plant(file: string, name: string, index: number, number: Uint8Array): Promise<void> {
	const {bytes, start, header} = await openFile(file);
	bytes.set(number, start + header[name]!.data_offsets[0] + index * number.length);
	await writeFile(file, bytes);
}

const float32 = (value: number) => new Uint8Array(Float32Array.of(value).buffer);
const half = (value: number) => new Uint8Array(toHalf(Float32Array.of(value)).buffer);
const bfloat = (word: number) => new Uint8Array(Uint16Array.of(word).buffer);
const layer = 'model.transformer.blocks.1.ff_proj.weight';

test.each([
	{dtype: 'F32', what: 'a NaN', file: 'model.safetensors', name: layer, index: 1535, number: float32(Number.NaN)},
	{dtype: 'F32', what: 'an infinity', file: 'model.safetensors', name: layer, index: 0, number: float32(Number.POSITIVE_INFINITY)},
	{dtype: 'F32', what: 'minus infinity', file: 'vqvae/model.safetensors', name: '', index: 1, number: float32(Number.NEGATIVE_INFINITY)},
	{dtype: 'F16', what: 'a NaN', file: 'model.safetensors', name: layer, index: 1534, number: half(Number.NaN)},
	{dtype: 'F16', what: 'an infinity', file: 'model.safetensors', name: layer, index: 1535, number: half(Number.NEGATIVE_INFINITY)},
	{dtype: 'BF16', what: 'an infinity', file: 'model.safetensors', name: layer, index: 7, number: bfloat(0xff80)},
	{dtype: 'BF16', what: 'a NaN', file: 'model.safetensors', name: layer, index: 8, number: bfloat(0x7fc1)},
] as const)('$what in $file in $dtype is found, and told with its tensor', async ({dtype, file, name, index, number}) => {
	await using model = await tiny(dtype);
	const full = path.join(model.folder, file);
	const tensor = name || Object.keys((await openFile(full)).header).at(-1)!;
	await plant(full, tensor, index, number);
	await expect(verifyModel(model.folder)).rejects.toMatchObject({
		exitCode: 65,
		message: `${full} holds numbers in ${tensor} that are not finite.`,
	});
});

test.each([
	{dtype: 'F32', number: float32(3.4e38)},
	{dtype: 'F16', number: half(-65504)},
	{dtype: 'BF16', number: bfloat(0xff7f)},
	{dtype: 'BF16', number: bfloat(0x0001)},
] as const)('the largest and the smallest numbers of $dtype are numbers', async ({dtype, number}) => {
	await using model = await tiny(dtype);
	await plant(path.join(model.folder, 'model.safetensors'), layer, 5, number);
	expect([...(await verifyModel(model.folder)).keys()]).toEqual(['model.safetensors', path.join('vqvae', 'model.safetensors')]);
});

test('a run that comes upon them ends in 65', async () => {
	await using folder = await tiny();
	await plant(path.join(folder.folder, 'model.safetensors'), layer, 5, float32(Number.NaN));
	const last = Object.keys((await openFile(path.join(folder.folder, 'vqvae/model.safetensors'))).header).filter(name =>
		name.startsWith('decoder'),
	);
	await plant(path.join(folder.folder, 'vqvae/model.safetensors'), last.at(-1)!, 0, float32(Number.NaN));
	await using model = await openModel(folder.folder);
	const templates = model.templatesFor({instruction: 'a cat'});
	const output = {text: Array(64).fill(model.tokens.mask), image: Array(36).fill(model.tokens.mask)};
	const request = {rows: [0], uniforms: [0.5], temperature: 0, guidanceText: 0, guidanceImage: 0};
	await expect(model.denoiser(templates).predict(output, {text: request})).rejects.toMatchObject({exitCode: 65});
	await expect(model.decodeImage(Array(36).fill(0), 6, 6)).rejects.toMatchObject({exitCode: 65});
});

test.each([
	{
		what: 'overlap',
		move: (offsets: [number, number]): [number, number] => [offsets[0] - 4, offsets[1] - 4],
		says: 'gives the same bytes to',
	},
	{
		what: 'leave a gap',
		move: (offsets: [number, number]): [number, number] => [offsets[0] + 4, offsets[1] + 4],
		says: 'that belong to none',
	},
])('tensors that $what are refused', async ({move, says}) => {
	await using model = await tiny();
	const file = path.join(model.folder, 'model.safetensors');
	const {bytes, start, header} = await openFile(file);
	const name = Object.keys(header).at(-2)!;
	header[name]!.data_offsets = move(header[name]!.data_offsets);
	await writeFileOf(file, header, bytes.subarray(start));
	await expect(verifyParts(model.folder)).rejects.toMatchObject({exitCode: 65, message: expect.stringContaining(says)});
});

test('headers that would take gigabytes, and names that would fill the screen, are refused at once', async () => {
	await using model = await tiny();
	const file = path.join(model.folder, 'model.safetensors');
	const empty = {dtype: 'F32', shape: [0], data_offsets: [0, 0]};
	const many = Object.fromEntries(Array.from({length: 200_000}, (_, index) => [`tensor.${index}`, empty]));
	await writeFileOf(file, many, new Uint8Array());
	expect((await readFile(file)).length).toBeGreaterThan(maxHeaderBytes);
	await expect(verifyParts(model.folder)).rejects.toThrow('more than any model needs');
	await writeFileOf(file, {['x'.repeat(1_000_000)]: empty}, new Uint8Array());
	await expect(verifyParts(model.folder)).rejects.toThrow('holds a tensor whose name has 1000000 letters.');
});

const vocab = tokenizerJson.model.vocab as Record<string, number>;

test.each([
	{what: 'an id beyond the weights', change: {red: 8832}},
	{what: 'an id that is none of the weights by one', change: {red: codeOffset + 8192}},
	{what: 'half an id', change: {red: 1.5}},
	{what: 'text for an id', change: {red: 'x'}},
	{what: 'no id', change: {red: null}},
	{what: 'a negative id', change: {red: -1}},
	{what: 'an id of a thousand million', change: {red: 1e9}},
])('a word with $what is refused', async ({change}) => {
	await using model = await tiny();
	const file = path.join(model.folder, 'tokenizer.json');
	await writeFile(file, JSON.stringify({...tokenizerJson, model: {...tokenizerJson.model, vocab: {...vocab, ...change}}}));
	await expect(verifyModel(model.folder)).rejects.toMatchObject({exitCode: 65, message: expect.stringContaining(file)});
});

test.each([
	{what: 'an expression that never ends', part: {pre_tokenizer: {type: 'Split', pattern: {Regex: '(.+)+\\u0007'}, behavior: 'Isolated'}}},
	{
		what: 'a normalizer that doubles, again and again',
		part: {
			normalizer: {
				type: 'Sequence',
				normalizers: Array(40).fill({type: 'Replace', pattern: {Regex: '[\\s\\S]'}, content: 'aa'}),
			},
		},
	},
	{what: 'a million added tokens', part: {added_tokens: Array.from({length: 1e6}, (_, id) => ({id, content: `<${id}>`, special: true}))}},
])('a tokenizer with $what is told within its time', async ({part}) => {
	await using model = await tiny();
	const file = path.join(model.folder, 'tokenizer.json');
	await writeFile(file, JSON.stringify({...tokenizerJson, ...part}));
	await expect(verifyParts(model.folder, {withinMs: 4000})).rejects.toMatchObject({exitCode: 65, message: expect.stringContaining(file)});
});

test.each([
	{what: 'of more positions than can be run', image: {rows: 255, columns: 256}},
	{what: 'whose codes lie below the mask', image: {code_offset: 3}},
])('a layout $what is refused', async ({image}) => {
	await using model = await tiny();
	const file = path.join(model.folder, 'config.json');
	const config = JSON.parse(await readFile(file, 'utf8')) as {mmada: {image: object}};
	const changed = {...config, max_sequence_length: 131_072, mmada: {...config.mmada, image: {...config.mmada.image, ...image}}};
	await writeFile(file, JSON.stringify(changed));
	await expect(verifyParts(model.folder)).rejects.toMatchObject({exitCode: 65, message: expect.stringContaining(file)});
});

test('a byte order mark before the JSON files of a model says nothing', async () => {
	await using model = await tiny();
	for (const name of ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'vqvae/config.json']) {
		const file = path.join(model.folder, name);
		await writeFile(file, `\uFEFF${await readFile(file, 'utf8')}`);
	}
	await verifyModel(model.folder);
});
