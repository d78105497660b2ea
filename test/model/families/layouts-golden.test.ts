import {describe, expect, test} from 'vitest';
import type {CodeId, TokenId} from '../../../src/decoder/ids.ts';
import {pictureA, promptA, questionA, type TokensA, templateA, withNewlines} from '../../../src/model/families/a/layout.ts';
import {questionM, type TokensM, templateM} from '../../../src/model/families/m/layout.ts';
import golden from '../../golden/layouts.json' with {type: 'json'};

const id = (value: number) => value as TokenId;
const codes = (from: number, count: number) => Array.from({length: count}, (_, index) => (from + index) as CodeId);
const ids = (values: readonly number[]) => values.map(id);

describe('family A', () => {
	const tokens: TokensA = {
		newline: id(126_084),
		imageStart: id(126_349),
		imageEnd: id(126_350),
		answerStart: id(126_354),
		answerEnd: id(126_355),
		mask: id(126_336),
		codeOffset: 126_356,
	};
	const input = {rows: 2, columns: 3, codes: codes(0, 6)};
	const shape = {grid: {rows: 3, columns: 2}, textLength: 4};

	test('rows of a picture end with a newline, the last one too when it is short', () => {
		for (const {sequence, W, new_number, result} of golden.add_break_line)
			expect(withNewlines(ids(sequence), W, id(new_number))).toEqual(result);
	});

	test('the prompt is that of the released code', () => {
		const {ti2ti, system_prompt_used_by_inference: system} = golden.prompt_strings;
		expect(promptA('edit', 'X')).toBe(ti2ti.input_prompt.replace('{SYSTEM}', system).replace('{PROMPT}', 'X'));
		expect(promptA('edit')).toBe(ti2ti.uncon_text.replace('{SYSTEM}', system));
		expect(promptA('generate', 'X')).toContain(golden.prompt_strings.templates.image_generation);
	});

	test('an edit is laid out as the released code does', () => {
		const expected = golden.layout_a_inference_edit;
		const template = templateA(tokens, {prompt: ids(expected.prompt_ids), input, ...shape});
		expect(template.ids).toEqual(expected.input_ids);
		expect(template.positions).toEqual(expected.input_ids.map((_, index) => index));
		expect(template.text).toEqual([31, 32, 33, 34]);
		expect(template.image).toEqual([21, 22, 24, 25, 27, 28]);
		expect(questionA(tokens, ids(expected.uncon_text_ids), input)).toEqual(expected.uncon_text);
		expect(questionA(tokens, ids(expected.prompt_ids))).toEqual(expected.uncon_image);
	});

	test('text-to-image is laid out as the released code was trained', () => {
		const prompt = ids(golden.layout_a_inference_edit.prompt_ids);
		expect(templateA(tokens, {prompt, ...shape}).ids).toEqual(golden.layout_a_inference_t2i_reason.input_ids);
	});

	test('with the answer filled in it is a training example', () => {
		const {case2_t2i_with_text: generate, case3_edit_with_text: edit, case2_t2i_uncond: without} = golden.layout_a_training;
		const words = ids([1001, 1005, 1002]);
		const answer = [tokens.answerStart, ...pictureA(tokens, {rows: 3, columns: 2, codes: codes(100, 6)}), ...words, tokens.answerEnd];
		const prompt = ids(generate.ids.slice(0, 9));
		expect([...questionA(tokens, prompt), ...answer]).toEqual(generate.ids);
		expect([...questionA(tokens, prompt, input), ...answer]).toEqual(edit.ids);
		expect([...questionA(tokens, ids(without.ids.slice(0, 7))), ...answer]).toEqual(without.ids);
	});
});

test('family M is laid out as the released code does', () => {
	const tokens: TokensM = {
		generate: id(126_088),
		edit: id(126_095),
		imageStart: id(126_084),
		imageEnd: id(126_085),
		textStart: id(126_080),
		textEnd: id(126_081),
		mask: id(126_336),
		codeOffset: 126_349,
	};
	const expected = golden.layout_m_interleave;
	const question = questionM(tokens, ids([11, 12, 13]), {codes: codes(5, 4), count: 4});
	expect(question).toEqual(expected.input_ids);
	const template = templateM(tokens, {question, grid: {rows: 2, columns: 2}, textLength: 6});
	expect(template.ids).toEqual(expected.initial_combined);
	expect(template.image).toEqual([13, 14, 15, 16]);
	expect(template.text).toEqual([19, 20, 21, 22, 23]);
	expect(questionM(tokens, ids([11]), {count: 2})).toEqual([126_088, 126_084, 0, 0, 126_085, 126_080, 11, 126_081]);
});
