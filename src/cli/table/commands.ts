import {settingFlagNames} from '../../events/settings.ts';
import type {FlagName} from './flags.ts';
import {queueCommands} from './queue-commands.ts';
import type {SettingName} from './setting-names.ts';

/** A command as the help, the parser, the completions and the man page know it; `commands/index.ts` has what does it. */
export type Command = {
	readonly usage: string;
	readonly text: string;
	readonly flags: readonly FlagName[];
	/**
	Settings that replace missing flags: by default all that the command has flags for. A command whose results are compared
	(a bench), or that has its settings from elsewhere (making a saved run again), names those that change nothing but time and tone.
	*/
	readonly settings?: readonly SettingName[];
	/** Meanings of flags that differ from those elsewhere. */
	readonly meanings?: {readonly [Name in FlagName]?: string};
	readonly examples: readonly string[];
};

/** Help text of `-n` for `gen` and `edit`. */
const manyText = 'how many pictures, with one seed after the other; also on one sheet';

/** Flags for the look of a run on the terminal. */
const lookFlags = ['color', 'ascii', 'screen-reader', 'reduced-motion'] as const satisfies readonly FlagName[];

const runFlags: readonly FlagName[] = [
	'n',
	'output',
	'name',
	'size',
	'fit',
	'force',
	'markdown',
	'metadata',
	'ai-mark',
	'seed',
	'tries',
	...settingFlagNames,
	'text-length',
	'model',
	'device',
	'threads',
	'yes',
	'strict',
	'interactive',
	'json',
	'events',
	'control',
	'preview',
	...lookFlags,
	'quiet',
	'help',
];

/** Flags of a run that people watch, or that is one of a kind: a list of jobs has none of them. */
const notOfLists: readonly FlagName[] = ['n', 'interactive', 'events', 'control', 'preview', 'color'];

/** `mmada` alone: the prompt, and what its pictures have in common. */
export const session: Command = {
	usage: '',
	text: 'draw and change pictures at a prompt',
	flags: runFlags.filter(name => !['n', 'interactive', 'json', 'events', 'control', 'quiet'].includes(name)),
	examples: ['mmada', 'mmada --output pictures/'],
};

const table = {
	gen: {
		usage: 'gen "<instruction>"',
		text: 'think and draw: a reasoning and a picture from an instruction',
		flags: ['thought', 'keep-thought', ...runFlags],
		meanings: {n: manyText},
		examples: ['mmada gen "a red balloon above a small blue house at night"', 'mmada gen "a cat in the snow" --seed 7 -o cat.png'],
	},
	edit: {
		usage: 'edit <image> "<instruction>"',
		text: 'think and change a picture',
		flags: ['mask', 'mask-box', 'region', 'invert-mask', 'inpaint', 'outpaint', 'thought', 'keep-thought', ...runFlags],
		meanings: {n: manyText},
		examples: [
			'mmada edit balloon.png "make the balloon green"',
			'mmada edit balloon.png "six hours later" -o later.png',
			'mmada edit balloon.png "add a cat" --mask mask.png',
		],
	},
	words: {
		usage: 'words',
		text: 'say what can be asked for: things, colours, places, kinds of edit',
		flags: ['model', 'json', 'help'],
		examples: ['mmada words', 'mmada words --json'],
	},
	models: {
		usage: 'models list|info|path|du|verify|pull|import|rm|convert',
		text: 'see the models there are, download others or bring them in, make them smaller',
		flags: [
			'name',
			'images',
			'type',
			'variant',
			'drop-original',
			'include',
			'limit-rate',
			'dry-run',
			'repair',
			'yes',
			'json',
			'quiet',
			'help',
		],
		// A setting made for something else is no agreement to a download.
		settings: [],
		meanings: {name: 'what to call the model here', yes: 'ask nothing before a download'},
		examples: [
			'mmada models pull parallel-a',
			'mmada models pull parallel-a --dry-run',
			'mmada models import ~/MMaDA-Parallel-A --name parallel-a',
			'mmada models info parallel-a',
			'mmada models convert parallel-a --type int8 --name parallel-a-int8',
		],
	},
	doctor: {
		usage: 'doctor',
		text: 'try out everything that mmada needs, and say how to fix what is broken',
		flags: ['model', 'fix', 'remove-telemetry', 'json', 'help'],
		examples: [
			'mmada doctor',
			'mmada doctor --model parallel-a',
			'mmada doctor --json | jq \'.checks[] | select(.state == "fault")\'',
			'mmada doctor --fix cuda',
			'mmada doctor --remove-telemetry',
		],
	},
	completion: {
		usage: 'completion bash|zsh|fish|pwsh',
		text: 'print what makes a shell complete commands and flags',
		flags: ['help'],
		examples: [
			'mmada completion bash > ~/.local/share/bash-completion/completions/mmada',
			'mmada completion zsh > ~/.zfunc/_mmada # with fpath=(~/.zfunc $fpath) before compinit',
			'mmada completion fish > ~/.config/fish/completions/mmada.fish',
			'mmada completion pwsh >> $PROFILE',
		],
	},
	man: {
		usage: 'man',
		text: 'print the manual page',
		flags: ['help'],
		examples: ['mmada man | man -l -'],
	},
	config: {
		usage: 'config list|get|set|reset|path',
		text: 'keep settings that stand in for flags, and see where each comes from',
		flags: ['json', 'help'],
		examples: ['mmada config set model parallel-a', 'mmada config list', 'MMADA_STEPS=32 mmada gen "a cat in the snow"'],
	},
	show: {
		usage: 'show <picture|transcript>',
		text: 'print what made a picture: instruction, reasoning, seed, settings, model',
		flags: ['json', 'help'],
		examples: ['mmada show a-cat-in-the-snow.png', 'mmada show a-cat-in-the-snow.png --json | jq .settings.seed'],
	},
	rerun: {
		usage: 'rerun <picture|transcript>',
		text: 'make a saved picture again, all the same but for the flags that are given',
		flags: [
			'from-step',
			'write',
			'mask-words',
			'mask-region',
			'only-this',
			'instruction',
			'input',
			'mask',
			'mask-box',
			'region',
			'invert-mask',
			'inpaint',
			'outpaint',
			...runFlags,
		],
		settings: ['output', 'threads', 'yes', 'preview', 'quiet'],
		meanings: {n: manyText},
		examples: [
			'mmada rerun a-cat-in-the-snow.png',
			'mmada rerun a-cat-in-the-snow.png --seed 8 --steps 32',
			'mmada rerun a-cat-in-the-snow.png --from-step 20 --write "cat=dog"',
		],
	},
	replay: {
		usage: 'replay <picture|transcript>',
		text: 'show a saved run again or save it as a film or a page, without a model',
		flags: ['speed', 'gif', 'webp', 'png-strip', 'html', 'output', 'force', 'json', 'events', 'preview', ...lookFlags, 'quiet', 'help'],
		examples: [
			'mmada replay a-cat-in-the-snow.png',
			'mmada replay a-cat-in-the-snow.png --speed 2',
			'mmada replay a-cat-in-the-snow.png --gif --html',
		],
	},
	batch: {
		usage: 'batch <jobs.jsonl|jobs.csv|->',
		text: 'do a list of jobs, and lose none of them',
		flags: [
			'continue',
			'skip-existing',
			'workers',
			'shard',
			'queue',
			'spool',
			'contact-sheet',
			...runFlags.filter(name => !notOfLists.includes(name)),
		],
		examples: [
			'mmada batch jobs.jsonl -o pictures',
			'mmada batch jobs.jsonl -o pictures --continue',
			'mmada batch jobs.jsonl -o pictures --workers auto',
			`echo '{"instruction": "a cat in the snow", "seed": 7}' | mmada batch - -o pictures`,
		],
	},
	...queueCommands,
	resume: {
		usage: 'resume [id]',
		text: 'continue a run that was interrupted: the latest, or the one named',
		flags: ['output', 'force', 'json', 'events', 'control', 'preview', 'quiet', 'help'],
		settings: ['preview', 'quiet'],
		examples: ['mmada resume', 'mmada resume k7w2pd'],
	},
	runs: {
		usage: 'runs list|rm|prune',
		text: 'see the runs that were interrupted, and remove them',
		flags: ['json', 'help'],
		examples: ['mmada runs', 'mmada runs rm k7w2pd', 'mmada runs prune'],
	},
	bench: {
		usage: 'bench --suite <name>',
		text: 'give a model exercises that it never saw and judge what it makes of them',
		flags: [
			...[
				'suite',
				'items',
				'map',
				'outputs',
				'judge',
				'repeats',
				'parallel',
				'rate',
				'price',
				'max-cost',
				'offline',
				'allow-alias',
				'export',
				'n',
				'seed',
				...settingFlagNames,
				'model',
				'threads',
				'calibrate',
			],
			...['out', 'sheet', 'force', 'json', 'quiet', 'help'],
		] as const satisfies readonly FlagName[],
		settings: ['threads', 'quiet'],
		examples: [
			'mmada bench --suite storybook --n 200 --seed 1 --json',
			'mmada bench --suite storybook --n 20 --out bench-1',
			'mmada bench --suite plain-english',
			'mmada bench --suite storybook --sheet docs',
			'mmada bench --suite parabench --items parabench-mini --judge exact',
			'mmada bench compare one/report.json other/report.json',
		],
	},
	serve: {
		usage: 'serve',
		text: 'draw for other programs, by the OpenAI images API',
		flags: ['host', 'port', 'token-file', 'most-waiting', 'time-limit', 'model', 'device', 'threads', 'text-length', 'quiet', 'help'],
		examples: ['mmada serve', 'mmada serve --port 9000 --model parallel-a', 'mmada serve --host 0.0.0.0 --token-file token'],
	},
	mcp: {
		usage: 'mcp',
		text: 'be a tool of assistants, by the Model Context Protocol',
		flags: ['output', 'model', 'device', 'threads', 'text-length', 'help'],
		settings: ['model', 'device', 'threads'],
		meanings: {output: 'the folder that pictures go to (default: pictures/ beside the models)'},
		examples: ['mmada mcp', 'mmada mcp -o pictures --model parallel-a'],
	},
	world: {
		usage: 'world -o <folder>',
		text: 'export the storybook world for training (see training/README.md)',
		flags: ['output', 'n', 'seed', 'corpus', 'help'],
		settings: [],
		examples: ['mmada world -o runs/world --n 400000 --seed 1'],
	},
} as const satisfies Readonly<Record<string, Command>>;

export type CommandName = keyof typeof table;

/** Every command by its name. */
export const commands: Readonly<Record<string, Command>> = table;

export const isCommandName = (name: string): name is CommandName => Object.hasOwn(table, name);
