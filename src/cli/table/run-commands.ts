import {settingFlagNames} from '../../events/settings.ts';
import type {Command} from './command.ts';
import type {FlagName} from './flags.ts';

/** Flags for the look of a run on the terminal. */
const lookFlags = ['color', 'ascii', 'screen-reader', 'reduced-motion'] as const satisfies readonly FlagName[];
const helpFlags = ['help', 'help-all'] as const satisfies readonly FlagName[];

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
	...helpFlags,
];
const maskFlags = ['mask', 'mask-box', 'region', 'invert-mask', 'inpaint', 'outpaint'] as const satisfies readonly FlagName[];
const thoughtFlags = ['thought', 'keep-thought'] as const satisfies readonly FlagName[];

/** Flags of a run that is one of a kind: a list of jobs has none of them. */
const notOfLists: readonly FlagName[] = ['n', 'interactive', 'events', 'control'];

/** The dozen that matters of a run. */
const firstOfRuns = ['n', 'output', 'force', 'seed', 'tries', 'quality', 'model', 'device', 'interactive', 'quiet', 'json'] as const;
const without = (...left: readonly FlagName[]) => firstOfRuns.filter(name => !left.includes(name));

/** Meaning of `-n` for pictures. */
const manyText = 'how many pictures, seed by seed; also on one sheet';
/** Meaning of `--size` without a picture whose size could be taken. */
const newSize = 'model (as drawn; default) or such as 512x512';

/** `mmada` alone: the prompt, and what its pictures have in common. */
export const session: Command = {
	usage: '',
	text: 'draw and change pictures at a prompt',
	group: 'Draw',
	flags: runFlags.filter(name => !['n', 'interactive', 'json', 'events', 'control', 'quiet'].includes(name)),
	meanings: {output: 'the folder that pictures go to, or a name for them'},
	examples: ['mmada', 'mmada --output pictures/'],
};

/** Commands that make pictures, and look at what was made. */
export const runCommands = {
	gen: {
		usage: 'gen "<instruction>"',
		text: 'think and draw: a reasoning and a picture',
		group: 'Draw',
		flags: [...thoughtFlags, ...runFlags],
		first: ['size', ...firstOfRuns],
		meanings: {n: manyText, size: newSize},
		takes: 'nothing',
		examples: ['mmada gen "a red balloon above a small blue house at night"', 'mmada gen "a cat in the snow" --seed 7 -o cat.png'],
	},
	edit: {
		usage: 'edit <image> "<instruction>"',
		text: 'think and change a picture',
		group: 'Draw',
		flags: [...maskFlags, 'dry-run', ...thoughtFlags, ...runFlags],
		first: ['mask', 'mask-box', 'region', 'dry-run', ...without('force', 'device', 'quiet')],
		meanings: {n: manyText, 'dry-run': 'show what would be painted anew, and stop'},
		examples: [
			'mmada edit balloon.png "make the balloon green"',
			'mmada edit balloon.png "add a cat" --region bottom --dry-run',
			'mmada edit balloon.png "six hours later" -o later.png',
			'mmada edit balloon.png "add a cat" --mask mask.png',
		],
	},
	rerun: {
		usage: 'rerun <picture>',
		text: 'make a saved picture again, or a variation',
		more: 'All is as it was but for the flags that are given. A transcript (.json) does as well.',
		group: 'Draw',
		flags: ['from-step', 'write', 'mask-words', 'mask-region', 'only-this', 'instruction', 'input', ...maskFlags, ...runFlags],
		first: ['from-step', 'write', 'mask-words', ...without('device', 'interactive', 'quiet')],
		settings: ['output', 'threads', 'yes', 'preview', 'quiet'],
		meanings: {n: manyText, model: 'another model, by name or its folder'},
		examples: [
			'mmada rerun a-cat-in-the-snow.png',
			'mmada rerun a-cat-in-the-snow.png --seed 8 --steps 32',
			'mmada rerun a-cat-in-the-snow.png --from-step 20 --write "cat=dog"',
		],
	},
	show: {
		usage: 'show <picture>',
		text: 'print what made a picture',
		more: 'That is instruction, reasoning, seed, settings, model, and what led to it. A transcript (.json) does as well.',
		group: 'Look',
		flags: ['json', 'help'],
		meanings: {json: 'print it as one JSON object'},
		examples: ['mmada show a-cat-in-the-snow.png', 'mmada show a-cat-in-the-snow.png --json | jq .settings.seed'],
	},
	replay: {
		usage: 'replay <picture>',
		text: 'watch a saved run, or save it as a film',
		more: 'No model is needed for it. A transcript (.json) does as well.',
		group: 'Look',
		flags: [
			'gif',
			'webp',
			'png-strip',
			'html',
			'output',
			'force',
			'speed',
			'preview',
			...lookFlags,
			'quiet',
			'json',
			'events',
			...helpFlags,
		],
		first: ['gif', 'webp', 'png-strip', 'html', 'output', 'force', 'speed'],
		meanings: {
			output: 'the file or the folder of what is saved',
			preview: 'show no picture',
			json: 'print the run as one JSON object',
			quiet: 'print nothing but paths and errors',
		},
		examples: [
			'mmada replay a-cat-in-the-snow.png',
			'mmada replay a-cat-in-the-snow.png --speed 2',
			'mmada replay a-cat-in-the-snow.png --gif --html',
		],
	},
	batch: {
		usage: 'batch <list|->',
		text: 'do a list of jobs, and lose none of them',
		more: 'A list is JSON Lines, a table (.csv) or plain lines; the image `#1` is the picture of job 1.',
		group: 'Many',
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
		first: ['continue', 'skip-existing', 'output', 'force', 'seed', 'quality', 'model', 'workers', 'strict', 'quiet', 'json'],
		meanings: {
			output: 'the folder of the pictures (default: as the list)',
			seed: 'of the first job; each further one adds 1',
			threads: 'processor threads of each engine',
			json: 'print one JSON object at the end instead of the paths',
			markdown: 'save each run as a page for people too',
		},
		examples: [
			'mmada batch jobs.jsonl -o pictures',
			'mmada batch jobs.jsonl -o pictures --continue',
			'mmada batch jobs.jsonl -o pictures --workers auto',
			`echo '{"instruction": "a cat in the snow", "seed": 7}' | mmada batch - -o pictures`,
		],
	},
	resume: {
		usage: 'resume [id]',
		text: 'continue a run that was interrupted',
		more: 'It is the latest, or the one that `mmada runs` lists by this id.',
		group: 'Many',
		flags: ['output', 'force', 'json', 'events', 'control', 'preview', 'quiet', 'help'],
		settings: ['preview', 'quiet'],
		takes: 'runs',
		examples: ['mmada resume', 'mmada resume k7w2pd'],
	},
} as const satisfies Readonly<Record<string, Command>>;
