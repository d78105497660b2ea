import {settingFlagNames} from '../../events/settings.ts';
import type {Action, Command} from './command.ts';
import type {FlagName} from './flags.ts';

const actions = {
	compare: {
		usage: 'compare <reports>',
		text: 'reports of the suite parabench side by side',
		more: 'Name two report.json or more.',
		flags: ['json', 'help'],
		meanings: {json: 'print the comparison as JSON'},
		examples: ['mmada bench compare one/report.json other/report.json'],
	},
} as const satisfies Readonly<Record<string, Action>>;

const flags: readonly FlagName[] = [
	...(['suite', 'items', 'map', 'outputs', 'judge', 'repeats', 'parallel', 'rate', 'price', 'max-cost', 'offline', 'allow-alias'] as const),
	...(['calibrate', 'n', 'out', 'sheet', 'export', 'force', 'seed', ...settingFlagNames] as const),
	...(['model', 'threads', 'quiet', 'json', 'help', 'help-all'] as const),
];

/** Commands for measuring and training. */
export const benchCommands = {
	bench: {
		usage: 'bench --suite <name>',
		text: 'give a model exercises that it never saw, and judge it',
		more: 'Alone it asks how much; where nobody can be asked it runs 20 items.',
		flags,
		first: ['suite', 'n', 'items', 'judge', 'out', 'seed', 'quality', 'model', 'json'],
		settings: ['threads', 'quiet'],
		meanings: {
			force: 'replace the items and the report that are there',
			seed: 'draws the items (default: 1)',
			model: 'the model that is judged, by name or its folder',
			quiet: 'print nothing but the report and errors',
			json: 'print the report as JSON',
		},
		actions,
		examples: [
			'mmada bench --suite storybook -n 200 --seed 1 --json',
			'mmada bench --suite storybook -n 20 --out bench-1',
			'mmada bench --suite plain-english',
			'mmada bench --suite storybook --sheet docs',
			'mmada bench --suite parabench --items parabench-mini --judge exact',
			'mmada bench compare one/report.json other/report.json',
		],
	},
	world: {
		usage: 'world -o <folder>',
		text: 'export the storybook world for training',
		more: 'See training/README.md.',
		flags: ['n', 'corpus', 'output', 'seed', 'help'],
		settings: [],
		meanings: {n: 'how many training items (default: 400000)', output: 'the folder to write', seed: 'draws the items (default: 1)'},
		takes: 'nothing',
		examples: ['mmada world -o runs/world -n 400000 --seed 1'],
	},
} as const satisfies Readonly<Record<string, Command>>;
