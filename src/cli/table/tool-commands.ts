import {type Action, type Command, flagsOfActions} from './command.ts';

const settingActions = {
	list: {
		usage: 'list',
		text: 'every setting, its value and where that comes from',
		flags: ['json', 'help'],
		meanings: {json: 'print them as one JSON object'},
		takes: 'nothing',
		examples: ['mmada config list'],
	},
	get: {
		usage: 'get <setting>',
		text: 'one value, for scripts',
		flags: ['json', 'help'],
		meanings: {json: 'print value and origin as JSON'},
		takes: 'settings',
		examples: ['mmada config get model'],
	},
	set: {
		usage: 'set <setting> <value>',
		text: 'keep a value in the config file',
		flags: ['help'],
		takes: 'settings',
		examples: ['mmada config set quality fast', 'mmada config set screen-reader true'],
	},
	reset: {
		usage: 'reset [setting]',
		text: 'forget a setting, or all of them',
		flags: ['help'],
		takes: 'settings',
		examples: ['mmada config reset quality'],
	},
	path: {usage: 'path', text: 'where the config file is', flags: ['help'], takes: 'nothing', examples: ['mmada config path']},
} as const satisfies Readonly<Record<string, Action>>;

const runActions = {
	list: {
		usage: 'list',
		text: 'the runs that were interrupted or are under way',
		flags: ['json', 'help'],
		meanings: {json: 'print them as JSON'},
		takes: 'nothing',
		examples: ['mmada runs', 'mmada runs list --json'],
	},
	rm: {usage: 'rm <id>', text: 'remove one of them', flags: ['help'], takes: 'runs', examples: ['mmada runs rm k7w2pd']},
	prune: {usage: 'prune', text: 'remove all that no process runs', flags: ['help'], takes: 'nothing', examples: ['mmada runs prune']},
} as const satisfies Readonly<Record<string, Action>>;

/** Commands around the runs: what there is, what is set, what is broken, and for other programs. */
export const toolCommands = {
	words: {
		usage: 'words [start]',
		text: 'say what can be asked for',
		more: 'That is things, colours, sizes, places, times, weathers, and kinds of edit with an example; with beginnings of words, all words that the model knows and that begin so.',
		group: 'Draw',
		flags: ['model', 'json', 'help'],
		meanings: {json: 'print them as one JSON object'},
		takes: 'nothing',
		examples: ['mmada words', 'mmada words dra', 'mmada words --json'],
	},
	runs: {
		usage: `runs ${Object.keys(runActions).join('|')}`,
		text: 'see the runs that were interrupted, and remove them',
		flags: flagsOfActions(runActions),
		meanings: {json: 'print them as JSON'},
		actions: runActions,
		bare: 'list',
		examples: ['mmada runs', 'mmada runs rm k7w2pd', 'mmada runs prune'],
	},
	doctor: {
		usage: 'doctor',
		text: 'try everything that mmada needs',
		more: 'It says how to fix what is broken.',
		group: 'Set up',
		flags: ['fix', 'remove-telemetry', 'model', 'json', 'help'],
		meanings: {model: 'try this model on every device too', json: 'print the checks as one JSON object'},
		takes: 'nothing',
		examples: [
			'mmada doctor',
			'mmada doctor --model parallel-a',
			'mmada doctor --json | jq \'.checks[] | select(.state == "fault")\'',
			'mmada doctor --fix cuda',
			'mmada doctor --remove-telemetry',
		],
	},
	config: {
		usage: `config ${Object.keys(settingActions).join('|')}`,
		text: 'keep settings that stand in for flags',
		group: 'Set up',
		flags: flagsOfActions(settingActions),
		meanings: {json: 'print them as JSON'},
		actions: settingActions,
		bare: 'list',
		examples: ['mmada config set model parallel-a', 'mmada config list', 'MMADA_STEPS=32 mmada gen "a cat in the snow"'],
	},
	completion: {
		usage: 'completion bash|zsh|fish|pwsh',
		text: 'print what makes a shell complete commands, flags and values',
		flags: ['help'],
		takes: ['bash', 'zsh', 'fish', 'pwsh'],
		examples: [
			'mmada completion bash > ~/.local/share/bash-completion/completions/mmada',
			'mmada completion zsh > ~/.zfunc/_mmada # with fpath=(~/.zfunc $fpath) before compinit',
			'mmada completion fish > ~/.config/fish/completions/mmada.fish',
			'mmada completion pwsh >> $PROFILE',
		],
	},
	man: {usage: 'man', text: 'print the manual page', flags: ['help'], takes: 'nothing', examples: ['mmada man | man -l -']},
	serve: {
		usage: 'serve',
		text: 'draw for other programs, by the OpenAI images API',
		flags: ['model', 'device', 'threads', 'text-length', 'host', 'port', 'token-file', 'most-waiting', 'time-limit', 'quiet', 'help'],
		meanings: {quiet: 'print nothing but errors'},
		takes: 'nothing',
		examples: ['mmada serve', 'mmada serve --port 9000 --model parallel-a', 'mmada serve --host 0.0.0.0 --token-file token'],
	},
	mcp: {
		usage: 'mcp',
		text: 'be a tool of assistants, by the Model Context Protocol',
		flags: ['output', 'model', 'device', 'threads', 'text-length', 'help'],
		settings: ['model', 'device', 'threads'],
		meanings: {output: 'the folder that pictures go to (default: pictures/ beside the models)'},
		takes: 'nothing',
		examples: ['mmada mcp', 'mmada mcp -o pictures --model parallel-a'],
	},
} as const satisfies Readonly<Record<string, Command>>;
