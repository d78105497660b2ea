import {expect, test} from 'vitest';
import {progressLine} from '../../../src/cli/terminal/progress-line.ts';

/** What is written in a minute when something is shown every tenth of a second, and a note after half of it. */
function minute(stream: {readonly isTTY?: boolean; readonly columns?: number}, isQuiet = false) {
	const written: string[] = [];
	let clock = 0;
	const line = progressLine({...stream, write: text => written.push(text)}, {isQuiet, now: () => clock});
	for (let count = 0; count < 600; count++, clock += 100) {
		line.show(() => `${count} of 600 \u001b[31m`);
		if (count === 300) line.note('half');
	}
	line[Symbol.dispose]();
	return written;
}

test('a log gets a line every ten seconds', () => {
	const lines = minute({}).join('').trimEnd().split('\n');
	expect(lines).toEqual(['100 of 600 [31m', '200 of 600 [31m', '300 of 600 [31m', 'half', '400 of 600 [31m', '500 of 600 [31m']);
});

test('a terminal gets one line that changes, never wider than it, and none in the end', () => {
	const written = minute({isTTY: true, columns: 9});
	expect(written.length).toBeGreaterThan(250);
	for (const text of written.filter(each => each.startsWith('\r'))) expect(text.replaceAll('\r', '').length).toBeLessThanOrEqual(8);
	expect(written.filter(text => text.includes('\n'))).toEqual(['half\n']);
	expect(written.at(-1)).toMatch(/^\r +\r$/);
});

test('who wants quiet gets none', () => {
	expect(minute({}, true)).toEqual([]);
});
