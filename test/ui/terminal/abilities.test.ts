import {expect, test} from 'vitest';
import {breaksLines, colourLevel, hasAsciiLocale, hasScreen, screenRates} from '../../../src/ui/terminal/abilities.ts';

const tty = {isTTY: true, columns: 80, rows: 24};

test.each([
	{env: {TERM: 'xterm-256color'}, level: 2, rule: 'TERM names 256 colours'},
	{env: {TERM: 'xterm'}, level: 1, rule: 'a plain terminal has sixteen'},
	{env: {TERM: 'xterm', COLORTERM: 'truecolor'}, level: 3, rule: 'COLORTERM promises all'},
	{env: {TERM: 'xterm', WT_SESSION: 'x'}, level: 3, rule: 'Windows Terminal has all'},
	{env: {TERM: 'xterm-kitty'}, level: 3, rule: 'kitty has all'},
	{env: {TERM: 'dumb', COLORTERM: 'truecolor'}, level: 0, rule: 'a dumb terminal has none'},
	{env: {TERM: 'xterm', COLORTERM: 'truecolor', NO_COLOR: '1'}, level: 0, rule: 'NO_COLOR wins'},
	{env: {TERM: 'xterm', NO_COLOR: '', COLORTERM: '24bit'}, level: 3, rule: 'an empty NO_COLOR says nothing'},
	{env: {TERM: 'xterm', FORCE_COLOR: '3'}, level: 3, rule: 'FORCE_COLOR raises the level'},
	{env: {TERM: 'xterm', COLORTERM: 'truecolor', FORCE_COLOR: '1'}, level: 3, rule: 'FORCE_COLOR lowers nothing'},
	{env: {TERM: 'xterm-256color', FORCE_COLOR: '0'}, level: 0, rule: 'but 0 is none'},
	{env: {TERM: 'screen', STY: '1.pts', COLORTERM: 'truecolor'}, level: 1, rule: 'screen does not pass all colours on'},
	{env: {TERM: 'screen.xterm-256color', STY: '1.pts', COLORTERM: 'truecolor'}, level: 2, rule: 'but 256'},
	{env: {TERM: 'tmux-256color', TMUX: '/tmp/x', COLORTERM: 'truecolor'}, level: 3, rule: 'tmux does'},
	{env: {TERM: 'xterm', NO_COLOR: '1'}, chosen: 2 as const, level: 2, rule: 'what the user chose here wins over all'},
])('colours: $rule', ({env, level, ...rest}) => {
	expect(colourLevel({env, terminal: tty}, 'chosen' in rest ? rest.chosen : undefined)).toBe(level);
});

test('a pipe has no colours unless forced', () => {
	expect(colourLevel({env: {TERM: 'xterm-256color'}, terminal: {}})).toBe(0);
	expect(colourLevel({env: {TERM: 'xterm-256color', FORCE_COLOR: '1'}, terminal: {}})).toBe(1);
});

test.each([
	{terminal: tty, env: {TERM: 'xterm'}, has: true, rule: 'a real window'},
	{terminal: {...tty, isTTY: false}, env: {TERM: 'xterm'}, has: false, rule: 'a pipe'},
	{terminal: {...tty, columns: 0, rows: 0}, env: {TERM: 'xterm'}, has: false, rule: 'a window without a size'},
	{terminal: {...tty, rows: 5}, env: {TERM: 'xterm'}, has: false, rule: 'a window that is too low'},
	{terminal: tty, env: {TERM: 'dumb'}, has: false, rule: 'a dumb terminal'},
	{terminal: tty, env: {TERM: 'xterm', CI: 'true'}, has: false, rule: 'a CI'},
	{terminal: tty, env: {TERM: 'xterm', CI: 'false'}, has: true, rule: 'CI=false'},
])('the screen: $rule: $has', ({terminal, env, has}) => {
	expect(hasScreen({env, terminal}, {columns: 20, rows: 6})).toBe(has);
});

test.each([
	{env: {LANG: 'en_US.UTF-8'}, isAscii: false},
	{env: {LANG: 'C.utf8'}, isAscii: false},
	{env: {LANG: 'C'}, isAscii: true},
	{env: {LANG: 'en_US.UTF-8', LC_ALL: 'POSIX'}, isAscii: true},
	{env: {}, isAscii: false},
	{env: {LANG: 'C'}, platform: 'win32', isAscii: false},
])('the locale $env shows ASCII only: $isAscii', ({isAscii, ...given}) => {
	expect(hasAsciiLocale({...given, terminal: tty})).toBe(isAscii);
});

test('a remote line gets fewer frames, and fewer bytes', () => {
	expect(screenRates({env: {}, terminal: tty}, false)).toEqual({maxFps: 10, bytesPerSecond: 140_000, previewEveryMs: 400});
	expect(screenRates({env: {SSH_CONNECTION: '1.2.3.4'}, terminal: tty}, false)).toEqual({
		maxFps: 2,
		bytesPerSecond: 30_000,
		picture: {rows: 34, bytes: 24_000},
		previewEveryMs: 500,
	});
	expect(screenRates({env: {}, terminal: tty}, true)).toMatchObject({maxFps: 1, previewEveryMs: 1000});
});

test.each([
	{env: {TERM: 'xterm-256color'}, breaks: true, rule: 'most terminals'},
	{env: {TERM: 'xterm-256color', XTERM_VERSION: 'XTerm(390)'}, breaks: false, rule: 'xterm'},
	{env: {TERM: 'screen', STY: '1.pts'}, breaks: false, rule: 'screen'},
	{env: {TERM: 'screen', XTERM_VERSION: 'XTerm(390)', TMUX: '/tmp/x'}, breaks: true, rule: 'tmux, wherever it runs'},
])('lines are broken again in a narrower window by $rule: $breaks', ({env, breaks}) => {
	expect(breaksLines(env)).toBe(breaks);
});
