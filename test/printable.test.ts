import fc from 'fast-check';
import {expect, test} from 'vitest';
import {pipedLines, printable, toJson} from '../src/printable.ts';

test.each([
	{given: 'a red balloon', safe: 'a red balloon', rule: 'plain words stay'},
	{given: 'é 猫 🐈', safe: 'é 猫 🐈', rule: 'other scripts and emoji stay'},
	{given: 'two\r\nlines\tand a tab', safe: 'two lines and a tab', rule: 'line breaks become a space'},
	{given: '\u001B]0;title\u0007\u001B[31mred', safe: ']0;title[31mred', rule: 'escape sequences lose their bite'},
	{given: '\u009B31m', safe: '31m', rule: 'C1 controls go'},
	{given: 'cat\u202Egnp.exe', safe: 'catgnp.exe', rule: 'bidirectional overrides go'},
	{given: 'a\u200Bb\uFEFFc\u{E0041}d', safe: 'abcd', rule: 'invisible characters go'},
	{given: 'x\uD800y\uE000z', safe: 'x\uFFFDy\uFFFDz', rule: 'lone surrogates and private use are marked'},
])('$rule', ({given, safe}) => {
	expect(printable(given)).toBe(safe);
});

test('nothing that a terminal acts on comes through, whatever the text', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), text => {
			expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u);
			expect(printable(printable(text))).toBe(printable(text));
		}),
	);
});

test('lines for another program keep their letters and lose what acts on a terminal', () => {
	expect(pipedLines('a\tb\n\u001B[31mred\u009B1m\u202E\u0007 👩‍🚀 ❤️\r\n')).toBe('a\tb\n[31mred1m 👩‍🚀 ❤️\n');
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), text => {
			expect(pipedLines(text)).not.toMatch(/[^\P{Cc}\n\t]|\p{Bidi_Control}/u);
		}),
	);
});

test('JSON comes back as it was, and can be printed as it is', () => {
	fc.assert(
		fc.property(fc.string({unit: 'binary'}), text => {
			const json = toJson({text}, '\t');
			expect(JSON.parse(json)).toEqual({text});
			expect(pipedLines(json)).toBe(json);
			expect(json).not.toMatch(/[\u007F-\u009F\u2028\u202E\u200B]/u);
		}),
	);
	expect(toJson(['\u009B\u{E0041}'])).toBe('["\\u009b\\udb40\\udc41"]');
});
