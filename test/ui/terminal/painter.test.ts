import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createPainter} from '../../../src/ui/terminal/painter.ts';
import {createTerminal} from '../../fixtures/fake-terminal.ts';
import {createEmulator} from '../../pty/emulator.ts';

const frames = fc.array(fc.array(fc.stringMatching(/^[a-z ]{0,12}$/), {minLength: 1, maxLength: 8}), {minLength: 1, maxLength: 12});

test('whatever came before, the last frame stands below the text that was there, and nothing else', () => {
	fc.assert(
		fc.property(frames, all => {
			const terminal = createTerminal();
			terminal.write('$ mmada gen\r\n');
			const {paint} = createPainter(terminal);
			for (const lines of all) paint(lines.join('\n'));
			const last = all.at(-1)?.map(line => line.trimEnd()) ?? [];
			expect(terminal.text()).toBe(['$ mmada gen', ...last].join('\n').trimEnd());
			expect(terminal.unknown).toEqual([]);
		}),
	);
});

test('only lines that changed are written', () => {
	const written: string[] = [];
	const {paint} = createPainter({columns: 40, rows: 24, write: text => written.push(text)});
	paint('title\nstep 1\nend');
	paint('title\nstep 2\nend');
	paint('title\nstep 2\nend');
	expect(written).toHaveLength(2);
	expect(written[1]).toContain('step 2');
	expect(written[1]).not.toMatch(/title|end/);
});

test('the cursor is shown again in the same write that hides it', () => {
	const written: string[] = [];
	createPainter({columns: 40, rows: 24, write: text => written.push(text)}).paint('a');
	expect(written).toEqual(['\u001B[?2026h\u001B[?25l\u001B[?7l\r\u001B[2Ka\r\n\u001B[?7h\u001B[?25h\u001B[?2026l']);
});

test('after a narrower window the broken lines of the old frame are gone too', () => {
	const written: string[] = [];
	const terminal = {columns: 40, rows: 24, write: (text: string) => written.push(text)};
	const {paint} = createPainter(terminal);
	paint(`${'x'.repeat(35)}\nshort`);
	terminal.columns = 20;
	paint('y\nshort');
	const erase = '\u001B[2K';
	expect(written[1]).toContain(`\u001B[3A${`${erase}\r\n`.repeat(3)}\u001B[3A${erase}y\r\n${erase}short\r\n`);
});

test('a lower window is painted again from its top', () => {
	const terminal = {columns: 40, rows: 24, write: (text: string) => written.push(text)};
	const written: string[] = [];
	const {paint} = createPainter(terminal);
	paint('a\nb\nc\nd\ne\nf');
	terminal.rows = 5;
	paint('a\nb\nc');
	const erase = '\u001B[2K';
	expect(written[1]).toContain(`\u001B[4A${`${erase}\r\n`.repeat(4)}\u001B[4A${erase}a\r\n${erase}b\r\n${erase}c\r\n`);
});

test('a terminal that does not break lines again keeps what stood above the frame', () => {
	const written: string[] = [];
	const terminal = {columns: 40, rows: 24, write: (text: string) => written.push(text)};
	const {paint} = createPainter(terminal, {breaksLines: false});
	paint(`${'x'.repeat(35)}\nshort`);
	terminal.columns = 20;
	paint('y\nshort');
	expect(written[1]).toContain('\u001B[2A');
});

test('repeated below, a frame leaves the old one where it stands', () => {
	const terminal = createTerminal();
	const {paint, repeat} = createPainter(terminal);
	paint('one\ntwo');
	terminal.write('[1]+ Stopped\r\n');
	repeat();
	paint('one\n2');
	expect(terminal.text()).toBe('one\ntwo\n[1]+ Stopped\none\n2');
});

test.each([
	{
		sizes: [
			[120, 30],
			[70, 30],
			[45, 12],
			[120, 60],
		],
	},
	{
		sizes: [
			[100, 40],
			[60, 20],
			[100, 40],
		],
	},
	{
		sizes: [
			[80, 24],
			[80, 12],
			[80, 24],
			[40, 24],
			[120, 50],
		],
	},
	{
		sizes: [
			[80, 24],
			[24, 7],
			[200, 90],
		],
	},
] as const)(
	'a window that was $sizes shows no stripes of old frames, and has what stood there first',
	async ({sizes: [[columns, rows], ...sizes]}) => {
		const emulator = createEmulator(columns, rows);
		const terminal = {columns: columns as number, rows: rows as number, write: emulator.write};
		const {paint} = createPainter(terminal);
		const frame = () => Array.from({length: terminal.rows - 2}, () => 'x'.repeat(terminal.columns - 1));
		emulator.write('one\r\ntwo\r\n');
		paint(frame().join('\n'));
		for (const [wide, high] of sizes) {
			await emulator.resize(wide, high);
			Object.assign(terminal, {columns: wide, rows: high});
			paint(frame().join('\n'));
		}
		await emulator.settled();
		expect(emulator.lines().slice(0, 2)).toEqual(['one', 'two']);
		expect(emulator.screen().filter(line => line.startsWith('x'))).toEqual(frame());
	},
);
