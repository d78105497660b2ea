import {expect, test} from 'vitest';
import {sixelOf} from '../../../src/ui/terminal/sixel.ts';

/** A sixel sequence drawn: the colour of each pixel, 0 to 100. */
function draw(text: string) {
	const [, width = '', height = '', body = ''] = /^\^Pq"1;1;(\d+);(\d+)([^^]*)\^\\$/.exec(text.replaceAll('\u001B', '^')) ?? [];
	const palette = new Map<string, string>();
	const pixels: string[] = Array.from({length: Number(width) * Number(height)}, () => '');
	let [x, top, colour] = [0, 0, ''];
	for (const [, register, rgb, count = '1', bits, control] of body.matchAll(/#(\d+)(?:;2;(\d+;\d+;\d+))?|(?:!(\d+))?([?-~])|([$-])/g)) {
		if (register !== undefined) {
			colour = register;
			if (rgb !== undefined) palette.set(register, rgb);
		} else if (bits !== undefined) {
			for (let column = 0; column < Number(count); column++, x++)
				for (let row = 0; row < 6; row++)
					if ((bits.charCodeAt(0) - 63) & (1 << row)) pixels[(top + row) * Number(width) + x] = palette.get(colour) ?? '';
		} else {
			x = 0;
			if (control === '-') top += 6;
		}
	}
	return {width: Number(width), height: Number(height), pixels};
}

test('every pixel is drawn once, in the colour that it has', () => {
	const [width, height] = [9, 8];
	const colours = [
		[255, 0, 0],
		[0, 0, 0],
		[255, 255, 255],
	] as const;
	const rgb = Uint8Array.from(Array.from({length: width * height}, (_, pixel) => colours[Math.floor(pixel / 5) % 3]!).flat());
	const drawn = draw(sixelOf({width, height, rgb}));
	expect(drawn).toMatchObject({width, height});
	expect(drawn.pixels).toEqual(
		Array.from({length: width * height}, (_, pixel) => colours[Math.floor(pixel / 5) % 3]!.map(value => (value * 100) / 255).join(';')),
	);
});
