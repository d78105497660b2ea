import fc from 'fast-check';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {toAscii} from '../../../src/ui/terminal/ascii.ts';

test.each([
	{text: 'the ░ is dark · seed 1…', ascii: 'the # is dark - seed 1~', rule: 'what the screen draws with has its own substitutes'},
	{text: '家 ä e\u0301 👩‍🎨!', ascii: '?? ? e ??!', rule: 'other characters keep their width, and a letter stays without its accent'},
	{text: '\u001B[1m\u001B[36m░\u001B[39m', ascii: '\u001B[1m\u001B[36m#\u001B[39m', rule: 'sequences stay'},
])('$rule', ({text, ascii}) => {
	expect(toAscii(text)).toBe(ascii);
});

test('whatever the text, it is ASCII then, and as wide', () => {
	fc.assert(
		fc.property(fc.string({unit: 'grapheme'}), text => {
			const ascii = toAscii(text);
			expect(ascii).toMatch(/^[\0-\x7F]*$/);
			expect(stringWidth(ascii)).toBe(stringWidth(text));
		}),
	);
});
