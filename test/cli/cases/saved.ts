import type {Case} from '../installed.ts';

const jobs = `printf '%s\\n' '{"instruction": "a red cat", "seed": 7}' '{"instruction": "a blue cat", "seed": 8}'`;

export const cases: readonly Case[] = [
	{run: 'mmada show "$FIX/cat.png"', out: /a red cat(.*\n)*.*7/},
	{run: 'mmada show "$FIX/cat.json" --json', out: /"instruction": "a red cat"/},
	{run: 'mmada rerun "$FIX/cat.png" --model "$FIX/tiny" -q -o x.png && cmp x.png "$FIX/cat.png"', out: 'x.png\n'},
	{
		run: 'mmada models import "$FIX/tiny" > /dev/null && mmada rerun "$FIX/cat.json" --instruction "a blue cat" -q -o x.png',
		code: 2,
		err: '--instruction leads what is still to be drawn, and this picture is finished.\nSay from which step on it leads, with --from-step (0',
	},
	{
		run: 'mmada rerun "$FIX/cat.json" --model "$FIX/tiny" --seed 8 -q -o x.png && mmada show x.png --json',
		out: /^x\.png\n(.*\n)*.*"seed": 8/,
	},
	{run: `${jobs} | mmada batch - -o out -q`, out: 'out/1-a-red-cat.png\nout/2-a-blue-cat.png\n', files: ['out']},
	{
		run: 'mmada models rm parallel-a',
		code: 69,
		err: /^There is no model `parallel-a` to remove\.\nThere is only the bundled model, which stays\.\n$/,
	},
	{run: 'mmada runs', out: ''},
	{run: 'mmada resume', code: 66, err: /./},
	{run: 'mmada gen a cat -q > /dev/full', code: 74, err: 'cannot be written', files: ['a-cat.json', 'a-cat.png']},
	{run: 'mmada gen a red cat -o - | mmada edit - "a blue cat" -o - | mmada show - --json', out: /"instruction": "a blue cat"/, files: []},
];
