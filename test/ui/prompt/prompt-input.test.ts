import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createInputReader, type Input} from '../../../src/ui/prompt/prompt-input.ts';

const paste = (text: string) => `\u001B[200~${text}\u001B[201~`;
const textOf = (inputs: readonly Input[]) => inputs.map(input => ('text' in input ? input.text : `<${input.key}>`)).join('');

test.each([
	{chunk: 'a cat', inputs: [{text: 'a cat'}], rule: 'letters that come together are one text'},
	{chunk: 'cat\r', inputs: [{text: 'cat'}, {key: 'enter'}], rule: 'Enter at the end is the key'},
	{chunk: 'one\rtwo\r', inputs: [{text: 'one two'}, {key: 'enter'}], rule: 'a line break within a chunk was pasted'},
	{chunk: 'e\u0301\u001B[D\u007F', inputs: [{text: 'e\u0301'}, {key: 'left'}, {key: 'backspace'}], rule: 'keys stand between texts'},
	{chunk: '\u001B', inputs: [{key: 'escape'}], rule: 'an escape alone is the key'},
	{chunk: paste('a\rb\u001B[A'), inputs: [{text: 'a\rb\u001B[A'}], rule: 'nothing in pasted text is a key'},
	{chunk: `x${paste('y')}z\r`, inputs: [{text: 'x'}, {text: 'y'}, {text: 'z'}, {key: 'enter'}], rule: 'marks end a text'},
	{chunk: '\u001B[200~\u001B[201~', inputs: [], rule: 'nothing pasted is nothing'},
])('$rule', ({chunk, inputs}) => {
	expect(createInputReader()(chunk)).toEqual(inputs);
});

test('pasted text is the same however its bytes are cut into chunks', () => {
	const cuts = fc.array(fc.nat(80), {maxLength: 12});
	fc.assert(
		fc.property(fc.string({unit: 'binary', maxLength: 40}), cuts, (text, places) => {
			const pasted = text.replaceAll('\u001B', '');
			const whole = `a${paste(pasted)}b`;
			// A terminal's own sequences come whole at their start.
			const sorted = [0, ...places.filter(at => at > 7 && at < whole.length).sort((a, b) => a - b), whole.length];
			const read = createInputReader();
			const inputs = sorted.slice(1).flatMap((at, index) => read(whole.slice(sorted[index], at)));
			expect(textOf(inputs)).toBe(`a${pasted}b`);
		}),
	);
});
