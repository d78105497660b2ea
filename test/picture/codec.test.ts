import {expect, test} from 'vitest';
import {decodeImage, encodePng, rasterizeSvg, upscaleNearest} from '../../src/picture/codec.ts';

test('an SVG is drawn at the asked size', async () => {
	const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><rect width="1" height="2" fill="#f00"/></svg>';
	const {width, height, rgba} = await rasterizeSvg(svg, 4, 2);
	expect({width, height, length: rgba.length}).toEqual({width: 4, height: 2, length: 32});
	expect([...rgba.subarray(0, 16)]).toEqual([255, 0, 0, 255, 255, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0]);
});

test('pixels come back from a PNG as they were', async () => {
	const rgb = Uint8Array.from({length: 5 * 3 * 3}, (_, index) => (index * 37) % 256);
	const back = await decodeImage(await encodePng({width: 5, height: 3, rgb}), 'test.png');
	expect({...back, rgb: [...back.rgb]}).toEqual({width: 5, height: 3, rgb: [...rgb]});
});

test('an enlarged pixel is a block', () => {
	const {width, height, rgb} = upscaleNearest({width: 2, height: 1, rgb: Uint8Array.from([1, 2, 3, 4, 5, 6])}, 2);
	expect({width, height}).toEqual({width: 4, height: 2});
	expect([...rgb]).toEqual([1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6, 1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]);
});
