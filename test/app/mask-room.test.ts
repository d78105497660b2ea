import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {changedCodes} from '../../src/app/changed-codes.ts';
import {checkRoom, faultOfRoom} from '../../src/app/mask-room.ts';
import {type InputPicture, readInput} from '../../src/app/read-input.ts';
import type {RepaintOption} from '../../src/app/request.ts';
import {encodePng} from '../../src/picture/codec.ts';
import {findModel} from '../../src/store/find-model.ts';

const folder = fileURLToPath(new URL('../../models/storybook', import.meta.url));
const model = await findModel(folder, {bundledFolder: folder});
async function* nothing(): AsyncGenerator<Uint8Array> {}

/** A white picture and the part of it that may change. */
async function inputOf(repaint: RepaintOption | undefined, side = 144): Promise<InputPicture> {
	const file = await encodePng({width: side, height: side, rgb: new Uint8Array(side * side * 3).fill(255)});
	return readInput('x.png', model, {file, repaint, stdin: nothing()});
}
const fault = async (instruction: string, repaint: RepaintOption | undefined) =>
	(await faultOfRoom({instruction}, await inputOf(repaint), folder))?.message;

test.each([
	{
		instruction: 'add a star in the sky',
		repaint: {region: 'bottom'} as const,
		says: 'no room for a star: it would stand in the upper two thirds',
	},
	{instruction: 'add a cat', repaint: {region: 'top'} as const, says: 'no room for a cat: it would stand in the lower two thirds'},
	{
		instruction: 'an umbrella',
		repaint: {box: {x: 0, y: 0, width: 30, height: 144}},
		says: 'no room for an umbrella: it holds no whole cell',
	},
	{instruction: 'add a star in the sky', repaint: {region: 'top'} as const, says: undefined},
	{instruction: 'add a star or a cat', repaint: {region: 'bottom'} as const, says: undefined},
	{instruction: 'add a star above the house', repaint: {region: 'bottom'} as const, says: undefined},
	{instruction: 'add a star', repaint: undefined, says: undefined},
	{instruction: 'make it winter', repaint: {box: {x: 0, y: 0, width: 30, height: 30}}, says: undefined},
])('"$instruction" with $repaint: $says', async ({instruction, repaint, says}) => {
	const found = await fault(instruction, repaint);
	if (says === undefined) expect(found).toBeUndefined();
	else expect(found).toContain(says);
});

test('a part without room is refused with 65, unless it is agreed to', async () => {
	const input = await inputOf({region: 'bottom'});
	await expect(checkRoom({instruction: 'add a star'}, input, folder)).rejects.toMatchObject({exitCode: 65});
	await expect(checkRoom({instruction: 'add a star', isAgreed: true}, input, folder)).resolves.toBeUndefined();
	await expect(checkRoom({instruction: 'add a star'}, undefined, folder)).resolves.toBeUndefined();
});

test('what is painted anew is told in codes, and in pixels of the picture that was given', async () => {
	const part = await changedCodes(await inputOf({box: {x: 96, y: 0, width: 96, height: 96}}, 288), folder);
	expect(part).toMatchObject({count: 36, codes: [2, 3, 8, 9], box: {x: 96, y: 0, width: 96, height: 96}});
	expect((await changedCodes(await inputOf(undefined), folder)).codes).toHaveLength(36);
	const {rgb, width} = part.preview;
	const at = (x: number, y: number) => rgb[3 * (y * width + x)];
	expect([at(0, 0), at(143, 143)]).toEqual([255, 255]);
	expect(new Set([at(49, 1), at(56, 1)])).toEqual(new Set([255, 89]));
});
