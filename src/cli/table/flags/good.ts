import {deviceChoices} from '../../../app/request-fields.ts';
import {flagsOf, type Setting, type SettingFlag, settingRows} from '../../../events/settings.ts';
import type {Flag} from '../flag.ts';

/** Name of a flag's value, by its kind. */
const valueNames = {choice: 'name', whole: 'count', number: 'number', text: 'name'} as const;

function flagsFor(setting: Setting): readonly (readonly [string, Flag])[] {
	const {kind, choices, isOn, says, flag} = setting;
	const shared = {
		...(kind !== 'toggle' && {value: valueNames[kind]}),
		...(choices && {choices}),
		...(isOn && {isOn}),
	};
	return flagsOf(setting).map(name => [name, {...shared, text: name === flag ? says : `the same as --${flag}`}]);
}

const settingFlags = Object.fromEntries(settingRows.flatMap(([, setting]) => flagsFor(setting))) as {readonly [Name in SettingFlag]: Flag};

/** Flags that decide how good a picture gets, and how soon. */
export const goodFlags = {
	seed: {value: 'number', text: '0 to 2^53 - 1; the same seed makes the same picture', more: 'random by default, and always shown'},
	tries: {
		value: 'count',
		text: 'so many tries at most, until words and picture agree',
		more: 'the best is kept; each try has another seed, and from the second on warmer words ([what it gains](quality.md#trying-again---tries))',
	},
	...settingFlags,
	'text-length': {value: 'count', text: 'tokens of the reasoning, for models that write any number'},
	model: {value: 'name', names: 'models', text: 'a model by name, or its folder'},
	device: {
		value: 'name',
		choices: deviceChoices,
		text: 'auto (default), cpu, cuda, webgpu, dml or coreml',
		more: '`auto` takes the CPU for small models, and the fastest device that works for others; each is tried out first',
	},
	threads: {value: 'count', text: 'processor threads'},
	workers: {
		value: 'count',
		choices: ['auto'],
		text: 'engines side by side: a number, or auto (default: 1)',
		more: '`auto` is as many as pay; `--threads` is then the threads of each; the files are the same with any number',
	},
	strict: {text: 'refuse words that the model does not know', more: 'and wishes for letters, which small models never draw'},
	yes: {short: 'y', text: 'run even what takes hours or cannot be drawn', more: 'without a question or a refusal'},
} as const satisfies Readonly<Record<string, Flag>>;
