import fc from 'fast-check';
import {expect, test} from 'vitest';
import {toEditOptions, toGenOptions, toReplayOptions} from '../../../src/cli/parse/options.ts';
import {parse} from '../../../src/cli/parse/parse.ts';
import {commands} from '../../../src/cli/table/commands.ts';
import {flags} from '../../../src/cli/table/flags.ts';

const defaults = {model: 'storybook', threads: 2, randomSeed: () => 99};
const gen = (...argv: string[]) => toGenOptions(parse(argv, commands.gen?.flags ?? []), defaults);
const edit = (...argv: string[]) => toEditOptions(parse(argv, commands.edit?.flags ?? []), defaults);
const replay = (...argv: string[]) => toReplayOptions(parse(argv, commands.replay?.flags ?? []));

const saved = {
	output: undefined,
	name: undefined,
	size: 'model',
	fit: undefined,
	isForced: false,
	hasMetadata: true,
	hasAiMark: true,
	hasMarkdown: false,
};

test('what is not given has a default, or is left to the model', () => {
	expect(gen('a red cat')).toEqual({
		task: 'gen',
		instruction: 'a red cat',
		output: saved,
		seed: 99,
		settings: {steps: undefined, imageSteps: undefined, guidanceText: undefined, recipe: undefined},
		model: 'storybook',
		threads: 2,
		isStrict: false,
		report: {
			result: 'path',
			isQuiet: false,
			hasPreview: true,
			looks: {colours: undefined, isAscii: undefined, isSpoken: false, isCalm: false},
		},
	});
});

test('every flag arrives as a value', () => {
	const argv = 'a cat -o x.png -f --seed 0 --steps 12 --image-steps=6 --guidance 1.5 --recipe sequential --model m --threads 3';
	expect(gen(...argv.split(' '), '--strict', '--json', '-q', '--no-preview')).toEqual({
		task: 'gen',
		instruction: 'a cat',
		output: {...saved, output: 'x.png', isForced: true},
		seed: 0,
		settings: {steps: 12, imageSteps: 6, guidanceText: 1.5, recipe: 'sequential'},
		model: 'm',
		threads: 3,
		isStrict: true,
		report: {
			result: 'json',
			isQuiet: true,
			hasPreview: false,
			looks: {colours: undefined, isAscii: undefined, isSpoken: false, isCalm: false},
		},
	});
});

test('the settings of every recipe arrive as given', () => {
	const argv = 'a cat --guidance-text 2 --guidance-image 4 --text-length 99 --block-length 8 --temperature 0.5 --text-temperature 0.7';
	expect(gen(...argv.split(' '), '--remasking', 'random', '--schedule', 'pow1.5', '--recipe', 'official')).toMatchObject({
		textLength: 99,
		settings: {
			...{guidanceText: 2, guidanceImage: 4, blockLength: 8, temperature: 0.5, textTemperature: 0.7},
			...{remasking: 'random', schedule: 'pow1.5', recipe: 'official'},
		},
	});
});

test.each([
	{argv: ['--mask', 'm.png'], repaint: {maskFile: 'm.png'}},
	{argv: ['--inpaint', '0.5'], repaint: {mode: 'inpainting', heightRatio: 0.5, widthRatio: 0.5}},
	{argv: ['--outpaint', '0.5x0.8'], repaint: {mode: 'outpainting', heightRatio: 0.5, widthRatio: 0.8}},
	{argv: [], repaint: undefined},
])('$argv of an edit changes $repaint', ({argv, repaint}) => {
	expect(edit('in.png', 'a cat', ...argv).repaint).toEqual(repaint);
});

test.each([
	{argv: ['--mask', 'm.png', '--inpaint', '0.5'], says: '--mask and --inpaint exclude each other.'},
	{argv: ['--inpaint', '0'], says: '--inpaint must be a share of height and width above 0 up to 1'},
	{argv: ['--outpaint', '0.5x2'], says: 'not `0.5x2`'},
	{argv: ['--outpaint', '1x1x1'], says: '--outpaint must be'},
])('of an edit, $argv is refused with exit code 2', ({argv, says}) => {
	expect(() => edit('in.png', 'a cat', ...argv)).toThrow(
		expect.objectContaining({name: 'UserError', exitCode: 2, message: expect.stringContaining(says)}),
	);
});

test('an edit names its picture first; words need no quotes, and after -- dashes are words', () => {
	expect(edit('in.png', 'make', 'it', 'red')).toMatchObject({task: 'edit', image: 'in.png', instruction: 'make it red'});
	expect(gen('--seed', '1', '--', '-5 degrees', '--json')).toMatchObject({instruction: '-5 degrees --json', report: {result: 'path'}});
	expect(replay('run.json', '--speed', '2.5')).toMatchObject({file: 'run.json', speed: 2.5});
});

test('every seed from 0 to 2^53 - 1 arrives exactly', () => {
	fc.assert(
		fc.property(fc.maxSafeNat(), seed => {
			expect(gen('a cat', '--seed', String(seed)).seed).toBe(seed);
		}),
		{numRuns: 30},
	);
});

test.each([
	{argv: ['a cat', '--seed', '-1'], says: '--seed must be a whole number'},
	{argv: ['a cat', '--seed', '1e3'], says: 'not `1e3`'},
	{argv: ['a cat', '--seed', '1.5'], says: 'not `1.5`'},
	{argv: ['a cat', '--seed', '9007199254740993'], says: 'not `9007199254740993`'},
	{argv: ['a cat', '--seed', ''], says: '--seed must be a whole number'},
	{argv: ['a cat', '--steps', '0'], says: '--steps must be a whole number from 1 to 4096, not `0`.'},
	{argv: ['a cat', '--guidance', 'NaN'], says: '--guidance must be a number from 0 to 100, not `NaN`.'},
	{argv: ['a cat', '--recipe', 'quick'], says: '--recipe must be parallel, semi-parallel, sequential or official, not `quick`.'},
	{argv: ['a cat', '--guidance', '1', '--guidance-text', '1'], says: '--guidance and --guidance-text are the same.'},
	{argv: ['a cat', '--schedule', 'powder'], says: '--schedule must be cosine, linear, sigmoid, pow2 (any exponent), inference or app'},
	{argv: ['a cat', '--remasking', 'low'], says: '--remasking must be low_confidence or random, not `low`.'},
	{argv: ['a cat', '--mask', 'm.png'], says: 'There is no flag `--mask` here.'},
	{argv: ['a cat', '--output'], says: '--output must be followed by a value.'},
	{argv: ['a cat', '--json', '--events'], says: '--json and --events exclude each other.'},
	{argv: ['a cat', '--seed', '1', '--seed', '2'], says: '--seed'},
	{argv: ['a cat', '--image-step', '2'], says: 'There is no flag `--image-step` here.'},
	{argv: ['a cat', '-x'], says: 'There is no flag `-x` here.'},
	{argv: ['   '], says: 'There is no instruction.'},
])('$argv is refused with exit code 2', ({argv, says}) => {
	expect(() => gen(...argv)).toThrow(expect.objectContaining({name: 'UserError', exitCode: 2, message: expect.stringContaining(says)}));
});

test('every flag belongs to a command, and every command knows --help', () => {
	const used = new Set(Object.values(commands).flatMap(command => command.flags));
	expect([...used].sort()).toEqual(Object.keys(flags).sort());
	for (const command of Object.values(commands)) expect(command.flags).toContain('help');
});

test('a session asks what is next, and has no machine-readable output', () => {
	expect(gen('a cat', '-i', '--quiet')).toMatchObject({isInteractive: true, report: {isQuiet: false}});
	expect(gen('a cat').isInteractive).toBeUndefined();
	for (const other of [['--json'], ['--events'], ['-o', '-']]) {
		expect(() => gen('a cat', '--interactive', ...other)).toThrow(
			expect.objectContaining({
				name: 'UserError',
				exitCode: 2,
				message: `--interactive and --${other.join(' ').replace('-o', 'output').replace('--', '')} exclude each other.`,
			}),
		);
	}
});

test('several pictures are one run after the other, in files, and nothing to go on from', () => {
	expect(gen('a cat', '-n', '4').count).toBe(4);
	expect(gen('a cat', '-n', '1').count).toBeUndefined();
	for (const [argv, says] of [
		[['-n', '49'], '-n must be a whole number from 1 to 48'],
		[['-n', '2', '-o', '-'], 'stdout is one picture'],
		[['-n', '2', '-i'], '-n makes several'],
		[['-n', '2', '--seed', '9007199254740991'], 'there is none after that one'],
	] as const) {
		expect(() => gen('a cat', ...argv)).toThrow(
			expect.objectContaining({name: 'UserError', exitCode: 2, message: expect.stringContaining(says)}),
		);
	}
});
