import fc from 'fast-check';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {cellsOf} from '../../../src/ui/terminal/cells.ts';

const pieces = [
	'a house',
	' · ',
	'░ ░',
	'…',
	'▀▀',
	'\uE000',
	'\u001B[1m',
	'\u001B[38;2;1;2;3m',
	'\u001B[2K',
	'🎈',
	'❤\uFE0F',
	'1\uFE0F\u20E3',
	'é',
	'e\u0301',
];
const texts = fc
	.array(fc.oneof(fc.constantFrom(...pieces, '家', '\u200D', '\t', '\n', '\u001B', '가', '\u0301'), fc.string({unit: 'binary'})))
	.map(all => all.join(''));

test('a text takes as many cells as string-width says, whatever is in it', () => {
	fc.assert(
		fc.property(texts, fc.boolean(), (text, countAnsiEscapeCodes) => {
			expect(cellsOf(text, {countAnsiEscapeCodes})).toBe(stringWidth(text, {countAnsiEscapeCodes}));
		}),
		{numRuns: 2000},
	);
});

test.each([
	['', 0],
	['step 3/64 · text 4 %', 20],
	['\u001B[1mstep\u001B[22m ░', 6],
	['🎈 家', 5],
])('%j takes %i cells', (text, cells) => {
	expect(cellsOf(text)).toBe(cells);
});
