import fc from 'fast-check';
import {expect, test} from 'vitest';
import {textLines} from '../../src/files/text-lines.ts';
import {collect} from '../fixtures/collect.ts';

async function* from(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
	yield* pieces;
}

test('lines come whole, however the stream is cut, and the last one need not end', async () => {
	const line = fc.string({unit: 'grapheme', maxLength: 20}).filter(text => !text.includes('\n'));
	await fc.assert(
		fc.asyncProperty(fc.array(line, {minLength: 1}), fc.array(fc.nat(200)), async (lines, cuts) => {
			const bytes = Buffer.from(lines.join('\n'));
			const ends = [0, ...cuts.filter(at => at <= bytes.length).sort((a, b) => a - b), bytes.length];
			const pieces = ends.slice(1).map((end, index) => bytes.subarray(ends[index], end));
			const expected = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
			expect(await collect(textLines(from(pieces), {maxBytes: 1000}))).toEqual(expected);
		}),
	);
});

test('a line that is too long is passed over, and those after it are read', async () => {
	const pieces = ['ab\nabc', 'defgh', 'i\nok\n'].map(text => Buffer.from(text));
	expect(await collect(textLines(from(pieces), {maxBytes: 4}))).toEqual(['ab', undefined, 'ok']);
});
