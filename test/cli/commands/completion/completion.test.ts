import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {bashCompletion} from '../../../../src/cli/commands/completion/bash.ts';
import {fishCompletion} from '../../../../src/cli/commands/completion/fish.ts';
import {pwshCompletion} from '../../../../src/cli/commands/completion/pwsh.ts';
import {commandWords} from '../../../../src/cli/commands/completion/words.ts';
import {zshCompletion} from '../../../../src/cli/commands/completion/zsh.ts';
import {commands} from '../../../../src/cli/table/commands.ts';
import {settingNames} from '../../../../src/cli/table/setting-names.ts';

const scripts = {bash: bashCompletion(), zsh: zshCompletion(), fish: fishCompletion(), pwsh: pwshCompletion()};
const has = (shell: string) => spawnSync(shell, ['-c', ':']).status === 0;

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'mmada completion '));
	for (const [shell, script] of Object.entries(scripts)) await writeFile(path.join(folder, shell), script);
});
afterAll(async () => rm(folder, {recursive: true}));

/** What bash offers for the last word of a line. */
function bashOffers(...words: string[]): string[] {
	const line = ['mmada', ...words].map(word => `'${word}'`).join(' ');
	const code = `source '${path.join(folder, 'bash')}'; COMP_WORDS=(${line}); COMP_CWORD=${words.length}; _mmada; printf '%s\\n' "\${COMPREPLY[@]}"`;
	return execFileSync('bash', ['-c', code], {encoding: 'utf8'}).trim().split('\n');
}

const rows = [
	{words: ['mo'], offers: ['models']},
	{words: ['gen', '--gui'], offers: ['--guidance', '--guidance-text', '--guidance-image']},
	{words: ['gen', '--recipe', 'se'], offers: ['semi-parallel', 'sequential']},
	{words: ['gen', '--recipe', '=', 'of'], offers: ['official']},
	{words: ['gen', '--no-pre'], offers: ['--no-preview']},
	{words: ['edit', '-o', 'x'], offers: ['']},
	{words: ['models', 'in'], offers: ['info']},
	{words: ['config', 'set', 'image'], offers: ['image-steps']},
	{words: ['config', 'set', 'steps', ''], offers: ['']},
	{words: ['completion', ''], offers: ['bash', 'zsh', 'fish', 'pwsh']},
];

test.each(rows)('bash: $words is completed by $offers', ({words, offers}) => {
	expect(bashOffers(...words)).toEqual(offers);
});

test('bash offers every command, every flag of it, and every setting', () => {
	expect(bashOffers('')).toEqual([...Object.keys(commands), '--help', '--version']);
	for (const {name, flags} of commandWords()) {
		expect(bashOffers(name, '-').sort()).toEqual(flags.flatMap(({long, short}) => (short ? [long, short] : [long])).sort());
	}
	expect(bashOffers('config', 'get', '')).toEqual([...settingNames]);
});

test.skipIf(!has('fish')).each(rows.filter(({words, offers}) => offers[0] !== '' && !words.includes('=')))(
	'fish, where it is installed: $words is completed by $offers',
	({words, offers}) => {
		const code = `source '${path.join(folder, 'fish')}'; complete -C 'mmada ${words.join(' ')}'`;
		const given = execFileSync('fish', ['-c', code], {encoding: 'utf8'}).trim().split('\n');
		expect(given.map(line => line.split('\t')[0] ?? '').sort()).toEqual([...offers].sort());
	},
);

test.skipIf(!has('zsh'))('zsh, where it is installed, can read its script', () => {
	expect(spawnSync('zsh', ['-n', path.join(folder, 'zsh')], {encoding: 'utf8'})).toMatchObject({status: 0, stderr: ''});
});

test('each script knows every command and every flag', () => {
	for (const [shell, script] of Object.entries(scripts)) {
		for (const {name, flags} of commandWords()) {
			expect(script, shell).toContain(name);
			for (const {long} of flags) expect(script, `${shell} ${name}`).toContain(shell === 'fish' ? `-l ${long.slice(2)} ` : long);
		}
	}
});
