import type {CodeId, TokenId} from '../../src/decoder/ids.ts';
import {pictureA, promptA, questionA, systemPromptsA, type TokensA, templateA, withNewlines} from '../../src/model/families/a/layout.ts';
import {questionM, type TokensM, templateM} from '../../src/model/families/m/layout.ts';
import type {CodePicture} from '../../src/model/text/prompt.ts';
import type {Replay} from './schedules.ts';
import {same} from './tally.ts';

const id = (value: number) => value as TokenId;
const a: TokensA = {
	newline: id(126_084),
	imageStart: id(126_349),
	imageEnd: id(126_350),
	answerStart: id(126_354),
	answerEnd: id(126_355),
	mask: id(126_336),
	codeOffset: 126_356,
};
const padding = 126_339;

/** A recorded sequence of family A taken apart, so that it can be put together again. */
function partsOfA(ids: readonly TokenId[]) {
	const border = ids.indexOf(a.answerStart);
	const question = takePicture(ids.slice(0, border === -1 ? ids.length : border));
	const answer = ids.slice(border + 1, ids.indexOf(a.answerEnd));
	return {question, answer: takePicture(answer), outputMasks: answer.filter(token => token === a.mask).length};
}

/** The picture in a stretch of tokens, and the stretch without it. */
function takePicture(tokens: readonly TokenId[]): {readonly rest: TokenId[]; readonly picture?: CodePicture; readonly columns: number} {
	const [start, end] = [tokens.indexOf(a.imageStart), tokens.indexOf(a.imageEnd)];
	if (start === -1) return {rest: [...tokens], columns: 0};
	const inside = tokens.slice(start + 1, end);
	const columns = inside.indexOf(a.newline);
	const codes = inside.filter(token => token !== a.newline).map(token => (token - a.codeOffset) as CodeId);
	return {rest: [...tokens.slice(0, start), ...tokens.slice(end + 1)], picture: {rows: codes.length / columns, columns, codes}, columns};
}

function lieOver(prefix: readonly TokenId[], ids: readonly TokenId[]): TokenId[] {
	return [...prefix, ...ids.slice(prefix.length)];
}

type EditA = {
	readonly prompt_ids: readonly TokenId[];
	readonly uncon_text_ids: readonly TokenId[];
	readonly input_ids: readonly TokenId[];
	readonly uncon_text: readonly TokenId[];
	readonly uncon_image: readonly TokenId[];
	readonly image_start: number;
	readonly text_start: number;
	readonly text_end: number;
	readonly effective_uncond_text: readonly TokenId[];
	readonly effective_uncond_image: readonly TokenId[];
};

type InterleaveM = {
	readonly input_ids: readonly TokenId[];
	readonly uncond_input_ids: readonly TokenId[];
	readonly initial_combined: readonly TokenId[];
	readonly image_start: number;
	readonly text_start: number;
	readonly reserved_token_mapping: Readonly<Record<string, TokenId>>;
};

/** The tables of schedules.json that are about sequences. */
export const layoutTables = {
	add_break_line: (row: {sequence: readonly TokenId[]; W: number; new_number: TokenId; result: readonly number[]}) =>
		same('the tokens', withNewlines(row.sequence, row.W, row.new_number), row.result),

	prompt_strings(row: {
		templates: Readonly<Record<string, string>>;
		ti2ti: {input_prompt: string; uncon_text: string};
		system_prompt_used_by_inference: string;
	}) {
		const {image_generation, image_editing} = row.templates;
		same('the system prompts', systemPromptsA, {generate: image_generation, edit: image_editing});
		const system = row.system_prompt_used_by_inference;
		same('the prompt', promptA('edit', '{PROMPT}'), row.ti2ti.input_prompt.replace('{SYSTEM}', system));
		same('the prompt without text', promptA('edit'), row.ti2ti.uncon_text.replace('{SYSTEM}', system));
	},

	layout_a_training({ids}: {ids: readonly TokenId[]}) {
		const {question, answer} = partsOfA(ids);
		const whole = [
			...questionA(a, question.rest, question.picture),
			a.answerStart,
			...(answer.picture ? pictureA(a, answer.picture) : []),
			...answer.rest,
			a.answerEnd,
		];
		same('the sequence', [...whole, ...Array<number>(ids.length - whole.length).fill(padding)], ids);
	},

	layout_a_inference_edit(row: EditA) {
		const {question, answer} = partsOfA(row.input_ids);
		const {picture: input} = question;
		const grid = {rows: answer.picture?.rows ?? 0, columns: answer.columns};
		const template = templateA(a, {prompt: row.prompt_ids, input, grid, textLength: row.text_end - row.text_start});
		same('the sequence', template.ids, row.input_ids);
		same('where its parts stand', [template.image[0], template.text[0]], [row.image_start, row.text_start]);
		same('the sequence without text', questionA(a, row.uncon_text_ids, input), row.uncon_text);
		same('the sequence without picture', questionA(a, row.prompt_ids), row.uncon_image);
		same('the first laid over', lieOver(row.uncon_text, template.ids), row.effective_uncond_text);
		same('the second laid over', lieOver(row.uncon_image, template.ids), row.effective_uncond_image);
	},

	layout_a_inference_t2i_reason({input_ids: ids}: {input_ids: readonly TokenId[]}) {
		const {question, answer, outputMasks} = partsOfA(ids);
		const grid = {rows: answer.picture?.rows ?? 0, columns: answer.columns};
		const textLength = outputMasks - grid.rows * grid.columns;
		same('the sequence', templateA(a, {prompt: question.rest, grid, textLength}).ids, ids);
	},

	layout_m_interleave(row: InterleaveM) {
		const named = row.reserved_token_mapping;
		const [soi = id(0), eoi = id(0)] = [named['<|soi|>'], named['<|eoi|>']];
		const end = row.input_ids.indexOf(eoi);
		const tokens: TokensM = {
			generate: named['<|t2i|>'] ?? id(0),
			edit: named['<|interleave|>'] ?? id(0),
			imageStart: soi,
			imageEnd: eoi,
			textStart: row.input_ids[end + 1]!,
			textEnd: row.input_ids.at(-1)!,
			mask: row.initial_combined[row.image_start]!,
			codeOffset: 0,
		};
		const codes = row.input_ids.slice(2, end) as readonly number[] as readonly CodeId[];
		const words = row.input_ids.slice(end + 2, -1);
		const question = questionM(tokens, words, {codes, count: codes.length});
		same('the question', question, row.input_ids);
		const blank = questionM(
			tokens,
			words.map(() => tokens.textEnd),
			{count: codes.length},
		);
		same('the one without text and picture', [tokens.edit, ...blank.slice(1)], row.uncond_input_ids);
		const textLength = row.initial_combined.length - row.text_start;
		const side = {rows: 1, columns: codes.length};
		const template = templateM(tokens, {question, grid: side, textLength});
		same('the sequence', template.ids, row.initial_combined);
		same('where its parts stand', [template.image[0], template.text[0]], [row.image_start, row.text_start + 1]);
	},
} satisfies Readonly<Record<string, Replay>>;
