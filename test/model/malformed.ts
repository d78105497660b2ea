import {link, mkdir, readdir, readFile, rename, rm, symlink, truncate, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {uniform} from '../../src/decoder/random.ts';

/** What a made-up fault may use: the folder, and a number in [0, 1) that is another with every call. */
type Damage = (folder: string, draw: () => number) => Promise<void>;

const pick = <Item>(items: readonly Item[], draw: () => number): Item => items[Math.floor(draw() * items.length)]!;
const whole = (below: number, draw: () => number): number => Math.floor(draw() * below);
const jsonFiles = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'vqvae/config.json'];
const weightFiles = ['model.safetensors', 'vqvae/model.safetensors'];
const anyFile = [...jsonFiles, ...weightFiles];
const strange: readonly unknown[] = [null, -1, 0, 1e300, 0.5, '', 'x', [], {}, true, 2 ** 31, [[]], '../../etc/passwd'];

async function editJson(file: string, change: (json: Record<string, unknown>) => unknown): Promise<void> {
	await writeFile(file, JSON.stringify(change(JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>)));
}

/** Change the header of a safetensors file; its data stay. */
async function editHeader(file: string, change: (header: Record<string, Record<string, unknown>>) => void): Promise<void> {
	const bytes = await readFile(file);
	const start = 8 + Number(bytes.readBigUInt64LE(0));
	const header = JSON.parse(bytes.toString('utf8', 8, start)) as Record<string, Record<string, unknown>>;
	change(header);
	const json = Buffer.from(JSON.stringify(header));
	const length = Buffer.alloc(8);
	length.writeBigUInt64LE(BigInt(json.length));
	await writeFile(file, Buffer.concat([length, json, bytes.subarray(start)]));
}

/** Put something else where a file of the folder was. */
async function replace(folder: string, draw: () => number, put: (file: string) => Promise<void>): Promise<void> {
	const file = path.join(folder, pick(anyFile, draw));
	await rm(file);
	await put(file);
}

/** Move the weights into a shard, behind an index with this file name. */
async function shard(folder: string, name: string, tensors: readonly string[]): Promise<void> {
	await rename(path.join(folder, 'model.safetensors'), path.join(folder, 'model-00001-of-00001.safetensors'));
	const weight_map = Object.fromEntries(tensors.map(tensor => [tensor, name]));
	await writeFile(path.join(folder, 'model.safetensors.index.json'), JSON.stringify({metadata: {}, weight_map}));
}

/** Every kind of damage by its name. Each leaves a folder that is no model. */
export const damages: Readonly<Record<string, Damage>> = {
	'a file is missing': (folder, draw) => replace(folder, draw, async () => {}),
	'a file is empty': (folder, draw) => writeFile(path.join(folder, pick(anyFile, draw)), ''),
	'a file is cut off': async (folder, draw) => {
		const file = path.join(folder, pick(anyFile, draw));
		const {length} = await readFile(file);
		await truncate(file, whole(length, draw));
	},
	'a file is noise': (folder, draw) =>
		writeFile(
			path.join(folder, pick(anyFile, draw)),
			Uint8Array.from({length: 1 + whole(5000, draw)}, () => whole(256, draw)),
		),
	'a file is a folder': (folder, draw) => replace(folder, draw, async file => void (await mkdir(file))),
	'a file is a link to /etc/passwd': (folder, draw) => replace(folder, draw, file => symlink('/etc/passwd', file)),
	'a file is a hard link to something else': (folder, draw) =>
		replace(folder, draw, async file => {
			await writeFile(`${folder}-secret`, 'root:x:0:0:root:/root:/bin/bash\n');
			await link(`${folder}-secret`, file);
		}),
	'a file is a link to itself': (folder, draw) => replace(folder, draw, file => symlink(path.basename(file), file)),
	'a file is a link to a device': (folder, draw) => replace(folder, draw, file => symlink('/dev/zero', file)),
	'the image tokenizer is a link out of the folder': async folder => {
		await rename(path.join(folder, 'vqvae'), `${folder}-outside`);
		await symlink(`${folder}-outside`, path.join(folder, 'vqvae'));
	},
	'a setting is strange': async (folder, draw) => {
		const keys = ['d_model', 'n_heads', 'n_layers', 'mlp_hidden_size', 'max_sequence_length', 'mmada'];
		await editJson(path.join(folder, 'config.json'), config => ({
			...config,
			[pick(keys, draw)]: pick([-1, 0, 1e300, '', 'x', [[]], {}, 2 ** 31, true], draw),
		}));
	},
	'the layout is strange': (folder, draw) =>
		editJson(path.join(folder, 'config.json'), config => {
			const mmada = config.mmada as Record<string, unknown>;
			const image = mmada.image as Record<string, unknown>;
			const key = pick(['code_offset', 'codebook_size', 'rows', 'columns', 'patch'], draw);
			return {...config, mmada: {...mmada, image: {...image, [key]: pick([-1, 0, 1e9, '', null, 100_000], draw)}}};
		}),
	'a JSON file holds something else': (folder, draw) =>
		writeFile(path.join(folder, pick(['config.json', 'tokenizer.json'], draw)), JSON.stringify(pick(strange, draw))),
	'JSON is nested without end': (folder, draw) => writeFile(path.join(folder, pick(jsonFiles, draw)), '['.repeat(200_000)),
	'the tokenizer lacks a part': (folder, draw) =>
		editJson(path.join(folder, 'tokenizer.json'), ({model, ...rest}) => ({
			...rest,
			model: pick([null, {}, {type: 'Magic'}, 7], draw),
			was: typeof model,
		})),
	'a special token is missing': (folder, draw) =>
		editJson(path.join(folder, 'tokenizer.json'), tokenizer =>
			JSON.parse(JSON.stringify(tokenizer).replaceAll(pick(['<|mdm_mask|>', '<|soi|>', '<|endoftext|>', '<|t2i|>'], draw), '<|gone|>')),
		),
	'a tensor has another name': (folder, draw) =>
		editHeader(path.join(folder, pick(weightFiles, draw)), header => {
			const name = pick(Object.keys(header), draw);
			header[`${name}.other`] = header[name]!;
			delete header[name];
		}),
	'a tensor is missing': (folder, draw) =>
		editHeader(path.join(folder, pick(weightFiles, draw)), header => {
			delete header[pick(Object.keys(header), draw)];
		}),
	'a tensor is surplus': (folder, draw) =>
		editHeader(path.join(folder, pick(weightFiles, draw)), header => {
			header['adapter.lora_A.weight'] = pick(Object.values(header), draw);
		}),
	'a tensor has another shape': (folder, draw) =>
		editHeader(path.join(folder, pick(weightFiles, draw)), header => {
			const [, tensor] = pick(Object.entries(header), draw);
			const shape = tensor!.shape as number[];
			tensor!.shape = pick(
				[[...shape, 2], [...shape].fill(0), [-1, ...shape], [0.5], [2 ** 52, 2 ** 52], ['x'], shape.map(size => size + 1)],
				draw,
			);
		}),
	'a tensor has another type': (folder, draw) =>
		editHeader(path.join(folder, pick(weightFiles, draw)), header => {
			pick(Object.values(header), draw).dtype = pick(['F8_E4M3', 'I64', 'object', '', 7, null, 'C64'], draw);
		}),
	'a tensor lies elsewhere': (folder, draw) =>
		editHeader(path.join(folder, pick(weightFiles, draw)), header => {
			pick(Object.values(header), draw).data_offsets = pick([[0, 2 ** 53], [-8, 8], [1e308, 1e308], [9, 3], [], null, ['0', '4']], draw);
		}),
	'the header is longer than the file': async (folder, draw) => {
		const file = path.join(folder, pick(weightFiles, draw));
		const bytes = await readFile(file);
		bytes.writeBigUInt64LE(pick([2n ** 64n - 1n, 2n ** 63n, 2n ** 53n, BigInt(bytes.length), 0n, 1n], draw), 0);
		await writeFile(file, bytes);
	},
	'the index names a file elsewhere': (folder, draw) =>
		shard(
			folder,
			pick(['../model.safetensors', '/etc/passwd', 'a/../../x', '..', '.', '', 'C:\\x', '..\\x', 'x\0y', '\\\\host\\share'], draw),
			['a'],
		),
	'the index names a file that is not there': folder => shard(folder, 'model-00002-of-00002.safetensors', ['a']),
	'the index promises a tensor that is not there': folder =>
		shard(folder, 'model-00001-of-00001.safetensors', ['model.transformer.nothing']),
	'the index is something else': async (folder, draw) => {
		await shard(folder, 'x', []);
		await writeFile(
			path.join(folder, 'model.safetensors.index.json'),
			JSON.stringify(pick([...strange, {weight_map: 7}, {weight_map: {a: 7}}, {weight_map: {}}], draw)),
		);
	},
};

/** Damage a folder in the way that belongs to a number, the same each time; returns the damage's name. */
export async function damageFolder(folder: string, number: number): Promise<string> {
	const names = Object.keys(damages);
	const name = names[number % names.length]!;
	let calls = 0;
	await damages[name]!(folder, () => uniform(number, calls++, 'textToken', 0) % 1);
	return name;
}

/** The files of a folder, to make the next one from. */
export async function copyFolder(from: string, to: string): Promise<void> {
	await mkdir(path.join(to, 'vqvae'), {recursive: true});
	for (const name of await readdir(from, {recursive: true})) {
		const bytes = await readFile(path.join(from, name)).catch(() => undefined);
		if (bytes) await writeFile(path.join(to, name), bytes);
	}
}
