import {execFileSync, spawnSync} from 'node:child_process';
import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {commandWords} from '../../../../src/cli/commands/completion/words.ts';
import {commands} from '../../../../src/cli/table/commands.ts';
import {settingNames} from '../../../../src/cli/table/setting-names.ts';
import {bashCompletion} from '../../../../src/shell/bash.ts';
import {fishCompletion} from '../../../../src/shell/fish.ts';
import {pwshCompletion} from '../../../../src/shell/pwsh.ts';
import {zshCompletion} from '../../../../src/shell/zsh.ts';

const scripts = {
	bash: bashCompletion(commandWords()),
	zsh: zshCompletion(commandWords()),
	fish: fishCompletion(commandWords()),
	pwsh: pwshCompletion(commandWords()),
};
const has = (shell: string) => spawnSync(shell, ['-c', ':']).status === 0;

let folder = '';
beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'mmada completion '));
	for (const [shell, script] of Object.entries(scripts)) await writeFile(path.join(folder, shell), script);
	// Stands in for the program, whose names are those of the machine.
	await writeFile(
		path.join(folder, 'mmada'),
		'#!/bin/sh\necho $1 $2 $3 | sed "s/completion names models/storybook small/; s/completion names runs/k7w2pd/"\n',
	);
	await chmod(path.join(folder, 'mmada'), 0o755);
});
afterAll(async () => rm(folder, {recursive: true}));

/** What bash offers for the last word of a line. */
function bashOffers(...words: string[]): string[] {
	const line = [path.join(folder, 'mmada'), ...words].map(word => `'${word}'`).join(' ');
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
	{words: ['config', 'set', 'quality', 'd'], offers: ['draft']},
	{words: ['config', 'set', 'strict', ''], offers: ['true', 'false']},
	{words: ['edit', 'x.png', '--quality', 'f'], offers: ['fast']},
	{words: ['gen', '--device', 'web'], offers: ['webgpu']},
	{words: ['gen', '--model', 's'], offers: ['storybook', 'small']},
	{words: ['models', 'info', 'st'], offers: ['storybook']},
	{words: ['models', 'pull', ''], offers: ['parallel-a', 'parallel-m']},
	{words: ['models', 'import', '--d'], offers: ['--drop-original']},
	{words: ['models', 'list', '--d'], offers: ['']},
	{words: ['resume', ''], offers: ['k7w2pd']},
	{words: ['runs', 'rm', 'k'], offers: ['k7w2pd']},
	{words: ['show', 'x'], offers: ['']},
	{words: ['completion', ''], offers: ['bash', 'zsh', 'fish', 'pwsh']},
];

test.each(rows)('bash: $words is completed by $offers', ({words, offers}) => {
	expect(bashOffers(...words)).toEqual(offers);
});

test('bash offers every command, every flag of it, and every setting', () => {
	expect(bashOffers('')).toEqual([...Object.keys(commands), '--help', '--help-all', '--version']);
	for (const {name, flags} of commandWords()) {
		expect(bashOffers(name, '-').sort()).toEqual(flags.flatMap(({spellings}) => spellings).sort());
	}
	expect(bashOffers('config', 'get', '')).toEqual([...settingNames]);
});

test.skipIf(!has('fish')).each(rows.filter(({words, offers}) => offers[0] !== '' && !words.includes('=')))(
	'fish, where it is installed: $words is completed by $offers',
	({words, offers}) => {
		const code = `set PATH '${folder}' $PATH; source '${path.join(folder, 'fish')}'; complete -C 'mmada ${words.join(' ')}'`;
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
			for (const {spellings} of flags) {
				const [first = ''] = spellings;
				expect(script, `${shell} ${name}`).toContain(shell === 'fish' ? first.replace(/^--/, '-l ').replace(/^-(?=\w$)/, '-s ') : first);
			}
		}
	}
});
