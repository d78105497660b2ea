import {readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {digestsAgree} from '../../../src/events/events.ts';
import {modelDigest} from '../../../src/model/checkpoint/digest.ts';
import {openWeights} from '../../../src/model/checkpoint/weights.ts';
import {temporaryFolder} from '../recipe.ts';
import {writeTinyStorybook} from '../tiny-storybook.ts';

let temporary: Awaited<ReturnType<typeof temporaryFolder>>;
let before = '';
beforeAll(async () => {
	temporary = await temporaryFolder();
	await writeTinyStorybook(temporary.folder);
	before = await modelDigest(temporary.folder);
});
afterAll(() => temporary[Symbol.asyncDispose]());

/** The digest while a file of the model is another one. */
async function digestWith(file: string, change: (bytes: Buffer) => Buffer): Promise<string> {
	const place = path.join(temporary.folder, file);
	const bytes = await readFile(place);
	await writeFile(place, change(Buffer.from(bytes)));
	try {
		return await modelDigest(temporary.folder);
	} finally {
		await writeFile(place, bytes);
	}
}

/** The values of one tensor a little different, as training leaves them. */
const trained = (offset: number, length: number) => (bytes: Buffer) =>
	Buffer.concat([
		bytes.subarray(0, offset),
		bytes.subarray(offset, offset + length).map(byte => byte ^ 1),
		bytes.subarray(offset + length),
	]);

test.each(['', 'vqvae'])('training any one tensor in `%s` changes the second part of the digest, and only that', async folder => {
	const weights = await openWeights(path.join(temporary.folder, folder));
	for (const name of weights.names) {
		const {file, offset, length} = weights.get(name);
		const [shapes, contents] = (await digestWith(path.join(folder, file), trained(offset, length))).split('.');
		expect([shapes, contents !== before.split('.')[1]], name).toEqual([before.split('.')[0], true]);
	}
});

test.each(['tokenizer.json', path.join('vqvae', 'config.json')])('so does another %s', async file => {
	const after = await digestWith(file, bytes => Buffer.concat([bytes, Buffer.from('\n')]));
	expect(after.split('.')[0]).toBe(before.split('.')[0]);
	expect(after).not.toBe(before);
});

test('another config changes the first part', async () => {
	const after = await digestWith('config.json', bytes => Buffer.concat([bytes, Buffer.from('\n')]));
	expect(after.split('.')[0]).not.toBe(before.split('.')[0]);
	expect(await modelDigest(temporary.folder)).toBe(before);
});

test.each([
	{one: 'a.b', other: 'a.b', agree: true},
	{one: 'a.b', other: 'a.c', agree: false},
	{one: 'a.b', other: 'c.b', agree: false},
	{one: 'a', other: 'a.c', agree: true},
	{one: 'a.b', other: 'a', agree: true},
	{one: 'a', other: 'b.c', agree: false},
])('$one and $other can be of one model: $agree, since an old digest tells nothing of weights', ({one, other, agree}) => {
	expect(digestsAgree(one, other)).toBe(agree);
});
