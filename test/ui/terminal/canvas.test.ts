import {expect, test} from 'vitest';
import {createCanvas, type Drawing, markerOf, reasoningSlot} from '../../../src/ui/terminal/canvas.ts';

const [picture, other, reasoning] = [markerOf(), markerOf(1), markerOf(reasoningSlot)];

function filled(frame: readonly string[], drawings: readonly (readonly [slot: number, Drawing])[]): string[] {
	const canvas = createCanvas();
	for (const [slot, drawing] of drawings) canvas.show(drawing, slot);
	return canvas.fill(frame.join('\n')).split('\n');
}

test('a drawing stands in its rows from its marker on, and what is below it stays', () => {
	const lines = ['▀▀', '  '];
	expect(filled(['title', ` ${picture}`, '', 'status'], [[0, {lines, columns: 2, isFull: true}]])).toEqual([
		'title',
		' ▀▀',
		'   ',
		'status',
	]);
});

test.each([
	{rule: 'a shorter text is filled up beside a picture', text: ['ab'], lines: ['▀▀', '▀▀'], frame: [' ab    ▀▀', '       ▀▀']},
	{rule: 'a longer text goes on below a picture', text: ['ab', 'c'], lines: ['▀▀'], frame: [' ab    ▀▀', ' c']},
	{rule: 'a wide letter takes two cells', text: ['家'], lines: ['▀▀'], frame: [' 家    ▀▀', '']},
	{rule: 'colours take none', text: ['\u001B[1mab\u001B[22m'], lines: ['▀▀'], frame: [' \u001B[1mab\u001B[22m    ▀▀', '']},
])('$rule', ({text, lines, frame}) => {
	const drawings = [
		[reasoningSlot, {lines: text, columns: 4, kept: 1}],
		[0, {lines, columns: 2, isFull: true}],
	] as const;
	expect(filled([` ${reasoning}  ${picture}`, ''], drawings)).toEqual(frame);
});

test('pictures beside each other take the cells that are kept free for them, and one that is not drawn yet none of the others', () => {
	const lines = ['▀▀▀', '▀▀▀'];
	expect(filled([`${picture}    ${other}`, '', 'seeds'], [[0, {lines, columns: 3, isFull: true}]])).toEqual(['▀▀▀', '▀▀▀', 'seeds']);
});

test('the rows of the first picture are told as long as it is in the frame', () => {
	const canvas = createCanvas();
	canvas.show({lines: ['▀', '▀'], columns: 1, isFull: true});
	canvas.fill(`${picture}\n\n`);
	expect(canvas.rows()).toBe(2);
	canvas.fill('status');
	expect(canvas.rows()).toBe(0);
});
