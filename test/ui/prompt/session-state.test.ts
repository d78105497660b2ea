import {expect, test} from 'vitest';
import {createInputReader} from '../../../src/ui/prompt/prompt-input.ts';
import {initialSession, reduceSession, type SessionEffect, type SessionState} from '../../../src/ui/prompt/session-state.ts';

/** What typing does. Everything that is done is done at once, as far as the state is concerned. */
function type(from: SessionState, ...chunks: string[]): {state: SessionState; effects: SessionEffect[]} {
	const read = createInputReader();
	let state = from;
	const effects: SessionEffect[] = [];
	for (const input of chunks.flatMap(read)) {
		const step = reduceSession(state, input);
		state = step.state;
		if (step.effect) effects.push(step.effect);
	}
	return {state, effects};
}
const withPictures = (...files: (string | undefined)[]): SessionState =>
	files.reduce<SessionState>((state, file, id) => reduceSession(state, {made: {id, file}}).state, initialSession);
const one = withPictures('cat.png');
const two = withPictures('cat.png', 'winter.png');

test.each([
	{rule: 'the first instruction draws', from: initialSession, typed: ['a cat\r'], effects: [{type: 'make', instruction: 'a cat'}]},
	{
		rule: 'the next one changes the current picture',
		from: two,
		typed: [' make it winter \r'],
		effects: [{type: 'make', instruction: 'make it winter', from: 1}],
	},
	{rule: 'r makes it again', from: two, typed: ['r\r'], effects: [{type: 'reroll', id: 1}]},
	{rule: 'o opens it', from: one, typed: ['o\r'], effects: [{type: 'open', id: 0}]},
	{rule: 'u goes back to the one before', from: two, typed: ['u', '\r'], effects: [{type: 'show', id: 0}]},
	{rule: 's with a name saves', from: one, typed: ['s my cat.png\r'], effects: [{type: 'save', id: 0, file: 'my cat.png'}]},
	{rule: 's alone asks for one', from: one, typed: ['s\r', '\u0015x.png\r'], effects: [{type: 'save', id: 0, file: 'x.png'}]},
	{rule: 'no name saves nothing', from: one, typed: ['s\r', '\u0015\r'], effects: []},
	{rule: 'n draws another', from: one, typed: ['n\r', 'a dog\r'], effects: [{type: 'make', instruction: 'a dog'}]},
	{rule: 'n with an instruction, too', from: one, typed: ['n a dog\r'], effects: [{type: 'make', instruction: 'a dog'}]},
	{rule: 'Esc takes n back', from: one, typed: ['n\r', '\u001B', 'x\r'], effects: [{type: 'make', instruction: 'x', from: 0}]},
	{rule: 'an empty line does nothing', from: one, typed: ['\r', '  \r'], effects: []},
	{rule: 'q leaves', from: one, typed: ['q\r'], effects: [{type: 'leave', reason: 'quit'}]},
	{rule: 'quit and exit do, too', from: initialSession, typed: ['exit\r'], effects: [{type: 'leave', reason: 'quit'}]},
	{rule: 'Ctrl-D leaves an empty line', from: one, typed: ['\u0004'], effects: [{type: 'leave', reason: 'quit'}]},
	{rule: 'Ctrl-D in a line deletes', from: one, typed: ['ax\u0001\u0004\r'], effects: [{type: 'make', instruction: 'x', from: 0}]},
	{
		rule: 'Ctrl-C drops the line, then leaves',
		from: one,
		typed: ['a', '\u0003', '\u0003'],
		effects: [{type: 'leave', reason: 'interrupt'}],
	},
	{rule: 'Ctrl-C at a name asks for an instruction', from: one, typed: ['s\r', '\u0003', 'o\r'], effects: [{type: 'open', id: 0}]},
	{rule: 'Ctrl-Z stops the process', from: one, typed: ['a\u001A'], effects: [{type: 'suspend'}]},
	{
		rule: 'an instruction may begin with the letter of a command',
		from: one,
		typed: ['r u sure\r', 'O dear\r'],
		effects: [
			{type: 'make', instruction: 'r u sure', from: 0},
			{type: 'make', instruction: 'O dear', from: 0},
		],
	},
] as const satisfies readonly {rule: string; from: SessionState; typed: readonly string[]; effects: readonly SessionEffect[]}[])(
	'$rule',
	({from, typed, effects}) => {
		expect(type(from, ...typed).effects).toEqual(effects);
	},
);

test.each([
	{from: initialSession, typed: 'r\r', message: 'There is no picture yet: say what to draw.'},
	{from: initialSession, typed: 's x.png\r', message: 'There is no picture yet: say what to draw.'},
	{from: one, typed: 'u\r', message: 'There is nothing before this picture; n draws a new one.'},
	{from: withPictures(undefined), typed: 'o\r', message: 'This picture is not saved yet: save it with s, then it can be opened.'},
])('$typed where it cannot be done says why', ({from, typed, message}) => {
	const {state, effects} = type(from, typed);
	expect({message: state.message, effects}).toEqual({message, effects: []});
	expect(type(state, 'x').state.message).toBeUndefined();
});

test('undo makes the picture before the current one; what comes then is made from it', () => {
	const {effects} = type(two, 'u\r', 'make it green\r');
	expect(effects.at(-1)).toEqual({type: 'make', instruction: 'make it green', from: 0});
});

test('an unsaved picture is not left behind at the first word, and is at the second', () => {
	const first = type(withPictures(undefined), 'q\r');
	expect(first.effects).toEqual([]);
	expect(first.state.message).toContain('is not saved');
	expect(type(first.state, 'q\r').effects).toEqual([{type: 'leave', reason: 'quit'}]);
	const saved = reduceSession(first.state, {saved: {id: 0, file: 'x.png'}}).state;
	expect(type(saved, '\u0004').effects).toEqual([{type: 'leave', reason: 'quit'}]);
});

test('instructions come back with the up key, commands do not', () => {
	const {state} = type(one, 'make it winter\r', 'r\r', 'q\r');
	expect(type(state, '\u001B[A').state.line.text).toBe('make it winter');
});

test('what was too long to paste is said', () => {
	const {state} = type(initialSession, `\u001B[200~${'long '.repeat(3000)}\u001B[201~`);
	expect(state.line.text).toHaveLength(10_000);
	expect(state.message).toBe('No more than 10000 characters fit.');
});
