import fc from 'fast-check';
import {expect, test} from 'vitest';
import {parseCsv} from '../../src/files/csv.ts';

test.each([
	{
		text: 'a,b\n1,2\n',
		rows: [
			['a', 'b'],
			['1', '2'],
		],
	},
	{
		text: 'a,b\r\n1,2',
		rows: [
			['a', 'b'],
			['1', '2'],
		],
	},
	{
		text: 'a,"b, c"\n"say ""hi""",\n',
		rows: [
			['a', 'b, c'],
			['say "hi"', ''],
		],
	},
	{
		text: '"two\nlines",x\n\n1,',
		rows: [
			['two\nlines', 'x'],
			['1', ''],
		],
	},
	{text: '', rows: []},
	{text: '\n\n', rows: []},
	{text: '""', rows: []},
])('$text has the rows $rows', ({text, rows}) => {
	expect(parseCsv(text).map(({cells}) => cells)).toEqual(rows);
});

test('cells may stand between other letters, and lines of empty cells are none', () => {
	expect(parseCsv('a;"b;c";d,e\r\n;;\r\n1;2\r\n ; \r\n', ';').map(({line, cells}) => [line, ...cells])).toEqual([
		[1, 'a', 'b;c', 'd,e'],
		[3, '1', '2'],
	]);
});

test('a row knows the line on which it begins', () => {
	expect(parseCsv('a,b\n\n"x\ny\r\nz",1\n2,3').map(({line}) => line)).toEqual([1, 3, 6]);
});

test.each([
	{text: 'a\n"b\nc', says: 'Line 2 of the table begins a cell with a quote that nothing ends.'},
	{text: 'a\n"b"c\n', says: 'Line 2 of the table has text after the quotes of a cell.'},
])('$text is refused with its line', ({text, says}) => {
	expect(() => parseCsv(text)).toThrow(expect.objectContaining({message: says, exitCode: 65}));
});

test('whatever is written in quotes comes back', () => {
	const cell = fc.string({unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é')});
	const table = fc.array(fc.array(cell, {minLength: 2, maxLength: 4}), {maxLength: 5});
	fc.assert(
		fc.property(table, fc.constantFrom('\n', '\r\n'), (rows, end) => {
			const text = rows.map(cells => cells.map(value => `"${value.replaceAll('"', '""')}"`).join(',') + end).join('');
			// A line with nothing in its cells is none.
			expect(parseCsv(text).map(({cells}) => cells)).toEqual(rows.filter(cells => cells.some(value => value.trim() !== '')));
		}),
	);
});
