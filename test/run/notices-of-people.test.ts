import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {voices} from '../../src/bench/voices/voices.ts';
import {UserError} from '../../src/errors.ts';
import {describeModel} from '../../src/model/describe.ts';
import {openThings} from '../../src/model/text/known-nouns.ts';
import {openTokenizer} from '../../src/model/text/tokenizer.ts';
import {unknownWords} from '../../src/model/text/unknown-words.ts';
import {noticesOf, noticesOfThings} from '../../src/run/check-prompt.ts';
import type {EngineModel} from '../../src/run/engine-model.ts';
import {sceneToCodes} from '../../src/world/codes.ts';
import {sampleItem} from '../../src/world/export/export.ts';
import {createRandom} from '../../src/world/random.ts';
import type {Scene} from '../../src/world/scene/scene.ts';
import {parseScene} from '../../src/world/voices/fill.ts';

const folder = new URL('../../models/storybook', import.meta.url).pathname;
const {things: names = [], cannotDraw} = await describeModel(folder);
const tokenizer = await openTokenizer(folder);
const model = {
	facts: {name: 'storybook'},
	unknownWords: (text: string) => unknownWords(tokenizer, text),
	things: openThings(tokenizer, names, cannotDraw),
} as unknown as EngineModel;

/** What is said of a request before its run, a refusal included. */
function said(task: 'gen' | 'edit', instruction: string, scene: Scene | undefined): string {
	try {
		const job = {task, instruction, seed: 0, previews: false};
		const codes = scene && sceneToCodes(scene);
		return [...noticesOf(model, job), ...(codes ? noticesOfThings(model, job, codes as never) : [])].join(' ');
	} catch (error) {
		if (error instanceof UserError) return error.message;
		throw error;
	}
}

test("hardly anything that the world's own grammar says is told, and nothing is refused", () => {
	const exercises = Array.from({length: 800}, (_, seed) => sampleItem(createRandom(seed), {split: 'validation'}));
	// A greeting, though the grammar means the time of day.
	const meant = exercises.filter(({instruction}) => !/^good morning/.test(instruction));
	const told = meant.flatMap(({task, instruction, source}) => {
		const sentence = said(task, instruction, source);
		return sentence === '' ? [] : [`${instruction}: ${sentence}`];
	});
	expect(told.filter(one => /asks for no change|; it draws scenes with|is a question/.test(one))).toEqual([]);
	expect(told.length / meant.length).toBeLessThan(1 / 100);
});

test.each([
	['gen', 'what a queen needs, in the desert'],
	['gen', 'something with a door and a roof under a clear sky'],
	['edit', 'mirror the picture'],
	['edit', 'show it in a mirror'],
	['edit', 'i am missing the maker of honey'],
	['edit', 'could there be something that floats on water'],
	['edit', 'what was once a caterpillar should be in the picture'],
	['edit', 'add something that flies into space'],
	['edit', 'give it the colour of a flamingo'],
	['edit', 'add the small red cat'],
	['edit', 'in december'],
	['edit', 'when the children are in bed'],
	['edit', 'what does it look like after a night of snow?'],
] as const)('a thing may be told by what it does or has: %s %s', (task, instruction) => {
	expect(said(task, instruction, task === 'edit' ? parseScene('meadow, day, clear; small green frog bottom') : undefined)).toBe('');
});

test.each([
	['gen', 'a queen'],
	['gen', 'what about a dragon'],
	['gen', 'what a dragon looks like'],
	['gen', 'what a dragon needs'],
	['gen', 'what a queen looks like'],
	['gen', 'something that eats pizza'],
	['gen', 'something like a dragon'],
	['gen', 'an animal that looks like a horse'],
	['edit', 'add a mirror'],
	['edit', 'add something with a hat and a guitar'],
	['edit', 'put an engine into it'],
	['edit', 'a spider that holds a guitar'],
] as const)('and is still missed where it is asked for itself: %s %s', (task, instruction) => {
	expect(said(task, instruction, undefined)).toMatch(/cannot draw/);
});

test('of requests that can be granted, one in eight is told something before its run, whatever people tell besides', () => {
	const granted = voices.filter(({kind}) => !/^(?:unknown|unknown-gen|absent|count)$/.test(kind));
	const told = granted.filter(({task, instruction, source}) => said(task, instruction, source) !== '');
	expect(granted.length).toBeGreaterThan(450);
	expect(told.length / granted.length).toBeLessThan(1 / 8);
});

test('of forty requests that cannot be granted, none begins in silence', () => {
	const file = new URL('../../bench/people/hundred.json', import.meta.url);
	const requests = JSON.parse(readFileSync(file, 'utf8')) as readonly {task: 'gen' | 'edit'; say: string; scene?: string; why?: string}[];
	const impossible = requests.filter(({why}) => why !== undefined);
	expect(impossible).toHaveLength(40);
	const silent = impossible.filter(({task, say, scene}) => said(task, say, scene === undefined ? undefined : parseScene(scene)) === '');
	expect(silent.map(({say}) => say)).toEqual([]);
});

/** Ways to ask for a thing that is drawn and one (X) that is not. */
const besides = {
	gen: [
		...[
			'a dog and X',
			'X and a dog',
			'a dog or X',
			'a dog plus X',
			'a dog & X',
			'a dog as well as X',
			'a dog next to X',
			'a dog, a cat and X',
		],
		...[
			'a dog chasing X',
			'a dog that holds X',
			'a dog chased by X',
			'a dog looks at X',
			'a dog between X and a house',
			'there is a dog and there is X',
		],
		...[
			'a dog with X on its head',
			'i want a dog and X please',
			'a dog together with X',
			'a dog on top of X',
			'dog. X. house.',
			'a dog meets X',
		],
	],
	edit: [
		...['add a cat and X', 'add X and a cat', 'make the dog red and add X', 'give the dog X', 'make the dog ride X', 'have the dog hold X'],
		...[
			'replace the dog with X',
			'turn the dog into X',
			'swap the dog for X',
			'X instead of the dog',
			'move the dog next to X',
			'the dog wants X',
		],
		...['how about X next to the dog', 'paint the dog red, then X on the left', 'there should be X above the dog', 'can we have X there'],
	],
} as const;
test.each(['a dragon', 'a helicopter', 'a mouse', 'a zebra', 'a guitar', 'a pink elephant', 'an astronaut', 'a lamp', 'a wizard'])(
	'%s is told beside whatever can be drawn',
	thing => {
		const requests = (['gen', 'edit'] as const).flatMap(task =>
			besides[task].map(words => ({task, instruction: words.replace('X', thing)})),
		);
		const name = thing.split(' ').at(-1) ?? thing;
		expect(requests.filter(({task, instruction}) => !said(task, instruction, undefined).includes(`"${name}"`))).toEqual([]);
	},
);

test.each([
	['gen', 'a house, and write HELLO on it', 'storybook draws no letters: "write HELLO on it" is left out.'],
	['edit', 'make the cat red, and write ZORP in black on it', 'storybook draws no letters: "write ZORP in black on it" is left out.'],
	[
		'gen',
		'a frog with a speech bubble, and my signature below it',
		'storybook draws no letters: "with a speech bubble" and "my signature below it" are left out.',
	],
] as const)('letters beside another wish are told in one sentence, and refused where words are: %s `%s`', (task, instruction, expected) => {
	expect(said(task, instruction, undefined)).toBe(expected);
	const strict = () => noticesOf(model, {task, instruction, isStrict: true});
	expect(strict).toThrow(UserError);
	expect(strict).toThrow(expected);
});

const talk = [
	...[
		'please',
		'PLEASE',
		'pleeease',
		'hey',
		'heyyy there',
		'thanks',
		'thankss',
		'lol',
		'looool',
		'hahaha',
		'can you',
		'could we maybe',
		'ok so',
		'okayyy soooo',
	],
	...[
		'btw',
		'hmm',
		'Hmmmm',
		'pls',
		'plzzz',
		'kindly',
		"I'd love to see",
		'🙏',
		'😂',
		'❤️',
		'xx',
		'pretty please with a cherry on top',
		'tysm',
		'hiya',
		'yo dude',
	],
];
test('talk is never told, wherever it stands, nor refused where words are', () => {
	const requests = talk.flatMap(words => [
		...[
			`${words} a red cat at the beach`,
			`${words}, a red cat at the beach`,
			`a red cat at the beach ${words}`,
			`a red cat ${words}!!`,
		].map(instruction => ({task: 'gen' as const, instruction})),
		...[`${words} make the cat red`, `make the cat red, ${words}...`].map(instruction => ({task: 'edit' as const, instruction})),
	]);
	expect(requests.filter(({task, instruction}) => said(task, instruction, undefined) !== '')).toEqual([]);
	const strict = requests.filter(({instruction}) => /pleeease|plzzz|looool|heyyy/.test(instruction));
	for (const request of strict) expect(noticesOf(model, {...request, isStrict: true})).toEqual([]);
});

test.each(['heyyy', 'plzzz thankss', 'loool 😂', 'soooo'])('talk alone is refused: %s', words => {
	for (const task of ['gen', 'edit'] as const) expect(said(task, words, undefined)).toContain('asks for no');
});
