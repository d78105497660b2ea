import fc from 'fast-check';
import {expect, test} from 'vitest';
import {commands} from '../../src/cli/commands.ts';
import {flags} from '../../src/cli/flags.ts';
import {toEditOptions, toGenOptions, toReplayOptions} from '../../src/cli/options.ts';
import {parse} from '../../src/cli/parse.ts';

const defaults = {model: 'storybook', threads: 2, randomSeed: () => 99};
const gen = (...argv: string[]) => toGenOptions(parse(argv, commands.gen?.flags ?? []), defaults);
const edit = (...argv: string[]) => toEditOptions(parse(argv, commands.edit?.flags ?? []), defaults);
const replay = (...argv: string[]) => toReplayOptions(parse(argv, commands.replay?.flags ?? []));

test('what is not given has a default, or is left to the model', () => {
	expect(gen('a red cat')).toEqual({
		task: 'gen',
		instruction: 'a red cat',
		output: undefined,
		isForced: false,
		seed: 99,
		settings: {steps: undefined, imageSteps: undefined, guidanceText: undefined, recipe: undefined},
		model: 'storybook',
		threads: 2,
		isStrict: false,
		report: {result: 'path', isQuiet: false, hasPreview: true},
	});
});

test('every flag arrives as a value', () => {
	const argv = 'a cat -o x.png -f --seed 0 --steps 12 --image-steps=6 --guidance 1.5 --recipe sequential --model m --threads 3';
	expect(gen(...argv.split(' '), '--strict', '--json', '-q', '--no-preview')).toEqual({
		task: 'gen',
		instruction: 'a cat',
		output: 'x.png',
		isForced: true,
		seed: 0,
		settings: {steps: 12, imageSteps: 6, guidanceText: 1.5, recipe: 'sequential'},
		model: 'm',
		threads: 3,
		isStrict: true,
		report: {result: 'json', isQuiet: true, hasPreview: false},
	});
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
	{argv: ['a cat', '--recipe', 'quick'], says: '--recipe must be parallel, semi-parallel or sequential, not `quick`.'},
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
