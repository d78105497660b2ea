import type {Case} from '../installed.ts';

/** Every command that prints, one of each kind of output. */
const printing = [
	'--version',
	'--help',
	'gen --help',
	'completion bash',
	'man',
	'doctor',
	'doctor --json',
	'config list',
	'config get model',
	'config path',
	'models list',
	'models info "$FIX/tiny"',
	'runs --json',
	'show "$FIX/cat.png"',
	'show "$FIX/cat.json" --json',
	'replay "$FIX/cat.json" --json',
	'gen a cat -q -f -o x.png',
	'gen a cat -q -f --json -o x.png',
	'gen a cat -q -f --events -o x.png',
	'gen a cat -q -o -',
	'rerun "$FIX/cat.json" --model "$FIX/tiny" -q -f -o x.png',
];

/* A reader that goes away at once, and a device that takes nothing: every command ends alike. */
export const cases: readonly Case[] = printing.flatMap((words): Case[] => [
	{run: `mmada ${words} | true`},
	{
		run: `mmada ${words} > /dev/full`,
		code: 74,
		err: 'The output cannot be written (ENOSPC).',
		...(words.includes('x.png') && {files: ['x.json', 'x.png']}),
	},
]);
