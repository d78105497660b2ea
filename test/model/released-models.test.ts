import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {maskShare} from '../../src/decoder/mask-schedules.ts';
import {maskedOutput} from '../../src/decoder/state.ts';
import {describeModel} from '../../src/model/describe.ts';
import {openModel} from '../../src/model/open.ts';
import layouts from '../golden/layouts.json' with {type: 'json'};
import {releasedFolder} from './released-folder.ts';

const grid = {rows: 4, columns: 3};

describe.each([
	{family: 'a', codeOffset: 126_356, textLength: 20, task: '<user>', grows: 1},
	{family: 'm', codeOffset: 126_349, textLength: 20, task: '<|reserved_token_11|>', grows: 0},
] as const)('family $family', ({family, codeOffset, textLength, task, grows}) => {
	let folder: Awaited<ReturnType<typeof releasedFolder>>;
	beforeAll(async () => {
		folder = await releasedFolder(family);
	});
	afterAll(() => folder[Symbol.asyncDispose]());

	test('a released checkpoint opens by itself, and its sequences are true ones', async () => {
		await using model = await openModel(folder.folder, {grid, textLength: 20});
		expect((await describeModel(folder.folder)).family.name).toBe(family);
		expect(model).toMatchObject({textLength, tokens: {codeOffset, codebookSize: 8192, mask: 126_336}});

		const rgb = Uint8Array.from({length: 64 * 48 * 3}, (_, index) => (index * 7) % 256);
		const inputCodes = await model.encodeImage(rgb, 48, 64);
		const {conditional, withoutText, withoutImage} = model.templatesFor({instruction: 'make it blue', inputCodes});
		expect(conditional.ids).toContain(model.tokenizer.idOf(task));
		expect(conditional.ids.filter(token => inputCodes.some(code => code + codeOffset === token))).toHaveLength(12);
		expect(withoutText?.ids.length).toBeLessThan(conditional.ids.length);
		// Family A's picture goes with its marks and newlines; M's becomes blank tokens.
		expect(conditional.ids.length - withoutImage!.ids.length).toBe(grows * (12 + grid.rows + 2));
		expect(withoutImage!.ids.some(token => inputCodes.some(code => code + codeOffset === token))).toBe(false);
		for (const template of [conditional, withoutText!, withoutImage!]) {
			expect(template.image.map(index => template.ids[index])).toEqual(Array(12).fill(126_336));
			expect(template.text.map(index => template.ids[index])).toEqual(Array(textLength).fill(126_336));
		}

		const request = {rows: [0, 5], uniforms: [0.2, 0.7], temperature: 1, guidanceText: 1, guidanceImage: 0.5};
		const output = maskedOutput(textLength, 12, model.tokens.mask);
		const {text, image} = await model.denoiser({conditional, withoutText: withoutText!, withoutImage: withoutImage!}).predict(output, {
			text: request,
			image: request,
		});
		for (const {id} of text) expect(id).toBeLessThan(codeOffset);
		for (const {id} of image) expect(id).toBeGreaterThanOrEqual(codeOffset);
		const picture = await model.decodeImage(inputCodes, grid.rows, grid.columns);
		expect(picture).toMatchObject({width: 48, height: 64});
	});

	test('too many words for the network are refused, and no words at all', async () => {
		await using model = await openModel(folder.folder);
		expect(model.facts.grid).toEqual({rows: 32, columns: 32});
		expect(() => model.templatesFor({instruction: ''})).toThrow('The instruction is empty');
		expect(() => model.templatesFor({instruction: 'word '.repeat(4000)})).toThrow('this model reads at most 4096');
	});
});

test.each(layouts.m_mask_schedules)('$name leaves $value masked at $t', ({name, t, value}) => {
	expect(Math.abs(maskShare(name, t) - value)).toBeLessThan(2e-7);
});

test('an unknown curve is refused', () => {
	expect(() => maskShare('powder', 0.5)).toThrow('no mask schedule `powder`');
});
