import type {Case} from '../installed.ts';

/* Outputs that are no plain files of their own, and what --force may replace: what was named, and beside it what mmada itself made. */

const precious = `echo '{"name": "mine"}' > package.json`;
const kept = `[ "$(cat package.json)" = '{"name": "mine"}' ]`;
const one = `printf '%s\\n' '{"instruction": "a red cat"}'`;

export const cases: readonly Case[] = [
	...['/dev/null', '/dev/stdout', '/dev/full'].map(
		(place): Case => ({run: `mmada gen a cat -o ${place}`, code: 73, err: /no plain file, and what is saved is one\.\nTo send .* -o?/}),
	),
	{run: 'mmada gen a cat -o - > /dev/null', err: 'seed'},
	{run: 'mkfifo x.png; mmada gen a cat -o x.png', code: 73, err: '`x.png` is no plain file', files: ['x.png']},
	{run: 'mkfifo x.png; mmada gen a cat -f -o x', code: 73, err: '`x.png` is no plain file', files: ['x.png']},
	{
		run: 'echo mine > real.png; ln -s real.png x.png; mmada gen a cat -f -o x.png; code=$?; cat real.png; readlink x.png; exit $code',
		code: 73,
		out: 'mine\nreal.png\n',
		err: '`x.png` is a link to `real.png`',
		files: ['real.png', 'x.png'],
	},
	{run: 'mmada replay "$FIX/cat.json" --gif -o /dev/null', code: 73, err: 'is no plain file'},
	{run: 'mkfifo x.gif; mmada replay "$FIX/cat.json" --gif -o x.gif', code: 73, err: 'is no plain file', files: ['x.gif']},
	{
		run: `${precious}; mmada gen package -f; code=$?; ${kept} && exit $code`,
		code: 73,
		err: '`package.json` would be replaced too',
		files: ['package.json'],
	},
	{
		run: `${precious}; mmada gen package -q && ${kept}`,
		out: 'package-2.png\n',
		files: ['package-2.json', 'package-2.png', 'package.json'],
	},
	{
		run: 'for seed in 1 2; do mmada gen a cat -q -f --markdown --seed $seed -o x.png; done; grep -c "| seed | 2 |" x.md',
		out: 'x.png\nx.png\n1\n',
		files: ['x.json', 'x.md', 'x.png'],
	},
	{
		run: `${precious}; mmada gen a cat -q -f -n 2 --seed 1 -o package.png && ${kept}`,
		out: 'package-1.png\npackage-2.png\npackage-sheet.png\n',
	},
	{
		run: 'echo mine > x-1.json; mmada gen a cat -q -f -n 2 --seed 1 -o x.png; cat x-1.json',
		out: 'x-1.png\nx-2.png\nx-sheet.png\nmine\n',
		files: ['x-1.json', 'x-1.png', 'x-1.png.json', 'x-2.json', 'x-2.png', 'x-sheet.png'],
	},
	{
		run: 'for try in 1 2; do mmada gen a cat -q -n 2 --seed 1 -o x.png; done',
		code: 73,
		out: 'x-1.png\nx-2.png\nx-sheet.png\n',
		err: '`x-1.png` is there already.',
		files: ['x-1.json', 'x-1.png', 'x-2.json', 'x-2.png', 'x-sheet.png'],
	},
	{run: 'echo mine > x-sheet.png; mmada gen a cat -q -f -n 2 -o x.png', code: 73, err: '`x-sheet.png` would be', files: ['x-sheet.png']},
	{
		run: 'for try in 1 2; do mmada gen a cat -q -f -n 2 --seed 1 -o x.png; done',
		out: 'x-1.png\nx-2.png\nx-sheet.png\nx-1.png\nx-2.png\nx-sheet.png\n',
	},
	{
		run: 'echo mine > index.html; mmada replay "$FIX/cat.json" --gif --html -f -q -o index.gif',
		code: 73,
		err: '`index.html` would be replaced too',
		files: ['index.html'],
	},
	{
		run: `mkdir out; echo mine > out/results.jsonl; ${one} | mmada batch - -q -o out`,
		code: 73,
		err: '`out/results.jsonl`',
		files: ['out'],
	},
	{
		run: `mkdir out; echo mine > out/contact-sheet.png; ${one} | mmada batch - -q -f -o out`,
		code: 73,
		err: '`out/contact-sheet.png`',
		files: ['out'],
	},
	{
		run: `mkdir out; echo mine > out/1-a-red-cat.json; ${one} | mmada batch - -q -f -o out; code=$?; cat out/*.json; exit $code`,
		code: 73,
		out: 'mine\n',
		err: '`out/1-a-red-cat.json`',
		files: ['out'],
	},
	{run: `for try in 1 2; do ${one} | mmada batch - -q -f -o out; done`, out: 'out/1-a-red-cat.png\nout/1-a-red-cat.png\n'},
	{
		run: 'mkdir x; echo mine > x/tokenizer.json; mmada world --n 2 -o x; code=$?; cat x/tokenizer.json; exit $code',
		code: 73,
		out: 'mine\n',
		err: '`x/tokenizer.json` would be replaced too',
		files: ['x'],
	},
	{run: 'mkdir -p "$(dirname "$CONFIG")"; mkfifo "$CONFIG"; mmada gen a cat', code: 78, err: 'cannot be read'},
	{run: 'mkdir -p "$(dirname "$CONFIG")"; ln -s /dev/zero "$CONFIG"; mmada config list', code: 78, err: 'cannot be read'},
	{
		run: 'cp "$FIX/cat.png" .; mkfifo cat.json; mmada rerun cat.png --model "$FIX/tiny" -q -o x.png && cmp x.png cat.png',
		out: 'x.png\n',
	},
	{
		run: 'mkdir -p "$STATE/runs/k7w2pd" && mkfifo "$STATE/runs/k7w2pd/log.ndjson" && mmada runs && mmada runs prune && mmada runs rm k7w2pd && ls "$STATE/runs"',
		out: /^k7w2pd .* unreadable .*\n$/,
		err: 'Removed 0 runs',
	},
	{
		run: 'mkdir -p "$STATE/runs/exp1" && touch -d "2 months ago" "$STATE/runs/exp1/log.ndjson" "$STATE/runs/exp1" && mmada gen a cat -q && mmada runs prune && ls "$STATE/runs"',
		out: 'a-cat.png\nexp1\n',
		err: 'Removed 0 runs',
	},
	{
		run: 'for pair in "seed 1" "steps 2" "image-steps 3" "guidance 4" "threads 1" "quiet true"; do mmada config set $pair & done; wait; grep -c : "$CONFIG"; ls "$(dirname "$CONFIG")"',
		out: '6\nconfig.json\n',
		err: /^(MMADA_\w+ is set and counts before the config file\.\n)*$/,
	},
];
