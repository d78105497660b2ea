import {appendFile, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {openPart} from '../../../src/store/pull/part-file.ts';
import {frontierOf, gaps, lengthOf, merged, type Range} from '../../../src/store/pull/ranges.ts';
import {listed, newFolder, noise} from './place.ts';

const total = 1000;
const remote = listed('someone/model', 'model.safetensors', noise(total));
const rangeOf = ([start, length]: readonly [number, number]): Range => ({start, end: Math.min(total, start + length)});
const someRanges = fc.array(fc.tuple(fc.nat(total), fc.nat(300)).map(rangeOf));

/** Which bytes ranges cover. */
const covered = (ranges: readonly Range[]) =>
	Array.from({length: total}, (_, at) => ranges.some(({start, end}) => start <= at && at < end));

test('merged ranges cover the same bytes, and gaps the others, each once', () => {
	fc.assert(
		fc.property(someRanges, fc.integer({min: 1, max: 400}), (ranges, most) => {
			const found = merged(ranges);
			const holes = gaps(found, total, most);
			expect(covered(found)).toEqual(covered(ranges));
			expect(covered(holes)).toEqual(covered(ranges).map(is => !is));
			expect(lengthOf(found) + lengthOf(holes)).toBe(total);
			expect(holes.every(({start, end}) => end - start <= most)).toBe(true);
			expect(covered(ranges).indexOf(false)).toBe(frontierOf(found) === total ? -1 : frontierOf(found));
		}),
	);
});

test('what was written is there again after the program ended in any way', async () => {
	await using temporary = await newFolder();
	await using first = await openPart(temporary.folder, remote);
	await first.write(10, [Buffer.from('abc')]);
	await first.write(500, [Buffer.from('xyz')]);
	// Not closed: as after a kill.
	await using again = await openPart(temporary.folder, remote);
	expect(again.ranges()).toEqual([
		{start: 10, end: 13},
		{start: 500, end: 503},
	]);
});

test('after a restart of the machine, only bytes that had reached the disk count', async () => {
	await using temporary = await newFolder();
	{
		await using part = await openPart(temporary.folder, remote);
		await part.write(0, [Buffer.alloc(100)]);
		await part.sync();
		await part.write(100, [Buffer.alloc(100)]);
	}
	const journal = path.join(temporary.folder, `${remote.digest.hex}.journal`);
	await writeFile(journal, (await readFile(journal, 'utf8')).replace(/\[on .*\]/, '[on another-boot]'));
	await using part = await openPart(temporary.folder, remote);
	expect(part.ranges()).toEqual([{start: 0, end: 100}]);
});

test('a journal that a full disk cut off in the middle of a line never tells of more than there is', async () => {
	await using temporary = await newFolder();
	const journal = path.join(temporary.folder, `${remote.digest.hex}.journal`);
	{
		await using part = await openPart(temporary.folder, remote);
		await part.write(0, [Buffer.alloc(300)]);
	}
	for (const torn of ['[', '[1', '[1-', '[1-3', '[synced 0-9', '[synced 0-99']) {
		await appendFile(journal, `${torn}[20-30]\n`);
		await using part = await openPart(temporary.folder, remote);
		expect(part.ranges()).toEqual([{start: 0, end: 300}]);
	}
});

test.each(['', 'nothing of the kind', '[0-5]', '[on x]\n[0-99999999999999999999]', '\0'])(
	'a journal that is %j is begun again',
	async text => {
		await using temporary = await newFolder();
		await writeFile(path.join(temporary.folder, `${remote.digest.hex}.journal`), text);
		await using part = await openPart(temporary.folder, remote);
		expect(part.ranges()).toEqual([]);
	},
);
