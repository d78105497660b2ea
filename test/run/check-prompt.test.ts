import {expect, test} from 'vitest';
import type {CodeId} from '../../src/decoder/ids.ts';
import {UserError} from '../../src/errors.ts';
import {checkPicture, noticesOf, noticesOfThings} from '../../src/run/check-prompt.ts';
import type {EngineModel} from '../../src/run/engine-model.ts';
import type {Job} from '../../src/run/job.ts';

/** A model that draws cats and kites, knows the words of `known`, and paints every picture in one grey. */
const model = ({draws = true, grey = 100} = {}): EngineModel => {
	const known = ['a', 'red', 'cat', 'kite', 'horse'];
	const facts = {name: 'tiny', digest: '', grid: {rows: 1, columns: 1}, patch: 4};
	const stranger = {
		facts,
		unknownWords: (text: string) =>
			text
				.split(' ')
				.filter(word => !known.includes(word))
				.map(word => ({word, ...(word === 'kiet' && {readAs: 'kite'}), nearest: ['cat']})),
		...(draws && {
			things: {
				names: ['cat', 'kite'],
				isThing: (word: string) => /^(?:cat|kite)$/.test(word),
				wordsIn: (text: string) => text.split(' '),
				nearTo: (word: string) => (word === 'boat' ? ['kite'] : []),
				isNamedIn: (text: string) => /cat|kite|kiet/.test(text),
				lackingIn: (text: string) => text.match(/horse|boat/g) ?? [],
				namedIn: (text: string) =>
					[...text.matchAll(/(the )?(cat|kite)/g)].map(([, the, name = '']) => ({name, isPresumed: the !== undefined})),
				seenIn: (codes: readonly number[]) => (codes.includes(1) ? ['kite'] : []),
				tilesOf: (codes: readonly number[]) => codes.flatMap((code, tile) => (code === 1 ? [tile] : [])),
			},
		}),
		decodeImage: async () => ({width: 4, height: 4, rgb: new Uint8Array(48).fill(grey)}),
	};
	return stranger as unknown as EngineModel;
};

const job = (instruction: string, change: Partial<Job> = {}): Job => ({task: 'gen', instruction, seed: 0, previews: false, ...change});

const failure = (run: () => unknown) => {
	try {
		return run();
	} catch (error) {
		if (error instanceof UserError) return `${error.exitCode}: ${error.message}`;
		throw error;
	}
};

test('a word that was never shown is named, and the run goes on', () => {
	expect(noticesOf(model(), job('a crimson cat'))).toEqual(['tiny does not know "crimson"; nearest words it knows: cat.']);
	expect(noticesOf(model(), job('a red kiet'))).toEqual(['tiny does not know "kiet" and reads it as "kite".']);
	expect(noticesOf(model(), job('a red cat'))).toEqual([]);
});

test('of many unknown words, or long ones, as many are named as people read', () => {
	const words = Array.from({length: 3000}, (_, index) => `w${index}`);
	const notices = noticesOf(model(), job(`a cat ${words.join(' ')}`));
	expect(notices).toHaveLength(21);
	expect(notices.at(-1)).toBe('tiny does not know 2980 more words of the instruction.');
	const long = noticesOf(model(), job(`a cat ${'x'.repeat(1e6)}`));
	expect(long).toEqual([`tiny does not know "${'x'.repeat(60)}…"; nearest words it knows: cat.`]);
	const refused = String(failure(() => noticesOf(model(), job(words.join(' ')))));
	expect(refused).toContain('"w19", 2980 more words');
	expect(refused.length).toBeLessThan(500);
});

test('when nothing is named that the model draws, it says what it draws before any time is spent', () => {
	expect(failure(() => noticesOf(model(), job('a dragon')))).toBe(
		'65: tiny does not know "dragon"; it draws scenes with these things: cat, kite.',
	);
});

test.each([
	['told that it is meant', job('a dragon', {isAgreed: true}), model()],
	['an edit, whose things stand in its picture', job('a red dragon', {task: 'edit'}), model()],
	['words that it knows, though they name no thing', job('a red'), model()],
	['a model without such bounds', job('a dragon'), model({draws: false})],
])('it runs all the same: %s', (_, given, by) => {
	expect(Array.isArray(failure(() => noticesOf(by, given)))).toBe(true);
});

test('a strict job refuses every word that was never shown', () => {
	expect(failure(() => noticesOf(model(), job('a crimson cat', {isStrict: true})))).toBe('65: tiny does not know "crimson".');
});

const input = (value: number) => ({width: 4, height: 4, rgb: new Uint8Array(48).fill(value)});
const seen = async (by: EngineModel, given: Job) => {
	try {
		await checkPicture(by, given, [0 as CodeId]);
		return 'seen';
	} catch (error) {
		return error instanceof UserError ? `${error.exitCode}` : error;
	}
};

test.each([
	['like what the tokenizer makes of it', 'seen', job('x', {task: 'edit', input: input(106)}), model()],
	['unlike it', '65', job('x', {task: 'edit', input: input(170)}), model()],
	['unlike it, but meant', 'seen', job('x', {task: 'edit', input: input(170), isAgreed: true}), model()],
	['unlike it, for a model that sees all', 'seen', job('x', {task: 'edit', input: input(170)}), model({draws: false})],
	['none', 'seen', job('x'), model()],
])('a picture %s: %s', async (_, expected, given, by) => {
	expect(await seen(by, given)).toBe(expected);
});

test.each(['gen', 'edit'] as const)('an everyday thing that it cannot draw is told beside one that it can, and refused alone: %s', task => {
	expect(noticesOf(model(), job('a cat a horse', {task}))).toEqual(['tiny cannot draw "horse".']);
	expect(failure(() => noticesOf(model(), job('a red horse', {task})))).toBe(
		'65: tiny cannot draw "horse"; it draws scenes with these things: cat, kite.',
	);
	expect(noticesOf(model(), job('a horse', {task, isAgreed: true}))).toEqual(['tiny cannot draw "horse".']);
	expect(failure(() => noticesOf(model(), job('a cat a horse', {task, isStrict: true})))).toBe('65: tiny cannot draw "horse".');
});

test('a thing whose word it was never shown either is named once', () => {
	expect(noticesOf(model(), job('a cat a boat'))).toEqual(['tiny does not know "boat"; nearest words it knows: cat.']);
});

test('an edit of nothing but what its picture does not show is refused, and what the picture shows is named', () => {
	const edit = (words: string, isAgreed = false) =>
		failure(() => noticesOfThings(model(), job(words, {task: 'edit', isAgreed}), [1 as CodeId]));
	expect(edit('make the cat red')).toBe('65: The picture shows a kite: there is no cat in it.');
	expect(edit('make the cat red', true)).toEqual(['The picture shows a kite: there is no cat in it.']);
	expect(edit('put the cat below the kite')).toEqual(['The picture shows a kite: there is no cat in it.']);
	expect(edit('put a cat below the kite')).toEqual([]);
	expect(edit('make the kite red')).toEqual([]);
	expect(edit('make it night')).toEqual([]);
	expect(failure(() => noticesOfThings(model(), job('remove the cat'), []))).toBe('65: The picture shows no thing: there is no cat in it.');
	expect(noticesOfThings(model({draws: false}), job('remove the cat'), [])).toEqual([]);
});

test('what is proposed instead has the article of its word', () => {
	const drawing = model();
	if (!drawing.things) throw new Error('It draws things.');
	const things = {...drawing.things, namedIn: () => [{name: 'umbrella', isPresumed: true}]};
	expect(() => noticesOfThings({...drawing, things}, job('remove the umbrella', {task: 'edit'}), [1 as CodeId])).toThrow(
		expect.objectContaining({hint: expect.stringContaining('"add an umbrella"')}),
	);
});

test.each(['thank you', 'undo', 'asdf qwer', 'a dragon', 'ideas sleep'])(
	'an edit that is talk, or in words it does not know, is refused: %s',
	words => {
		expect(failure(() => noticesOf(model(), job(words, {task: 'edit'})))).toBe(`65: \`${words}\` asks for no change that tiny could make.`);
		expect(Array.isArray(failure(() => noticesOf(model(), job(words, {task: 'edit', isAgreed: true}))))).toBe(true);
		expect(Array.isArray(failure(() => noticesOf(model({draws: false}), job(words, {task: 'edit'}))))).toBe(true);
	},
);

test.each([
	['edit', 'Who made you?', '65: `Who made you?` is a question; tiny draws and changes pictures, and answers none.'],
	['gen', 'what is a cat?', '65: `what is a cat?` is a question; tiny draws and changes pictures, and answers none.'],
	['gen', 'hello', '65: `hello` asks for nothing that tiny could draw.'],
	['gen', 'eine rote Katze auf dem Dach', '65: tiny reads English, and `eine rote Katze auf dem Dach` is in another language.'],
	['edit', 'удали кота', '65: tiny reads English, and `удали кота` is in another language.'],
	['edit', 'zoom in', '65: tiny looks at its world in one way: "zoom in" changes nothing.'],
	['edit', 'make the kite black', '65: tiny has no black paint; nearest: purple, blue.'],
	['edit', 'add a boat', '65: tiny cannot draw "boat" (nearest: kite); it draws scenes with these things: cat, kite.'],
] as const)('%s `%s` is refused in one sentence', (task, words, expected) => {
	expect(failure(() => noticesOf(model(), job(words, {task})))).toBe(expected);
	expect(Array.isArray(failure(() => noticesOf(model(), job(words, {task, isAgreed: true}))))).toBe(true);
	expect(Array.isArray(failure(() => noticesOf(model({draws: false}), job(words, {task}))))).toBe(true);
});

test.each([
	['gen', 'a black cat', 'tiny has no black paint; nearest: purple, blue.'],
	['edit', 'make the kite black and the cat red', 'tiny has no black paint; nearest: purple, blue.'],
	['edit', 'replace the kite with a black cat', 'tiny has no black paint; nearest: purple, blue.'],
	['gen', 'two cats', 'tiny draws one of each kind: "two cats" becomes one.'],
	['gen', 'cats and a kite', 'tiny draws one of each kind: "cats" becomes one.'],
	['edit', 'make the cat dance', 'tiny draws each thing in one way: "dance" changes nothing.'],
	['gen', 'a cat in watercolour', 'tiny draws in one style: "watercolour" changes nothing.'],
] as const)('%s `%s` is told what of it changes nothing', (task, words, expected) => {
	expect(noticesOf(model(), job(words, {task}))).toContain(expected);
});

test('one more of a thing that the picture shows already is told', () => {
	const told = (words: string) => noticesOfThings(model(), job(words, {task: 'edit'}), [1 as CodeId]);
	expect(told('add a kite')).toEqual(['The picture shows a kite already, and tiny draws one of each kind.']);
	expect(told('make it a kite')).toEqual([]);
});
