import {createHash} from 'node:crypto';
import {lstat} from 'node:fs/promises';
import path from 'node:path';
import {z} from 'zod';
import {exitCodes, UserError} from '../../errors.ts';
import type {StoredTensor} from '../../graph/stored-tensor.ts';
import {damaged, maxBytes, readJson} from './json-file.ts';
import {maxHeaderBytes, readSafetensors, type SafetensorsFile} from './safetensors.ts';

/** All weights of one folder, whether in one file or in shards. */
export type Weights = {
	readonly folder: string;
	/** Names of its files. */
	readonly files: readonly string[];
	readonly names: readonly string[];
	/** Bytes of all tensors that graphs can read. */
	readonly sizeBytes: number;
	/** These tensors, looked at and not asked for. */
	all(): Iterable<StoredTensor>;
	/** Is there such a tensor, of a type that graphs can read? */
	has(name: string): boolean;
	/** The tensor; with `shape`, checked against it (undefined matches any size). @throws UserError (exit 65) */
	get(name: string, shape?: readonly (number | undefined)[]): StoredTensor;
	/** Refuse tensors that nothing has asked for, but for buffers that some exporters leave. @throws UserError (exit 65) */
	checkSurplus(): void;
	/** sha256 (hex) over the files' headers. */
	readonly digest: string;
};

/** Names of a single file, and with `.index.json` of the list of shards, in the order in which they are tried. */
const baseNames = ['model.safetensors', 'pytorch_model.safetensors', 'diffusion_pytorch_model.safetensors'];
/** Tensors that are computed, or that a tied model stores twice. */
const buffers = /(^|\.)(rotary_emb|inv_freq|position_ids|attention_bias|causal_mask|quantize)(\.|$)|transformer\.ff_out\.weight$/;
const mostShards = 1000;
const indexSchema = z.looseObject({weight_map: z.record(z.string(), z.string())});

/** Read the headers of the weights in `folder`. @throws UserError (exit 65 or 66) */
export async function openWeights(folder: string): Promise<Weights> {
	const files = await readFiles(folder);
	const tensors = new Map(files.flatMap(file => [...file.tensors]));
	const used = new Set<string>();
	const hash = createHash('sha256');
	for (const {header} of files) hash.update(header);
	return {
		folder,
		files: files.map(({name}) => name),
		names: [...tensors.keys()],
		sizeBytes: [...tensors.values()].reduce((sum, {length}) => sum + length, 0),
		all: () => tensors.values(),
		has: name => tensors.has(name),
		get(name, shape) {
			used.add(name);
			const tensor = tensors.get(name);
			if (!tensor) throw damaged(folder, `lacks the tensor ${name} in float32, float16 or bfloat16`);
			const isShaped =
				!shape || (shape.length === tensor.shape.length && shape.every((size, axis) => size === undefined || size === tensor.shape[axis]));
			if (isShaped) return tensor;
			const expected = shape.map(size => size ?? 'any').join(', ');
			throw damaged(
				path.join(folder, tensor.file),
				`holds the tensor ${name} in shape [${tensor.shape.join(', ')}], and the model needs [${expected}]`,
			);
		},
		checkSurplus() {
			const surplus = [...tensors.values()].find(({name}) => !used.has(name) && !buffers.test(name));
			if (surplus) throw damaged(path.join(folder, surplus.file), `holds the tensor ${surplus.name}, which is no part of the model`);
		},
		digest: hash.digest('hex'),
	};
}

async function readFiles(folder: string): Promise<SafetensorsFile[]> {
	for (const name of baseNames) {
		if (await exists(path.join(folder, name))) return [await readSafetensors(folder, name)];
		const indexFile = path.join(folder, `${name}.index.json`);
		if (await exists(indexFile)) return readShards(folder, indexFile);
	}
	throw new UserError(`${folder} holds no ${baseNames[0]}.`, {
		hint: 'A model is a folder with its weights as safetensors.',
		exitCode: exitCodes.noInput,
	});
}

async function readShards(folder: string, indexFile: string): Promise<SafetensorsFile[]> {
	const index = indexSchema.safeParse(await readJson(indexFile, {maxBytes: maxBytes.index}));
	if (!index.success) throw damaged(indexFile, 'has no weight_map', index.error);
	const names = new Set(Object.values(index.data.weight_map));
	for (const name of names)
		if (path.basename(name) !== name || name === '..' || name === '' || /[\\:\0]/.test(name))
			throw damaged(indexFile, `names a file outside of its folder: ${JSON.stringify(name)}`);
	if (names.size > mostShards) throw damaged(indexFile, `names ${names.size} files, more than any model has`);
	// One after the other: what their headers take together is bounded.
	const files = new Map<string, SafetensorsFile>();
	let headerBytes = 0;
	for (const name of names) {
		const file = await readSafetensors(folder, name, maxHeaderBytes - headerBytes);
		headerBytes += file.header.length;
		files.set(name, file);
	}
	checkTwice([...files.values()], folder);
	for (const [tensor, name] of Object.entries(index.data.weight_map)) {
		if (!files.get(name)?.names.has(tensor))
			throw damaged(path.join(folder, name), `lacks the tensor ${tensor}, which ${path.basename(indexFile)} promises`);
	}
	return [...files.values()];
}

/** A name that stands in two shards would mean one of them or the other. */
function checkTwice(files: readonly SafetensorsFile[], folder: string): void {
	const seen = new Set<string>();
	for (const file of files) {
		for (const name of file.names) {
			if (seen.has(name))
				throw damaged(path.join(folder, file.name), `holds the tensor ${name}, which another file of the model holds too`);
			seen.add(name);
		}
	}
}

const exists = (file: string) =>
	lstat(file).then(
		() => true,
		() => false,
	);
