import {expect, test} from 'vitest';
import type {Command} from '../../../src/cli/table/command.ts';
import {commands, session} from '../../../src/cli/table/commands.ts';
import {type FlagName, flagGroups, flags, spelling} from '../../../src/cli/table/flags.ts';
import {helpText} from '../../../src/cli/table/help.ts';

/** Words before --help of every page of the help. */
const pages: readonly (readonly string[])[] = [
	[],
	...Object.entries(commands).flatMap(([name, {actions = {}}]) => [[name], ...Object.keys(actions).map(action => [name, action])]),
];
const helpOf = (words: readonly string[], columns = 80, isAll = false) => helpText(words, {isAll, columns}).split('\n');

test.each([80, 60])('the help at %i columns is as it was looked at', async columns => {
	const all = pages.map(words => [`$ mmada ${[...words, '--help'].join(' ')}`, ...helpOf(words, columns), ''].join('\n'));
	await expect(all.join('\n')).toMatchFileSnapshot(`help-${columns}.txt`);
});

test.each([...pages.map(words => ({page: words.join(' '), words}))])('`mmada $page --help` fits a window of 80 by 24', ({words}) => {
	expect(helpOf(words).length).toBeLessThanOrEqual(23);
});

test.each([100, 80, 60, 40])('at %i columns nothing is wider but what is copied', columns => {
	for (const isAll of [false, true]) {
		for (const words of pages) {
			const wide = helpOf(words, columns, isAll).filter(line => line.length > columns);
			expect(wide.filter(line => !/^ {2}(?:mmada |MMADA_|echo |ls )/.test(line))).toEqual([]);
		}
	}
});

const ownHelp = (name: string, command: Pick<Command, 'flags'>, isAll: boolean) => ({
	shown: helpOf([name], 80, isAll).join('\n'),
	spellings: command.flags.map(flag => spelling(flag)),
});

test('--help-all shows every flag of a command, and --help those that matter first', () => {
	for (const [name, command] of Object.entries(commands)) {
		const {shown, spellings} = ownHelp(name, command, true);
		for (const flag of spellings) expect(shown, name).toMatch(new RegExp(`^ +(?:-\\w, )?${flag}(?: |$)`, 'm'));
		const {first} = command;
		if (!first) continue;
		expect(first.filter(flag => !command.flags.includes(flag))).toEqual([]);
		expect(helpOf([name]).at(-1)).toBe(`${command.flags.length - first.length} more flags: mmada ${name} --help-all`);
	}
	expect(helpOf([], 80, true).join('\n')).toContain('--reduced-motion');
});

test('every flag stands in one group of the help', () => {
	expect(flagGroups.flatMap(({names}) => names)).toEqual(Object.keys(flags));
});

test('the help of the program names every command', () => {
	for (const isAll of [true, false])
		for (const name of Object.keys(commands)) expect(helpOf([], 80, isAll).join('\n')).toMatch(new RegExp(`\\b${name}\\b`));
});

test('a flag of one letter is shown as it is typed', () => {
	expect(helpOf(['gen']).join('\n')).toContain('  -n <count>');
	expect(pages.map(words => helpOf(words, 80, true).join('\n')).join('\n')).not.toMatch(/--\w\b/);
});

test('flags and meanings of an action belong to its command, and those of a command to one of its actions', () => {
	for (const {flags: own, actions, bare, meanings = {}} of [session, ...Object.values(commands)]) {
		expect(Object.keys(meanings).filter(name => !own.includes(name as FlagName))).toEqual([]);
		for (const {flags: some, meanings: theirs = {}} of Object.values(actions ?? {})) {
			expect(some.filter(flag => !own.includes(flag))).toEqual([]);
			expect(Object.keys(theirs).filter(name => !some.some(flag => flag === name))).toEqual([]);
		}
		if (bare !== undefined) expect(Object.keys(actions ?? {})).toContain(bare);
	}
});

test('a text of the help is no longer than two lines of it', () => {
	for (const name of Object.keys(flags) as FlagName[]) expect(flags[name].text.length, name).toBeLessThanOrEqual(105);
});
