import {expect, test} from 'vitest';
import {createPromptPainter} from '../../../src/ui/prompt/prompt-painter.ts';
import {createTerminal} from '../../fixtures/fake-terminal.ts';

const frame = (lines: readonly string[], row = 0, column = 3) => ({lines, cursor: {row, column}});

test('the cursor stands where the next character goes, and the prompt is painted in place', () => {
	const terminal = createTerminal();
	terminal.write('before\r\n');
	const painter = createPromptPainter(terminal);
	painter.paint(frame([' > a', 'commands'], 0, 4));
	terminal.write('X');
	expect(terminal.text()).toBe('before\n > aX\ncommands');
	painter.paint(frame([' > ab', ' c', 'commands'], 1, 2));
	terminal.write('X');
	expect(terminal.text()).toBe('before\n > ab\n cX\ncommands');
	painter.paint(frame([' > ab', ' c', 'commands'], 0, 0));
	terminal.write('X');
	expect(terminal.text()).toBe('before\nX> ab\n cX\ncommands');
	expect(terminal.unknown).toEqual([]);
});

test('taken away, it leaves its place to what is written next', () => {
	const terminal = createTerminal();
	const painter = createPromptPainter(terminal);
	painter.paint(frame(['one', 'two', 'three'], 1, 3));
	painter.erase();
	terminal.write('after\r\n');
	painter.erase();
	expect(terminal.text()).toBe('after');
});

test('after something else was written it comes again below', () => {
	const terminal = createTerminal();
	const painter = createPromptPainter(terminal);
	painter.paint(frame(['> a', 'commands'], 0, 3));
	terminal.write('\r\n\nstopped\r\n');
	painter.repeat();
	terminal.write('X');
	expect(terminal.text()).toBe('> a\ncommands\nstopped\n> aX\ncommands');
});
