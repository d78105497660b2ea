import {execFileSync} from 'node:child_process';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {shellWord} from '../src/shell-word.ts';

const asked = (word: string) => execFileSync('/bin/sh', ['-c', `printf %s ${shellWord(word, 'linux')}`], {encoding: 'utf8'});

test.each(["c';touch PWNED;'.png", '$(id)', '`id`', 'a b', '~/x', '*', 'a\nb', '!x', '', '#x', '{a,b}', '\\', '"', 'ä‘’'])(
	'a shell reads %j as one word',
	word => {
		expect(asked(word)).toBe(word);
	},
);

test('any word is one word to a shell, and plain ones stay readable', () => {
	fc.assert(
		fc.property(
			fc.string({unit: 'binary'}).filter(text => !text.includes('\0') && Buffer.from(text).toString() === text && !text.startsWith('-')),
			word => {
				expect(asked(word)).toBe(word);
			},
		),
		{numRuns: 50},
	);
	expect(shellWord('a/b-c_1.png', 'linux')).toBe('a/b-c_1.png');
	expect(shellWord('-rf', 'linux')).toBe("'./-rf'");
});

test('PowerShell doubles every kind of quote that ends a string for it', () => {
	expect(shellWord("it's ‘so’", 'win32')).toBe("'it''s ‘‘so’’'");
	expect(shellWord('C:/a/b.png', 'win32')).toBe('C:/a/b.png');
	expect(shellWord('C:\\a b', 'win32')).toBe("'C:\\a b'");
});
