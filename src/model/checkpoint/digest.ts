import {createHash, type Hash} from 'node:crypto';
import {closeSync, openSync, readSync} from 'node:fs';
import path from 'node:path';
import type {StoredTensor} from '../../graph/stored-tensor.ts';
import {maxBytes, readSmall} from './json-file.ts';
import {openWeights, type Weights} from './weights.ts';

/** Read of each tensor, and once more for each so many bytes of it: little even of a large model, and training changes every part. */
const [sampleBytes, bytesPerSample] = [4096, 64_000_000];

/**
Tells models apart: `<shapes>.<contents>`. The first is the sha256 (hex) of config.json and the headers of the weights; the second, of
32 digits, that of the tokenizer, the image tokenizer's config and header, and a sample of every tensor of both networks. Digests of
earlier versions are the first part alone: `digestsAgree` compares them. What a sample misses, a few values changed by hand, is not told.
*/
export async function modelDigest(folder: string, opened?: Weights): Promise<string> {
	const imageFolder = path.join(folder, 'vqvae');
	const [weights, images, config, tokenizer, imageConfig] = await Promise.all([
		opened ?? openWeights(folder),
		openWeights(imageFolder),
		readSmall(path.join(folder, 'config.json')),
		readSmall(path.join(folder, 'tokenizer.json'), {maxBytes: maxBytes.tokenizer}),
		readSmall(path.join(imageFolder, 'config.json')),
	]);
	const shapes = createHash('sha256').update(config).update(weights.digest).digest('hex');
	const contents = createHash('sha256').update(tokenizer).update(imageConfig).update(images.digest);
	for (const part of [weights, images]) addSamples(contents, part);
	return `${shapes}.${contents.digest('hex').slice(0, 32)}`;
}

/** Read at once, not one by one through the thread pool: these are hundreds of small pieces. */
function addSamples(hash: Hash, weights: Weights): void {
	const files = new Map<string, number>();
	const bytes = new Uint8Array(sampleBytes);
	try {
		for (const name of weights.names) {
			const tensor = weights.get(name);
			const handle = files.get(tensor.file) ?? openSync(path.join(weights.folder, tensor.file), 'r');
			files.set(tensor.file, handle);
			for (const {at, length} of samplesOf(tensor)) hash.update(bytes.subarray(0, readSync(handle, bytes, 0, length, at)));
		}
	} finally {
		for (const handle of files.values()) closeSync(handle);
	}
}

/** Places in a tensor that are sampled (bytes of its file): always the same ones, which its name decides. */
function* samplesOf({name, offset, length}: StoredTensor): Generator<{at: number; length: number}> {
	const count = 1 + Math.floor(length / bytesPerSample);
	for (let index = 0; index < count; index++) {
		const start = Math.floor((length * index) / count);
		const room = Math.floor((length * (index + 1)) / count) - start - sampleBytes;
		yield {at: offset + start + (room > 0 ? scramble(`${name} ${index}`) % room : 0), length: Math.min(length, sampleBytes)};
	}
}

/** FNV-1a: 32 bits that look like chance. */
function scramble(text: string): number {
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
	return hash;
}
