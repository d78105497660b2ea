import {expect, test} from 'vitest';
import {itermInTmux, kittyInTmux, throughTmux} from '../../../src/ui/terminal/through-tmux.ts';

const png = Uint8Array.from({length: 7000}, (_, index) => index);

test('what is handed through has every escape doubled', () => {
	expect(throughTmux('\u001B_Gx\u001B\\')).toBe('\u001BPtmux;\u001B\u001B_Gx\u001B\u001B\\\u001B\\');
});

test('a Kitty around tmux gets the whole file, and tmux the text that stands for it', () => {
	// Patterns may hold no escape character.
	const text = kittyInTmux(png, {columns: 12, rows: 5}, 7).replaceAll('\u001B', '^');
	const pieces = [...text.matchAll(/\^Ptmux;\^\^_G([^;]*);([^^]*)\^\^\\\^\\/g)];
	expect(Buffer.from(pieces.map(([, , data]) => data).join(''), 'base64')).toEqual(Buffer.from(png));
	expect(pieces.map(([, head]) => /m=(\d)/.exec(head ?? '')?.[1])).toEqual(['1', '1', '0']);
	const lines = text.slice(text.lastIndexOf('^\\') + 2).split('\n');
	expect(lines).toHaveLength(5);
	expect(new Set(lines).size).toBe(5);
	for (const line of lines) expect(line.match(/\u{10EEEE}/gu)).toHaveLength(12);
});

test('iTerm2 around tmux draws over rows that are kept free', () => {
	const text = itermInTmux(png, {columns: 12, rows: 5});
	expect(text.startsWith('\n'.repeat(5))).toBe(true);
	expect(text).toContain(`height=5`);
	expect(text).toContain(Buffer.from(png).toString('base64'));
});
