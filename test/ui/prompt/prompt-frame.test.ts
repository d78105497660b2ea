import chalk from 'chalk';
import fc from 'fast-check';
import stringWidth from 'string-width';
import {beforeAll, expect, test} from 'vitest';
import {emptyLine, withText} from '../../../src/ui/prompt/line-editor.ts';
import {promptFrame} from '../../../src/ui/prompt/prompt-frame.ts';
import {initialSession, type SessionState} from '../../../src/ui/prompt/session-state.ts';

beforeAll(() => {
	chalk.level = 0;
});

const one: SessionState = {...initialSession, pictures: [{id: 0, file: 'cat.png'}]};
const typed = (text: string, cursor = text.length): SessionState => ({...one, line: {...emptyLine, text, cursor}});

test('the prompt says what Enter does, and what else there is', () => {
	expect(promptFrame(initialSession, {columns: 80, rows: 24})).toEqual({
		lines: [' draw > ', ' say what to draw, or q to quit'],
		cursor: {row: 0, column: 8},
	});
	expect(promptFrame(typed('make it winter', 4), {columns: 120, rows: 24})).toEqual({
		lines: [' edit > make it winter', ' r again · s save as · o open · u undo · n new picture · /help · q quit'],
		cursor: {row: 0, column: 12},
	});
	expect(promptFrame({...one, isNew: true}, {columns: 40, rows: 24}).lines).toEqual([' draw > ', ' r again · s save as · u undo · /help']);
	expect(promptFrame({...one, asks: 'file', line: withText(emptyLine, 'cat.png')}, {columns: 40, rows: 24}).lines).toEqual([
		' save as > cat.png',
		' a .png file or a folder; Esc goes back',
	]);
});

test('a message stands in place of the commands, broken at words', () => {
	expect(promptFrame({...one, message: 'The disk is full, and\u001B[2J more.'}, {columns: 24, rows: 24}).lines.slice(1)).toEqual([
		' The disk is full,',
		' and[2J more.',
	]);
});

test('where the session stands is told below, in windows with room for it', () => {
	const state = {...one, facts: ['cat.png', 'quality fast', 'storybook']};
	expect(promptFrame(state, {columns: 60, rows: 20}).lines[2]).toBe(' cat.png · quality fast · storybook');
	expect(promptFrame(state, {columns: 60, rows: 10}).lines).toHaveLength(2);
});

test('a line is broken at words, and the cursor goes with its word', () => {
	expect(promptFrame(typed('make the balloon green', 14), {columns: 24, rows: 24})).toMatchObject({
		lines: [' edit > make the ', ' balloon green', ' u undo · /help'],
		cursor: {row: 1, column: 6},
	});
});

test('a search shows the line that it found', () => {
	const state = {...one, line: {...emptyLine, history: ['make it winter']}, search: {query: 'win', at: 0}};
	expect(promptFrame(state, {columns: 60, rows: 10}).lines[0]).toBe(' win < make it winter');
});

test('a search that finds nothing says so', () => {
	const state = {...one, line: {...emptyLine, history: ['make it winter']}, search: {query: 'sna', at: undefined}};
	expect(promptFrame(state, {columns: 60, rows: 10}).lines.slice(0, 2)).toEqual([
		' sna < ',
		' no line that was typed has this · Esc goes back',
	]);
});

test('a long line takes rows, wide characters whole, and the cursor stands where it types', () => {
	expect(promptFrame(typed('家家家家家家x', 4), {columns: 20, rows: 24})).toEqual({
		lines: [' edit > 家家家家家', ' 家x', ' u undo · /help'],
		cursor: {row: 0, column: 16},
	});
});

test('of a line that is too long for the window the part around the cursor is shown', () => {
	const {lines, cursor} = promptFrame(typed('x'.repeat(10_000)), {columns: 20, rows: 6});
	expect(lines).toHaveLength(4);
	expect(cursor).toEqual({row: 2, column: 18});
});

test('no window makes a prompt taller than its rows less two, or wider than its columns, and the cursor is in it', () => {
	const size = fc.record({columns: fc.integer({min: 20, max: 130}), rows: fc.integer({min: 6, max: 50})});
	const state = fc.record({
		text: fc.string({unit: 'grapheme', maxLength: 300}),
		isLong: fc.boolean(),
		showsHelp: fc.boolean(),
		part: fc.float({min: 0, max: 1, noNaN: true}),
	});
	fc.assert(
		fc.property(size, state, (window, {text, isLong, showsHelp, part}) => {
			const whole = isLong ? text.repeat(20) : text;
			const places = [...new Intl.Segmenter('en').segment(whole)].map(({index}) => index);
			const at = places[Math.floor(part * places.length)] ?? whole.length;
			const {lines, cursor} = promptFrame({...typed(whole, at), showsHelp}, window);
			expect(lines.length).toBeLessThanOrEqual(window.rows - 2);
			expect(Math.max(...lines.map(line => stringWidth(line)))).toBeLessThanOrEqual(window.columns);
			expect(cursor.row).toBeLessThan(lines.length);
			expect(cursor.column).toBeLessThan(window.columns);
		}),
		{numRuns: 60},
	);
});
