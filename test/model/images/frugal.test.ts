import {readFile} from 'node:fs/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {CodeId} from '../../../src/decoder/ids.ts';
import {openWeights} from '../../../src/model/checkpoint/weights.ts';
import {openImageTokenizer} from '../../../src/model/images/open-image-tokenizer.ts';
import {pictureBytes} from '../../../src/model/images/picture-bytes.ts';
import {temporaryFolder, writeGolden} from '../recipe.ts';

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
	temporary = await temporaryFolder();
	await writeGolden(temporary.folder, 'a', 'vqvae');
});
afterAll(() => temporary[Symbol.asyncDispose]());

/** Tiles on a side, of 16 pixels. */
const side = 48;
const codes = Array.from({length: side ** 2}, (_, place) => ((place * 37) % 8192) as CodeId);
const anonymousBytes = async () => 1024 * Number(/^RssAnon:\s+(\d+) kB/m.exec(await readFile('/proc/self/status', 'utf8'))?.[1]);

/** Bytes of memory, no file's, that this process has more of after a picture, and the tokenizer still open. */
async function keptBytes(frugal: boolean): Promise<number> {
	await using images = await openImageTokenizer(temporary.folder, {device: 'cpu', threads: 1}, () => frugal);
	const before = await anonymousBytes();
	await images.decode(codes, side, side);
	return (await anonymousBytes()) - before;
}

// Elsewhere a process does not tell what of its memory is no file's.
test.runIf(process.platform === 'linux')('a frugal image tokenizer gives back what a picture took, and another keeps it', async () => {
	const needed = pictureBytes(await openWeights(temporary.folder), (16 * side) ** 2);
	expect(await keptBytes(true)).toBeLessThan(needed / 2);
	expect(await keptBytes(false)).toBeGreaterThan(needed / 2);
});
