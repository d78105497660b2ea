import {releases} from '../../store/pull/releases.ts';
import {type Action, type Command, flagsOfActions} from './command.ts';

const yes = 'ask nothing before a download';
const quiet = 'print nothing but folders and errors';
const asJson = 'print it as JSON';

const actions = {
	list: {
		usage: 'list',
		text: 'the models there are',
		flags: ['json', 'help'],
		meanings: {json: asJson},
		takes: 'nothing',
		examples: ['mmada models list', "mmada models list --json | jq '.[].name'"],
	},
	info: {
		usage: 'info <model>',
		text: 'what a model is, and where it fits',
		flags: ['json', 'help'],
		meanings: {json: asJson},
		takes: 'models',
		examples: ['mmada models info parallel-a'],
	},
	path: {
		usage: 'path <model>',
		text: 'its folder, for scripts',
		flags: ['help'],
		takes: 'models',
		examples: ['ls "$(mmada models path storybook)"'],
	},
	du: {
		usage: 'du',
		text: 'what the models take of the disk',
		more: 'The bundled one is not counted: it belongs to the package.',
		flags: ['json', 'help'],
		meanings: {json: asJson},
		takes: 'nothing',
		examples: ['mmada models du'],
	},
	verify: {
		usage: 'verify <model>',
		text: 'check every file, tensor and token of a model',
		flags: ['repair', 'help'],
		takes: 'models',
		examples: ['mmada models verify storybook', 'mmada models verify parallel-a --repair'],
	},
	pull: {
		usage: 'pull <release|owner/name>',
		text: 'download a model from the Hugging Face Hub',
		more: `It says size, licence and whether the model fits, and asks. The releases are ${Object.keys(releases).join(' and ')}; owner/name@revision is any other. A download that was stopped continues where it was.`,
		flags: ['variant', 'drop-original', 'name', 'include', 'limit-rate', 'dry-run', 'yes', 'quiet', 'json', 'help'],
		meanings: {
			name: 'what to call the model here',
			'dry-run': 'say what would be downloaded, file by file, and stop',
			json: 'with --dry-run: print the files as JSON',
			...{yes, quiet},
		},
		takes: Object.keys(releases),
		examples: ['mmada models pull parallel-a --dry-run', 'mmada models pull parallel-a --variant int8'],
	},
	import: {
		usage: 'import <folder>',
		text: 'bring in a model from a folder',
		more: 'The folder has the layout of the Hugging Face Hub. Weights are linked where the file system can, which takes no space.',
		flags: ['name', 'images', 'type', 'drop-original', 'yes', 'quiet', 'help'],
		meanings: {
			name: "what to call the model here (default: the folder's name)",
			type: 'make a smaller variant of it too: f16, int8, int8-blocks or int4',
			yes: 'keep the original without a question',
			quiet,
		},
		examples: ['mmada models import ~/MMaDA-Parallel-A --name parallel-a'],
	},
	convert: {
		usage: 'convert <model> --type <type>',
		text: 'make a smaller variant of a model',
		more: 'It says how far what the variant decides is from the original.',
		flags: ['type', 'name', 'json', 'help'],
		meanings: {
			name: "what to call the variant (default: the model's name and the type)",
			json: 'print folder, layers and distance as JSON',
		},
		takes: 'models',
		examples: ['mmada models convert parallel-a --type int8', 'mmada models convert parallel-a --type int4 --name small'],
	},
	rm: {
		usage: 'rm <model>',
		text: 'remove a model that was brought in',
		flags: ['help'],
		takes: 'models',
		examples: ['mmada models rm parallel-a'],
	},
} as const satisfies Readonly<Record<string, Action>>;

/** `mmada models` and its actions. */
export const modelCommands = {
	models: {
		usage: `models ${Object.keys(actions).join('|')}`,
		text: 'see, download, import and shrink models',
		group: 'Set up',
		flags: flagsOfActions(actions),
		// A setting made for something else is no agreement to a download.
		settings: [],
		meanings: {name: 'what to call the model here', yes, quiet, 'dry-run': 'say what would be downloaded, and stop', json: asJson},
		actions,
		bare: 'list',
		examples: [
			'mmada models pull parallel-a',
			'mmada models import ~/MMaDA-Parallel-A --name parallel-a',
			'mmada models info parallel-a',
			'mmada models convert parallel-a --type int8 --name parallel-a-int8',
		],
	},
} as const satisfies Readonly<Record<string, Command>>;
