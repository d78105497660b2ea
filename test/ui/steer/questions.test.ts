import {expect, test} from 'vitest';
import {UserError} from '../../../src/errors.ts';
import type {Agreed, Look, Wish} from '../../../src/events/look.ts';
import type {Intervention} from '../../../src/ui/steer/plan.ts';
import {askChanges} from '../../../src/ui/steer/questions.ts';
import {lookAfter} from '../../fixtures/look.ts';

const look = lookAfter(40);

/** The dialogue with someone who answers so, and what became of the run. */
async function talk(answers: readonly string[], {at = look, agreed = {}}: {at?: Look; agreed?: Partial<Agreed>} = {}) {
	const said: string[] = [];
	const wishes: Wish[] = [];
	let gone: readonly Intervention[] | undefined;
	const next = answers.values();
	const hasGone = await askChanges(
		{
			look: async () => at,
			async agree(wish) {
				wishes.push(wish);
				if (wish.type === 'write' && wish.text === 'qqq')
					throw new UserError('The model does not know "qqq".', {hint: 'Take other words.'});
				const own =
					wish.type === 'write'
						? {written: [{row: wish.word.row, id: 9}]}
						: wish.type === 'mask'
							? {words: wish.rows}
							: {instruction: wish.text};
				return {written: [], words: [], codes: [], ...own, ...agreed};
			},
			complete: async () => [],
			async goOn(changes) {
				gone = changes;
			},
		},
		{say: line => said.push(line), ask: async () => next.next().value},
	);
	return {said, wishes, gone, hasGone};
}

test('it says where the run is held, and which words the model is unsure of', async () => {
	const {said, hasGone} = await talk(['leave']);
	expect(said[0]).toMatch(/^Held at step 20 of 23\. It has 23 words\. The model is unsure of: 1 the 42 % sure, 4 dark 42 % sure/);
	expect(said.at(-1)).toBe('All stays as it was.');
	expect(hasGone).toBe(false);
});

test('a word is named by its number or itself, and changed with what says the same unless that is not wanted', async () => {
	const agreed = {
		written: [
			{row: 1, id: 9},
			{row: 2, id: 9},
		],
		codes: [0, 7],
	};
	const {wishes, gone, hasGone} = await talk(['sky', 'moon', 'y', ''], {agreed});
	expect(wishes).toMatchObject([{type: 'write', text: 'moon', word: {row: 1}}]);
	expect(gone).toEqual([
		{type: 'writeWords', words: agreed.written, isLasting: true},
		{type: 'maskCodes', rows: [0, 7]},
	]);
	expect(hasGone).toBe(true);
	const alone = await talk(['2', 'moon', 'n', ''], {agreed});
	expect(alone.gone).toEqual([{type: 'writeWords', words: [{row: 1, id: 9}]}]);
});

test('words are masked and kept, parts of the picture too, and the last change is undone', async () => {
	const {gone} = await talk([
		'2',
		'mask',
		'y',
		'3',
		'keep',
		'picture',
		'1 1 2 2',
		'mask',
		'picture',
		'6 6',
		'keep',
		'4',
		'keep',
		'undo',
		'',
	]);
	const decided = [0, 1, 6, 7].filter(code => look.codes[code] !== null);
	expect(gone).toEqual([
		{type: 'writeWords', words: [{row: 2, id: look.textIds[2]}]},
		{type: 'fixCodes', rows: [35]},
		{type: 'maskWords', rows: [1]},
		{type: 'maskCodes', rows: decided},
	]);
});

test('what goes with another instruction is told, and left where it is not wanted', async () => {
	const answers = ['instruction', 'a green balloon'];
	const {gone} = await talk([...answers, 'y', ''], {agreed: {words: [3], codes: [0]}});
	expect(gone).toEqual([
		{type: 'instruction', instruction: 'a green balloon'},
		{type: 'maskWords', rows: [3]},
		{type: 'maskCodes', rows: [0]},
	]);
	const alone = await talk([...answers, 'n', ''], {agreed: {words: [3], codes: [0]}});
	expect(alone.gone).toEqual([{type: 'instruction', instruction: 'a green balloon'}]);
});

test('instruction and guidance are asked for', async () => {
	const {gone, said} = await talk(['instruction', 'a green balloon', 'guidance', 'much', 'guidance', '3', '']);
	expect(gone).toEqual([
		{type: 'instruction', instruction: 'a green balloon'},
		{type: 'guidance', guidanceText: 3},
	]);
	expect(said).toContain('Guidance is a number from 0 to 100, not much.');
});

test('what cannot be is said, and the next question comes', async () => {
	const {said, gone} = await talk(['zebra', '2', 'qqq', 'picture', '9 9', '']);
	expect(said).toContain('There is no word zebra. Say list to hear the words.');
	expect(said).toContain('The model does not know "qqq". Take other words.');
	expect(said).toContain('That is no part of the picture.');
	expect(gone).toEqual([]);
});

test('the end of the input leaves all as it was', async () => {
	const {gone, hasGone} = await talk([]);
	expect(gone).toBeUndefined();
	expect(hasGone).toBe(false);
});
