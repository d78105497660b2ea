import {expect, test} from 'vitest';
import {nameFrom} from '../../src/app/name-template.ts';

const facts = {task: 'gen', instruction: 'A red kite', seed: 7, model: 'storybook', now: new Date('2026-01-02T03:04:05')};

test('a template tells of the run', () => {
	expect(nameFrom('{slug}-{seed}', facts)).toBe('a-red-kite-7');
});

test.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'colour'])('there is no {%s}', key => {
	expect(() => nameFrom(`{${key}}`, facts)).toThrow(`Unknown field \`{${key}}\` in --name.`);
});
