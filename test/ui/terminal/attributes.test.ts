import {expect, test} from 'vitest';
import {saysSixels} from '../../../src/ui/terminal/attributes.ts';

test.each([
	['\u001B[?62;4;6;22c', true],
	['a cat\u001B[?65;1;4c', true],
	['\u001B[?4;6c', false],
	['\u001B[?62;22;44c', false],
	['4c', undefined],
	['', undefined],
])('%j says of sixels: %s', (chunk, says) => {
	expect(saysSixels(chunk)).toBe(says);
});
