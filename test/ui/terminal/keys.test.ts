import {expect, test} from 'vitest';
import {keysIn, runActionsIn} from '../../../src/ui/terminal/keys.ts';

test.each([
	{chunk: 'a', keys: ['a']},
	{chunk: ' .', keys: ['space', '.']},
	{chunk: '\u0003', keys: ['ctrl-c']},
	{chunk: '\r\n\t', keys: ['enter', 'enter', 'tab']},
	{chunk: '\u007F', keys: ['backspace']},
	{chunk: '\u001B', keys: ['escape']},
	{chunk: '\u001B[D\u001BOC', keys: ['left', 'right']},
	{chunk: '\u001B[Ax\u001B[B', keys: ['up', 'x', 'down']},
	{chunk: '\u001B[H\u001B[1~\u001B[7~\u001BOF\u001B[4~', keys: ['home', 'home', 'home', 'end', 'end']},
	{chunk: '\u001Bb', keys: ['alt-b']},
	{chunk: '\u001B\u0003', keys: ['escape', 'ctrl-c']},
	{chunk: '\u001B\u007F', keys: ['alt-backspace']},
	{chunk: '\u001B[3~\u001B[1;5D\u001B[?62;4c\u001B[I', keys: ['delete', 'ctrl-left']},
	{chunk: 'é家', keys: ['é', '家']},
])('the keys in $chunk', ({chunk, keys}) => {
	expect(keysIn(chunk)).toEqual(keys);
});

test.each([
	{chunk: ' ', actions: ['pause'], rule: 'a key does what it says'},
	{chunk: '....', actions: ['step', 'step', 'step', 'step'], rule: 'a key held down repeats'},
	{chunk: 'x', actions: [], rule: 'another does nothing'},
	{chunk: 'a picture of c\r', actions: [], rule: 'pasted text does nothing'},
	{chunk: 'picture\u0003', actions: ['interrupt'], rule: 'but Ctrl-C in it counts'},
	{chunk: '\u001B[D\u001BOC\u001B[H', actions: ['back', 'forward', 'first'], rule: 'arrow keys seek'},
	{chunk: '\u001B[3~', actions: [], rule: 'the end of a sequence is no letter'},
])('$rule', ({chunk, actions}) => {
	expect(runActionsIn(chunk)).toEqual(actions);
});
