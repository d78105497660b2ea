import type {Case} from '../installed.ts';

const seven = `mkdir -p "$(dirname "$CONFIG")"; echo '{"seed": 7}' > "$CONFIG"`;
const broken = `mkdir -p "$(dirname "$CONFIG")"; printf '{\\n\\t"seed": 7,\\n\\t"steps" 4\\n}\\n' > "$CONFIG"`;

export const cases: readonly Case[] = [
	{run: '[ "$(mmada config path)" = "$CONFIG" ]'},
	{run: 'mmada config get seed; mmada config set seed 7; mmada config get seed; mmada config get model', out: /^\n7\n.*tiny\n$/},
	{
		run: 'mmada config set seed 7; mmada config list',
		out: /seed +7 +config: .*\/config\.json\n[\s\S]*steps +4 +environment: MMADA_STEPS\n/,
	},
	{run: 'mmada config list --json', out: /"quiet": \{\n\t\t"value": "false",\n\t\t"origin": "default"/},
	{run: `${seven}; mmada gen a red cat -q -o x && cmp x.png "$FIX/cat.png"`, out: 'x.png\n'},
	{run: `${seven}; MMADA_SEED=8 mmada gen a cat`, out: 'a-cat.png\n', err: 'seed 8'},
	{run: `${seven}; MMADA_SEED=8 mmada gen a cat --seed 9`, out: 'a-cat.png\n', err: 'seed 9'},
	{run: `${seven}; MMADA_SEED= mmada gen a cat`, out: 'a-cat.png\n', err: 'seed 7'},
	{run: 'mmada config set quiet true; mmada gen a cat', out: 'a-cat.png\n', err: /^$/},
	{run: 'mmada config set quiet on; mmada gen a cat --no-quiet --seed 3', out: 'a-cat.png\n', err: 'seed 3'},
	{run: 'mmada config set seed 7; mmada config reset seed; cat "$CONFIG"', out: '{}'},
	{run: 'mmada config set seed 7; mmada config reset; [ ! -e "$CONFIG" ]', err: 'Removed '},
	{run: 'mmada config reset', err: 'There was nothing to forget.'},
	{run: 'mmada config set seed 7; stat -c %a "$CONFIG"', out: '600\n'},
	{run: `${seven}; chmod 644 "$CONFIG"; mmada config set steps 5; stat -c %a "$CONFIG"`, out: '644\n', err: 'MMADA_STEPS is set'},
	{run: `${seven}; mv "$CONFIG" real; ln -s "$PWD/real" "$CONFIG"; mmada config set seed 8; cat real`, out: '{\n\t"seed": 8\n}'},
	{run: `${broken}; mmada gen a cat`, code: 78, err: 'is not JSON: line 3 is wrong.\nFix it in an editor'},
	{run: `${broken}; mmada config set seed 8`, code: 78, err: 'line 3 is wrong'},
	{run: `${broken}; mmada config reset && mmada config list`, out: /seed +random +default/},
	{run: `mkdir -p "$(dirname "$CONFIG")"; echo 7 > "$CONFIG"; mmada gen a cat`, code: 78, err: 'it must be one JSON object'},
	{run: `mkdir -p "$CONFIG"; mmada gen a cat`, code: 78, err: 'cannot be read'},
	{run: `${seven.replace('seed', 'sead')}; mmada gen a cat`, code: 78, err: 'Did you mean `seed`? Take it out with: mmada config reset'},
	{run: `${seven.replace('seed', 'sead')}; mmada config reset sead; cat "$CONFIG"`, out: '{}'},
	{run: `${seven.replace('7', '-7')}; mmada gen a cat`, code: 78, err: /^`seed` in .*config\.json must be a whole number from 0 to/},
	{run: `${seven.replace('7', '[7]')}; mmada gen a cat`, code: 78, err: /must be text or a number, not `\[7\]`/},
	{run: 'MMADA_STEPS=many mmada gen a cat', code: 78, err: 'MMADA_STEPS must be a whole number from 1 to 4096, not `many`.'},
	{run: 'MMADA_QUIET=perhaps mmada gen a cat', code: 78, err: 'MMADA_QUIET must be true or false, not `perhaps`.'},
	{run: 'XDG_CONFIG_HOME=/sys mmada config set seed 7', code: 77, err: 'cannot be written'},
	{run: 'XDG_CONFIG_HOME=/sys mmada gen a cat -q', out: 'a-cat.png\n'},
	{run: 'mmada config set sede 7', code: 2, err: 'Did you mean `seed`?'},
	{run: 'mmada config set seed seven', code: 2, err: '`seed` must be a whole number'},
	{run: 'mmada config set seed', code: 2, err: 'Name a setting and its value.'},
	{run: 'mmada config gte seed', code: 2, err: 'Did you mean `mmada config get`?'},
];
