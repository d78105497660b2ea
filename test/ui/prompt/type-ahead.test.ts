import fc from 'fast-check';
import {expect, test} from 'vitest';
import {emptyLine} from '../../../src/ui/prompt/line-editor.ts';
import {createInputReader} from '../../../src/ui/prompt/prompt-input.ts';
import {noTypeAhead, reduceTypeAhead, type TypeAheadState} from '../../../src/ui/prompt/type-ahead.ts';
import {isKeyBesideTyping, runActionOf} from '../../../src/ui/terminal/keys.ts';

/** What typing does, chunk by chunk, so many milliseconds apart. */
function type(chunks: readonly string[], {apartMs = 100, from = noTypeAhead}: {apartMs?: number; from?: TypeAheadState} = {}) {
	const read = createInputReader();
	let state = from;
	const keys: string[] = [];
	for (const [index, chunk] of chunks.entries()) {
		for (const input of read(chunk)) {
			const step = reduceTypeAhead(state, input, isKeyBesideTyping, index * apartMs);
			state = step.state;
			keys.push(...step.keys);
		}
	}
	const actions = keys.flatMap(key => runActionOf(key) ?? []);
	return {text: state.line.text, waiting: state.waiting, actions};
}

const pangram = 'quick brown foxes jump over the lazy dog.?+-=_ph';

test('an instruction with every letter of the alphabet stops nothing and holds nothing, key by key and at once', () => {
	for (const chunks of [
		[...pangram, '\r'],
		[pangram, '\r'],
	]) {
		expect(type(chunks)).toEqual({text: '', waiting: [pangram], actions: []});
	}
});

test('whatever letters begin a line, they are all in it, and no toggle stays pressed', () => {
	const line = fc.stringMatching(/^[a-z]{2,8}( [a-z]{1,6}){0,4}$/).filter(text => !/^(.)\1/.test(text));
	fc.assert(
		fc.property(line, text => {
			const {waiting, actions} = type([...text, '\r']);
			expect(waiting).toEqual([text]);
			// A letter that is a key acts and is taken back.
			expect(actions.every(action => actions.filter(other => other === action).length % 2 === 0)).toBe(true);
			expect(actions.filter(action => action !== 'picture' && action !== 'help')).toEqual([]);
		}),
	);
});

test('while nothing is typed, keys act', () => {
	expect(type([' ', '.', '+', '-', '?', 'p']).actions).toEqual(['pause', 'step', 'larger', 'smaller', 'help', 'picture']);
	expect(type(['p', 'p', '++++']).actions).toEqual(['picture', 'picture', 'larger', 'larger', 'larger', 'larger']);
});

test('a key pressed long before a line is no part of it', () => {
	expect(type(['p', 'a cat\r'], {apartMs: 3000})).toEqual({text: '', waiting: ['a cat'], actions: ['picture']});
	expect(type(['p', 'h', 'oto\r'])).toEqual({text: '', waiting: ['photo'], actions: ['picture', 'picture']});
	expect(type(['p', 'aint it\r'])).toEqual({text: '', waiting: ['paint it'], actions: ['picture', 'picture']});
});

test('only Ctrl-C, and Esc where nothing is typed, stop', () => {
	expect(type(['a c', '\u001B']).actions).toEqual([]);
	expect(type(['a c', '\u001B', '\u001B']).actions).toEqual(['stop']);
	expect(type(['a c', '\u0003']).actions).toEqual(['interrupt']);
	const letters = fc.string({unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,/+-?')});
	fc.assert(
		fc.property(letters, text => {
			const {actions} = type([...text, '\r']);
			expect(actions.filter(action => action === 'stop' || action === 'interrupt' || action === 'leave')).toEqual([]);
		}),
	);
});

test('lines wait in their order, and earlier ones can be called back', () => {
	const from = {...noTypeAhead, line: {...emptyLine, history: ['make it winter'], place: 1}};
	expect(type(['a cat\r', '/undo\r', '\u001B[A', '\u001B[A', '\u001B[A', '\r'], {from}).waiting).toEqual([
		'a cat',
		'/undo',
		'make it winter',
	]);
});

test('pasted lines are one line', () => {
	expect(type(['\u001B[200~a cat\r\non a mat\u001B[201~', '\r']).waiting).toEqual(['a cat on a mat']);
});
