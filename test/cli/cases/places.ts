import type {Case} from '../installed.ts';

/* Folders that mmada keeps its own things in, and that results go to, where nothing can be made: each must end at once, in a sentence. */

/** Folders in which no user, not even root, can make another one. The first makes Node's own recursive mkdir spin without end. */
const closed = process.platform === 'linux' ? '/proc' : '/dev';
const readOnly = process.platform === 'linux' ? '/sys' : '/';
const file = 'touch "$HOME/file";';
const one = `printf '%s\\n' '{"instruction": "a red cat"}'`;

export const cases: readonly Case[] = [
	...[closed, readOnly].flatMap((folder): Case[] => [
		{run: `XDG_CONFIG_HOME=${folder} mmada config set seed 7`, code: 77, err: /^The config file .* cannot be written\.\nName another/},
		{
			run: `XDG_STATE_HOME=${folder} mmada gen a cat`,
			out: 'a-cat.png\n',
			err: 'The run continues, but cannot be resumed if it is interrupted.',
		},
		{run: `XDG_DATA_HOME=${folder} mmada models import "$FIX/tiny" --name x`, code: 73, err: /^Cannot write to .*\nName .* MMADA_DATA_DIR/},
		{run: `mmada gen a cat -o ${folder}/x.png`, code: 73, err: `Cannot write to the folder \`${folder}\`.\nName another place`},
		{run: `XDG_STATE_HOME=${folder} mmada doctor`, code: 77, out: /fault +state folder +`\/\w*` cannot be written/},
	]),
	{run: `XDG_CONFIG_HOME=${closed} mmada config reset`, err: 'There was nothing to forget.'},
	{run: `XDG_CONFIG_HOME=${closed} mmada gen a cat -q`, out: 'a-cat.png\n', err: /^$/},
	{run: `XDG_STATE_HOME=${closed} mmada runs`, err: 'No run was interrupted.'},
	{run: `XDG_STATE_HOME=${closed} mmada runs prune`, err: 'Removed 0 runs'},
	{run: `XDG_STATE_HOME=${closed} mmada resume`, code: 66, err: 'There is no interrupted run to resume.'},
	{run: `XDG_DATA_HOME=${closed} mmada models convert storybook --type f16`, code: 73, err: /^Cannot write to the folder/},
	{run: `XDG_DATA_HOME=${closed} mmada models list`, out: /^storybook/},
	{run: `mmada gen a cat -n 2 -o ${closed}`, code: 73, err: /^Cannot write to the folder/},
	{run: `${one} | mmada batch - -o ${closed}/mmada`, code: 73, err: /^Cannot write to the folder/},
	{run: `mmada bench --n 2 --out ${closed}/mmada`, code: 73, err: /^Cannot write to the folder/},
	{run: `mmada world --n 2 -o ${closed}/mmada`, code: 73, err: /^Cannot write to the folder/},
	{run: `mmada replay "$FIX/cat.json" --gif -o ${closed}/x.gif`, code: 73, err: /^Cannot write to the folder/},
	{run: `${file} XDG_CONFIG_HOME="$HOME/file" mmada config set seed 7`, code: 74, err: /cannot be written \(ENOTDIR\)\.\nLook at/},
	{run: `${file} XDG_CONFIG_HOME="$HOME/file" mmada config reset`, err: 'There was nothing to forget.'},
	{run: `${file} XDG_STATE_HOME="$HOME/file" mmada gen a cat`, out: 'a-cat.png\n', err: 'a file stands in its way. The run continues'},
	{run: `${file} XDG_STATE_HOME="$HOME/file" mmada runs`, err: 'No run was interrupted.'},
	{run: `${file} XDG_STATE_HOME="$HOME/file" mmada resume`, code: 66, err: 'There is no interrupted run to resume.'},
	{
		run: `${file} XDG_DATA_HOME="$HOME/file" mmada models import "$FIX/tiny" --name x`,
		code: 73,
		err: 'a file stands in its way.\nName another',
	},
	{run: `${file} XDG_DATA_HOME="$HOME/file" mmada models list`, out: /^storybook/},
	{
		run: `${file} mmada gen a cat -o "$HOME/file/x.png"`,
		code: 73,
		err: '/file` is no folder: a file stands in its way.\nName another place',
	},
	{run: `${file} ${one} | mmada batch - -o "$HOME/file"`, code: 73, err: 'a file stands in its way.'},
	{
		run: `touch file; ${one.replace('}', ', "output": "file/x.png"}')} | mmada batch - -o .`,
		code: 3,
		err: 'job 1 (line 1) failed: ',
		files: ['.mmada-batch.ndjson', 'file', 'results.jsonl'],
	},
];
