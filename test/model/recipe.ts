import {mkdir, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {root} from '../../bench/root.ts';
import {toHalf} from '../../src/model/checkpoint/float16.ts';

/** One tensor of a tensors.json: either numbers of its own, or a formula. */
export type TensorRecipe = {
	readonly name: string;
	readonly dtype: 'F32' | 'F16' | 'BF16' | 'I64';
	readonly shape: readonly number[];
	readonly file: string;
	readonly mean?: number;
	readonly scale?: number;
	readonly values?: readonly number[];
	/** Row r, column c is +1 where bit (lfq - 1 - c) of r is set, else -1. */
	readonly lfq?: number;
};

/** murmur3's finaliser over 32 bits. */
function fmix(seed: number): number {
	let x = seed;
	x ^= x >>> 16;
	x = Math.imul(x, 0x85ebca6b);
	x ^= x >>> 13;
	x = Math.imul(x, 0xc2b2ae35);
	return x ^ (x >>> 16);
}

/** FNV-1a over UTF-8. */
const fnv1a = (text: string) => new TextEncoder().encode(text).reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5);

/** The values of a tensor before any rounding to half precision: mean + scale * (u - 0.5), u from the name and the set's seed. */
function valuesOf({name, shape, mean = 0, scale = 0, values, lfq}: TensorRecipe, setSeed: number): Float32Array {
	const key = fmix(fnv1a(name) ^ setSeed);
	return Float32Array.from({length: shape.reduce((product, size) => product * size, 1)}, (_, index) => {
		if (values) return values[index]!;
		if (lfq) return ((Math.floor(index / lfq) >> (lfq - 1 - (index % lfq))) & 1) * 2 - 1;
		return mean + scale * (((fmix((index + key) | 0) >>> 9) + 0.5) * 2 ** -23 - 0.5);
	});
}

/** To bfloat16, nearest even. */
function toBfloat16(values: Float32Array): Uint16Array {
	return Uint16Array.from(new Uint32Array(values.buffer), word => (word + 0x7fff + ((word >>> 16) & 1)) >>> 16);
}

/** Little-endian bytes of a tensor. */
export function tensorBytes(recipe: TensorRecipe, setSeed: number): Uint8Array {
	const values = valuesOf(recipe, setSeed);
	if (recipe.dtype === 'BF16') return new Uint8Array(toBfloat16(values).buffer);
	if (recipe.dtype === 'F16') return new Uint8Array(toHalf(values).buffer);
	if (recipe.dtype === 'I64') return new Uint8Array(BigInt64Array.from(values, value => BigInt(value)).buffer);
	return new Uint8Array(values.buffer);
}

/** A safetensors file of these tensors, in this order. */
export function safetensors(recipes: readonly TensorRecipe[], setSeed: number): Uint8Array {
	const parts = recipes.map(recipe => tensorBytes(recipe, setSeed));
	let end = 0;
	const entries = recipes.map(({name, dtype, shape}, index) => {
		const start = end;
		end += parts[index]!.length;
		return [name, {dtype, shape, data_offsets: [start, end]}];
	});
	const json = JSON.stringify(Object.fromEntries(entries));
	const header = Buffer.from(json.padEnd(Math.ceil(json.length / 8) * 8));
	const length = Buffer.alloc(8);
	length.writeBigUInt64LE(BigInt(header.length));
	return Buffer.concat([length, header, ...parts]);
}

/** Write the weights that recipes describe into `folder`, with an index when there are several files. */
export async function writeWeights(folder: string, recipes: readonly TensorRecipe[], setSeed: number): Promise<void> {
	await mkdir(folder, {recursive: true});
	const files = [...new Set(recipes.map(({file}) => file))];
	for (const file of files)
		await writeFile(
			path.join(folder, file),
			safetensors(
				recipes.filter(recipe => recipe.file === file),
				setSeed,
			),
		);
	if (files.length === 1) return;
	const index = {metadata: {}, weight_map: Object.fromEntries(recipes.map(({name, file}) => [name, file]))};
	const [base = 'model'] = /^.*?(?=-\d+-of-\d+)/.exec(files[0] ?? '') ?? [];
	await writeFile(path.join(folder, `${base}.safetensors.index.json`), JSON.stringify(index));
}

export const golden = (...parts: readonly string[]) => path.join(root, 'test', 'golden', ...parts);
/** A JSON file of test/golden, in the shape that the caller knows it to have. */
export const goldenJson = async <Shape>(...parts: readonly string[]): Promise<Shape> =>
	JSON.parse(await readFile(golden(...parts), 'utf8')) as Shape;

/** The checkpoint that a tensors.json of test/golden describes, written to `folder` with its config.json. */
export async function writeGolden(folder: string, ...parts: readonly string[]): Promise<void> {
	const {set_seed, tensors} = await goldenJson<{set_seed: number; tensors: readonly TensorRecipe[]}>(...parts, 'tensors.json');
	await writeWeights(folder, tensors, set_seed);
	await writeFile(path.join(folder, 'config.json'), await readFile(golden(...parts, 'config.json')));
}

/** A new folder that goes away when the returned resource does. */
export async function temporaryFolder() {
	const folder = await mkdtemp(path.join(tmpdir(), 'mmada-test-'));
	return {folder, [Symbol.asyncDispose]: () => rm(folder, {recursive: true, force: true})};
}

/** The tensors of a small safetensors file. */
export type Tensors = Awaited<ReturnType<typeof readTensors>>;

export async function readTensors(file: string) {
	const bytes = await readFile(file);
	const start = 8 + Number(bytes.readBigUInt64LE(0));
	const header = JSON.parse(bytes.toString('utf8', 8, start)) as Record<string, {shape: number[]; data_offsets: [number, number]}>;
	const entry = (name: string) => {
		const found = header[name];
		if (!found) throw new Error(`${file} lacks ${name}.`);
		return found;
	};
	// Copied, since typed arrays want aligned bytes.
	const slice = (name: string) => {
		const [from, to] = entry(name).data_offsets;
		return Uint8Array.from(bytes.subarray(start + from, start + to)).buffer;
	};
	return {
		has: (name: string) => name in header,
		shape: (name: string) => entry(name).shape,
		floats: (name: string) => new Float32Array(slice(name)),
		integers: (name: string) => Array.from(new BigInt64Array(slice(name)), Number),
	};
}
