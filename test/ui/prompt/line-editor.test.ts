import fc from 'fast-check';
import {expect, test} from 'vitest';
import {editLine, emptyLine, type LineState, longestLine, nextLine, withText} from '../../../src/ui/prompt/line-editor.ts';
import type {Input} from '../../../src/ui/prompt/prompt-input.ts';

/** The line after this input, `|` where the cursor is. Keys are words in `<>`. */
function after(typed: string, from: LineState = emptyLine): string {
	const inputs = typed.split(/(<[\w-]+>)/).filter(piece => piece !== '');
	const {text, cursor} = inputs.reduce((line, piece) => editLine(line, toInput(piece)), from);
	return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}
const toInput = (piece: string): Input => (/^<.+>$/.test(piece) ? {key: piece.slice(1, -1)} : {text: piece});

test.each([
	{typed: 'a cat', line: 'a cat|'},
	{typed: 'a cat<left><left>h', line: 'a ch|at'},
	{typed: 'a cat<home>x<end>y', line: 'xa caty|'},
	{typed: 'a cat<ctrl-a><ctrl-f><ctrl-f><ctrl-k>', line: 'a |'},
	{typed: 'a cat<ctrl-left><ctrl-u>', line: '|cat'},
	{typed: 'a red  cat<ctrl-w><ctrl-w>', line: 'a |'},
	{typed: 'a red cat<home><alt-f><alt-d>', line: 'a| cat'},
	{typed: '  <alt-b>x', line: 'x|  '},
	{typed: 'a cat<home><delete><ctrl-d>', line: '|cat'},
	{typed: 'ab<backspace><backspace><backspace>c', line: 'c|'},
	{typed: 'ab<tab><page-up><right>', line: 'ab|'},
])('$typed leaves $line', ({typed, line}) => {
	expect(after(typed)).toBe(line);
});

test.each([
	{typed: '猫と家<left><backspace>', line: '猫|家', what: 'wide characters'},
	{typed: 'cafe\u0301s<left><left><backspace>', line: 'ca|e\u0301s', what: 'a letter with a combining mark'},
	{typed: 'cafes<left>\u0301', line: 'cafe\u0301|s', what: 'a mark that comes later'},
	{typed: 'a👍🏽b<left><backspace>', line: 'a|b', what: 'an emoji with a skin tone'},
	{typed: '🇩🇪<left>x', line: 'x|🇩🇪', what: 'a flag of two letters'},
])('the cursor moves over $what at once', ({typed, line}) => {
	expect(after(typed)).toBe(line);
});

test('what a terminal would act on is not typed', () => {
	expect(after('a\u001B]0;x\u0007\u202Eb\r\nc')).toBe('a]0;xb c|');
});

test('the line holds so many characters, and no half of one', () => {
	const {text} = editLine(emptyLine, {text: `${'x'.repeat(longestLine - 1)}👍y`});
	expect(text).toBe('x'.repeat(longestLine - 1));
});

test('old lines come back, and the new one waits for them', () => {
	const line = ['one', 'two', 'two', ' '].reduce((state, text) => nextLine(withText(state, text)), emptyLine);
	expect(line.history).toEqual(['one', 'two']);
	expect(after('new<up>', line)).toBe('two|');
	expect(after('new<up><up><up>', line)).toBe('one|');
	expect(after('new<up>!<down>', line)).toBe('new|');
	expect(after('<down>', line)).toBe('|');
	expect(nextLine(withText(line, 's'), {isKept: false}).history).toEqual(['one', 'two']);
});

test('whatever is pressed, the cursor stands between two characters', () => {
	const names = ['left', 'right', 'home', 'end', 'backspace', 'delete', 'ctrl-w', 'alt-d', 'ctrl-left', 'ctrl-right', 'up', 'down'];
	const input = fc.oneof(
		fc.constantFrom(...names).map(key => ({key})),
		fc.string({unit: fc.constantFrom('a', ' ', '\u0301', '👍', '🏽', '🇩', '家', '\u200D')}).map(text => ({text})),
	);
	const segmenter = new Intl.Segmenter('en', {granularity: 'grapheme'});
	fc.assert(
		fc.property(fc.array(input, {maxLength: 30}), inputs => {
			const {text, cursor} = inputs.reduce<LineState>(editLine, emptyLine);
			const places = [...segmenter.segment(text)].map(({index}) => index);
			expect([...places, text.length]).toContain(cursor);
		}),
	);
});
