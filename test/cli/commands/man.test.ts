import {expect, test} from 'vitest';
import {manPage} from '../../../src/cli/commands/man.ts';
import {commands} from '../../../src/cli/table/commands.ts';
import {sessionCommands} from '../../../src/ui/prompt/session-commands.ts';
import {replayHelp, runHelp} from '../../../src/ui/terminal/keys.ts';

const page = manPage();
/** Text of a section as it is read. */
const section = (title: string) =>
	(page.split(`.SH ${title}\n`)[1]?.split('\n.SH ')[0] ?? '').replaceAll('\\-', '-').replaceAll('\\(dq', '"').replaceAll('\\&', '');

test('the manual has its sections in their usual order', () => {
	expect([...page.matchAll(/^\.SH (.*)$/gm)].map(([, title]) => title)).toEqual([
		...['NAME', 'SYNOPSIS', 'DESCRIPTION', 'COMMANDS', 'KEYS', 'SESSION', 'ENVIRONMENT', 'FILES', 'EXIT STATUS', 'EXAMPLES'],
	]);
});

test('it has every command and action, every key and every command of a session', () => {
	for (const [name, {usage, actions = {}}] of Object.entries(commands)) {
		expect(section('COMMANDS')).toContain(`.SS mmada ${usage}\n`);
		for (const action of Object.keys(actions)) expect(section('COMMANDS')).toContain(`\n.B ${name} ${action}\n`);
	}
	for (const {keys} of [...runHelp, ...replayHelp])
		expect(section('KEYS')).toContain(`\n.B ${keys.replace('←', '\\(<-').replace('→', '\\(->')}\n`);
	for (const {name} of sessionCommands) expect(section('SESSION')).toMatch(new RegExp(`\n\\.B ${name}\\b`));
});

test('no line of it is a request by accident, and none has a character that an old terminal lacks', () => {
	expect(page.split('\n').filter(line => /^[.'](?!TH|SH|SS|TP|PP|EX|EE|B |br)/.test(line))).toEqual([]);
	expect(page).toMatch(/^[\n -~]*$/);
});
