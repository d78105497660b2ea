import type {Case} from '../installed.ts';

/** What the inference library leaves, beside a file of another program. */
const leave = `c="$HOME/.cache/Microsoft" && mkdir -p "$c/DeveloperTools/.onnxruntime" && cd "$c/DeveloperTools/.onnxruntime" &&
touch deviceid onnxruntime.db onnxruntime.db-wal "$c/other" && cd "$HOME/work" && touch :memory:.ses && export TMPDIR="$HOME"`;

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
	{run: 'touch "$HOME/data" && mmada doctor', code: 77, out: /fault +data folder +`.*data` is not a folder\n +> mv /},
	// Removing is advised for what mmada made, and for nothing else.
	{run: 'mkdir -p "$DATA/models/bad" && mmada doctor', out: /note +bad .*\n +> mmada models path bad\n/},
	{
		run: 'mmada models import "$FIX/tiny" --name bad 2> /dev/null && rm "$DATA/models/bad/config.json" && mmada doctor',
		out: /note +bad .*\n +> mmada models rm bad\n/,
	},
	{run: 'TMPDIR="$HOME" mmada doctor', out: /ok +telemetry +off; nothing is left of it\n/},
	{
		run: `${leave} && mmada doctor --json | node -e "console.log(JSON.parse(fs.readFileSync(0)).checks.find(c => c.subject === 'telemetry').found)"`,
		out: /^off; onnxruntime's own has left 4 files in `.*\.onnxruntime`, `.*work`\n$/,
		files: [':memory:.ses'],
	},
	{
		run: `${leave} && mmada doctor --remove-telemetry && ls -A "$HOME/.cache" "$HOME/.cache/Microsoft"`,
		out: /ok +telemetry +off; removed 4 files in (.*\n)+.*\.cache:\nMicrosoft\n\n.*Microsoft:\nother\n$/,
	},
	{run: 'mmada doctor now', code: 2, err: '`doctor` takes no words.'},
];
