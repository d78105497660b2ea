import type {Case} from '../installed.ts';

export const cases: readonly Case[] = [
	{run: 'mmada doctor', out: /^ok +Node\.js .*\nok +mmada .*\nok +images .*\nok +cpu .*works(.*\n)+Nothing is broken\.\n$/, files: []},
	{
		run: `mmada doctor --json | node -e "const {isWell, checks} = JSON.parse(fs.readFileSync(0)); console.log(isWell, checks.length > 9)"`,
		out: 'true true\n',
	},
	{
		run: 'MMADA_STEPS=x mmada doctor',
		code: 78,
		out: /fault +settings +MMADA_STEPS must be .*\n +> Change it(.*\n)+To be mended: settings\.\n$/,
	},
	{run: 'MMADA_SEDE=7 mmada doctor', out: /note +settings +MMADA_SEDE means nothing; perhaps MMADA_SEED\?\n +> unset MMADA_SEDE\n/},
	{run: 'touch "$HOME/data" && mmada doctor', code: 77, out: /fault +data folder +`.*data` is not a folder\n +> mv '/},
	// Removing is advised for what mmada made, and for nothing else.
	{run: 'mkdir -p "$DATA/models/bad" && mmada doctor', out: /note +bad .*\n +> mmada models path bad\n/},
	{
		run: 'mmada models import "$FIX/tiny" --name bad 2> /dev/null && rm "$DATA/models/bad/config.json" && mmada doctor',
		out: /note +bad .*\n +> mmada models rm bad\n/,
	},
	{run: 'mmada doctor now', code: 2, err: '`doctor` takes no words.'},
];
