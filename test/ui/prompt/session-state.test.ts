import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createInputReader} from '../../../src/ui/prompt/prompt-input.ts';
import {meaningOf} from '../../../src/ui/prompt/session-commands.ts';
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
const known = {settings: ['quality', 'strict']};
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
	{
		rule: 'undo is undo, with a slash, in capitals and with a word that says nothing',
		from: two,
		typed: ['Undo that\r'],
		effects: [{type: 'show', id: 0}],
	},
	{
		rule: 'redo takes it back',
		from: two,
		typed: ['/undo\r', 'redo\r'],
		effects: [
			{type: 'show', id: 0},
			{type: 'show', id: 1},
		],
	},
	{rule: 'save with a name saves', from: one, typed: ['save foo.png\r'], effects: [{type: 'save', id: 0, file: 'foo.png'}]},
	{rule: 'save as, too', from: one, typed: ['save as foo\r'], effects: [{type: 'save', id: 0, file: 'foo'}]},
	{rule: 'seed 7 is a seed', from: one, typed: ['seed 7\r'], effects: [{type: 'seed', rest: '7'}]},
	{rule: 'a seed that is none is no instruction either', from: one, typed: ['seed 7x\r'], effects: [{type: 'seed', rest: '7x'}]},
	{
		rule: 'n 4 is a count',
		from: one,
		typed: ['n 4\r', '/n 2\r'],
		effects: [
			{type: 'count', rest: '4'},
			{type: 'count', rest: '2'},
		],
	},
	{rule: 'set with a setting sets', from: one, typed: ['set quality fast\r'], effects: [{type: 'set', rest: 'quality fast'}]},
	{rule: 'a file is opened', from: initialSession, typed: ['pics/cat.JPG\r'], effects: [{type: 'load', file: 'pics/cat.JPG'}]},
	{rule: 'open with a file, too', from: one, typed: ['/open my cat.png\r'], effects: [{type: 'load', file: 'my cat.png'}]},
	{
		rule: 'a mask is a file, or off',
		from: one,
		typed: ['/mask m.png\r', 'mask off\r'],
		effects: [
			{type: 'mask', rest: 'm.png'},
			{type: 'mask', rest: 'off'},
		],
	},
	{
		rule: 'the history is of all pictures, those taken back as well',
		from: two,
		typed: ['u\r', '/history\r'],
		effects: [
			{type: 'show', id: 0},
			{type: 'history', ids: [0, 1], current: 0},
		],
	},
	{
		rule: 'an instruction may begin with the word of a command',
		from: one,
		typed: [
			'set the sun\r',
			'open the window\r',
			'mask the sky\r',
			'new balloon\r',
			'seed packets on a table\r',
			'save the whale\r',
			'again but red\r',
		],
		effects: [
			'set the sun',
			'open the window',
			'mask the sky',
			'new balloon',
			'seed packets on a table',
			'save the whale',
			'again but red',
		].map(instruction => ({type: 'make' as const, instruction, from: 0})),
	},
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
] satisfies readonly {rule: string; from: SessionState; typed: readonly string[]; effects: readonly SessionEffect[]}[])(
	'$rule',
	({from, typed, effects}) => {
		expect(type({...from, known}, ...typed).effects).toEqual(effects);
	},
);

test.each([
	{from: initialSession, typed: 'r\r', message: 'There is no picture yet: say what to draw.'},
	{from: one, typed: '/udno\r', message: 'There is no command `/udno`. Did you mean `/undo`?'},
	{from: one, typed: '/teapot now\r', message: 'There is no command `/teapot`. See /help.'},
	{from: one, typed: 'hlep\r', message: 'Did you mean `help`? Say more if it is to be drawn.'},
	{from: one, typed: 'undo the red\r', message: '`undo` stands alone.'},
	{from: one, typed: 'redo\r', message: 'Nothing was taken back.'},
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

test('nothing that begins with a slash is ever drawn', () => {
	fc.assert(
		fc.property(fc.string({maxLength: 40}), text => {
			const line = `/${text.replace(/[\r\n]/g, ' ')}`;
			expect(meaningOf(line, known).type).not.toBe('instruction');
		}),
	);
});

test('what is made after an undo leaves nothing to redo', () => {
	const {state} = type(two, 'u\r');
	expect(type(reduceSession(state, {made: {id: 2, file: 'x.png'}}).state, 'redo\r').effects).toEqual([]);
});

test('Ctrl-R finds an earlier line by a part of it, and older ones; Esc goes back to what was typed', () => {
	const {state} = type(one, 'make it winter\r', 'add a cat\r', 'make it red\r', 'half');
	const search = (...keys: string[]) => type(state, '\u0012', ...keys);
	expect(search('MAKE', '\r').effects).toEqual([{type: 'make', instruction: 'make it red', from: 0}]);
	expect(search('make', '\u0012', '\r').effects).toEqual([{type: 'make', instruction: 'make it winter', from: 0}]);
	expect(search('makx', '\u007F', '\u0005').state.line.text).toBe('make it red');
	expect(search('cat', '\u001B').state.line.text).toBe('half');
	expect(search('nothing like it', '\u0005').state.line.text).toBe('half');
});
