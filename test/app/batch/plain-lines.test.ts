import {expect, test} from 'vitest';
import {parseJobs} from '../../../src/app/batch/parse-list.ts';

test.each([
	['plain lines', 'a cat\n\na dog, a kite\n', ['a cat', 'a dog, a kite']],
	['lines after a byte order mark', '\uFEFFa cat\r\na dog', ['a cat', 'a dog']],
	['one line', 'a cat', ['a cat']],
])('%s are instructions', (_, text, instructions) => {
	expect(parseJobs(text).map(({fields}) => fields)).toEqual(instructions.map(instruction => ({instruction})));
});

test.each(['instruction\na cat', 'seed;Instruction\n7;a cat', 'prompt,seed\na cat,7', 'image\tinstruction\nx.png\ta cat'])(
	'a first line that names columns begins a table: %j',
	text => {
		expect(parseJobs(text)).toHaveLength(1);
	},
);
