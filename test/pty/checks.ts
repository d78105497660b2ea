import {expect} from 'vitest';
import {linesBefore, type PtyResult} from './pty-run.ts';

/** Modes of the terminal that the screen switches, and how they must be left; it may touch no other. */
const leftAs: Readonly<Record<string, string>> = {7: 'h', 25: 'h', 1002: 'l', 1006: 'l', 2004: 'l', 2026: 'l'};

// Sequences are found by their parts, since a pattern may hold no escape character.
const csi = (output: string) => output.split('\u001B[').slice(1);

/** What holds of every run, however it ended: the terminal is as it was, and so is what stood in it. */
export function expectRestored({output, emulator, settings}: PtyResult, what: string): void {
	expect(settings.after, `${what}: settings`).toBe(settings.before);
	expect(modesLeft(output), `${what}: modes`).toEqual({});
	expect(forbidden(output), `${what}: sequences`).toEqual([]);
	expect(emulator.fired, `${what}: fired`).toEqual([]);
	const lines = emulator.lines();
	const first = lines.indexOf('line 1');
	const before = Array.from({length: linesBefore}, (_, index) => `line ${index + 1}`);
	expect(lines.slice(first, first + linesBefore), `${what}: scrollback`).toEqual(before);
	expect(emulator.isPlain('the end'), `${what}: colours`).toBe(true);
}

/** Modes that are not left as they must be. */
function modesLeft(output: string): Record<string, string> {
	const modes: Record<string, string> = {};
	for (const sequence of csi(output)) {
		const [, numbers = '', state = ''] = /^\?([\d;]+)([hl])/.exec(sequence) ?? [];
		for (const number of numbers.split(';').filter(Boolean)) modes[number] = state;
	}
	return Object.fromEntries(Object.entries(modes).filter(([number, state]) => leftAs[number] !== state));
}

/** Sequences that erase the scrollback or the window, or need an answer. */
const forbidden = (output: string): string[] =>
	csi(output).flatMap(sequence => /^(?:[23]J|\?(?:47|1047|1049)[hl]|6n|c|s|r)/.exec(sequence)?.[0] ?? []);

/** Rows of every frame that was painted. */
export function frameRows(output: string): number[] {
	const frames = output.split('\u001B[?2026h').slice(1);
	return frames.map(frame => (frame.split('\u001B[?2026l')[0] ?? '').split('\n').length - 1);
}
