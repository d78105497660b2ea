import {expect, test} from 'vitest';
import {createMouse, mouseIn} from '../../../src/ui/steer/mouse.ts';
import {createSteerStore} from '../../../src/ui/steer/steer-store.ts';
import {lookAfter} from '../../fixtures/look.ts';

const press = (column: number, row: number) => `\u001B[<0;${column};${row}M`;
const pull = (column: number, row: number) => `\u001B[<32;${column};${row}M`;
const release = (column: number, row: number) => `\u001B[<0;${column};${row}m`;

test('buttons and the place of the cursor are taken out of the input, and the rest is left', () => {
	expect(mouseIn(`a${press(3, 5)}b${release(3, 5)}\u001B[12;1R`)).toEqual({
		clicks: [{row: 4, column: 2, isPulled: false}],
		cursorRow: 11,
		rest: 'ab',
	});
	expect(mouseIn(`${pull(1, 1)}\u001B[<2;1;1M\u001B[<64;1;1M`).clicks).toEqual([{row: 0, column: 0, isPulled: true}]);
});

test('a click goes to the code under it, wherever the frame stands; the mouse is told of only meanwhile', async () => {
	const written: string[] = [];
	const host = {
		look: async () => lookAfter(40),
		agree: async () => ({written: [], words: [], codes: []}),
		complete: async () => [],
		goOn: async () => {},
	};
	const steer = createSteerStore(host, {
		...{onGone: () => {}, onRefused: () => {}, interrupt: () => {}, suspend: () => {}},
		room: () => ({columns: 70, hasPicture: true}),
	});
	const canvas = {corner: () => ({row: 2, column: 10, frameRows: 20}), rows: () => 12, columns: () => 24};
	const terminal = {write: (text: string) => written.push(text) > 0};
	const mouse = createMouse(steer, {terminal, canvas});
	expect(written).toEqual([]);
	steer.open();
	await new Promise(resolve => setTimeout(resolve));
	expect(written.splice(0).join('')).toBe('\u001B[?1002h\u001B[?1006h');
	// The frame begins in row 5 of the window, and the cursor rests below it, in row 25.
	expect(mouse.hear(`${press(11 + 10 - 10, 8)}x`)).toBe('x');
	expect(written.splice(0)).toEqual(['\u001B[6n']);
	mouse.hear('\u001B[26;1R');
	expect(steer.state()).toMatchObject({focus: 'picture', code: 0});
	mouse.hear(press(11 + 23, 8 + 11));
	mouse.hear('\u001B[26;1R');
	expect(steer.state()?.code).toBe(35);
	mouse.hear(`${press(11, 8)}${pull(11 + 5, 8 + 3)}`);
	mouse.hear('\u001B[26;1R');
	expect(steer.state()).toMatchObject({code: 7, anchor: 0});
	steer.hear('\u001B');
	steer.hear('\u001B');
	expect(written.at(-1)).toBe('\u001B[?1006l\u001B[?1002l');
	mouse[Symbol.dispose]();
	expect(written.filter(text => text.endsWith('l'))).toHaveLength(1);
});
