import {deviceChoices} from '../../app/request-fields.ts';
import {adapterNames} from '../../bench/parabench/adapters/names.ts';
import {suiteNames} from '../../bench/suites.ts';
import type {Spelling} from '../../errors.ts';
import {flagsOf, type Setting, type SettingFlag, settingRows} from '../../events/settings.ts';
import {fits} from '../../picture/fits.ts';
import {regions} from '../../picture/region.ts';

/** One flag: its help, and how it is read. With `value` it takes one, shown by that name; else it is a switch. */
export type Flag = {
	readonly short?: string;
	readonly value?: string;
	/** A switch that is on: shown and given as `--no-...`. */
	readonly isOn?: boolean;
	/** Values to offer; a file or folder is offered by what `value` says. */
	readonly choices?: readonly string[];
	readonly text: string;
	/** More of it, for the manual: Markdown. */
	readonly more?: string;
};

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

/** Every flag of every command, as typed. */
export const flags = {
	...settingFlags,
	output: {
		short: 'o',
		value: 'file',
		text: 'where the picture goes: a .png, .webp, .jpg or .avif file, a folder, or - for stdout',
		more: 'the transcript is saved beside it',
	},
	name: {
		value: 'name',
		text: 'how files in a folder are called, such as "{slug}-{seed}"',
		more: 'the fields are `{slug}`, `{seed}`, `{task}`, `{model}`, `{date}`, `{time}` and, in a batch, `{n}`',
	},
	thought: {
		value: 'words',
		text: 'words that the reasoning begins with; ░ for each that the model is to find',
		more: 'they stay as they are; a pair of quotes around them keeps the shell away',
	},
	'keep-thought': {value: 'file', text: 'take the reasoning of a saved picture or transcript, all of it'},
	'from-step': {
		value: 'step',
		text: 'go on from this step of the run (default: its last), 0 for before the first',
		more: 'with `--write`, `--mask-words`, `--mask-region` or `--instruction`; what was decided by then stays',
	},
	write: {value: 'words', text: 'put words in place of others, wherever they stand: "red=green, cat=dog"'},
	'only-this': {text: 'change only these words, and leave what says the same in the thought and shows it in the picture'},
	'mask-words': {value: 'words', text: 'have these words decided again, wherever they stand: "red, the house"'},
	'mask-region': {value: 'region', text: 'have a part of the picture decided again: x,y,width,height in pixels as the model draws it'},
	instruction: {value: 'words', text: 'continue with another instruction'},
	input: {value: 'file', text: 'the picture that an edit started from, when it is not in the transcript'},
	size: {
		value: 'size',
		choices: ['auto', 'model'],
		text: 'auto (as the picture edited), model (as drawn; default) or such as 512x512',
		more: '`auto` is for edits: the result is put back where the input was cut from',
	},
	fit: {value: 'way', choices: fits, text: 'into another shape by crop, pad or stretch'},
	markdown: {text: 'save the run as a page for people too'},
	metadata: {isOn: true, text: 'keep what made the picture out of its file'},
	'ai-mark': {isOn: true, text: 'leave out the mark that a model made the picture'},
	force: {
		short: 'f',
		text: 'replace files that are there',
		more: 'the file of the picture and the files that mmada made beside it; without it a name that was given and is taken is refused, and one that was not gets `-2`, `-3`, ...',
	},
	seed: {value: 'number', text: '0 to 2^53 - 1; the same seed makes the same picture', more: 'random by default, and always shown'},
	tries: {
		value: 'count',
		text: 'try again, so often at most, until words and picture agree; the best is kept',
		more: 'each try has another seed, and from the second on warmer words ([what it gains](quality.md#trying-again---tries))',
	},
	'text-length': {value: 'count', text: 'tokens of the reasoning, for models that write any number'},
	mask: {
		value: 'file',
		text: 'change only what is white in this picture; all else keeps its codes',
		more: '[how a mask is read](recipes.md#changing-a-part)',
	},
	'mask-box': {value: 'box', text: 'change only this rectangle: x,y,width,height in pixels of the picture'},
	region: {value: 'part', choices: regions, text: 'change only this part: left, right, top, bottom or sky'},
	'invert-mask': {text: 'change all but what the mask, the box or the region marks'},
	inpaint: {value: 'share', text: 'change only a rectangle in the middle: 0.5, or height x width 0.5x0.8'},
	outpaint: {value: 'share', text: 'change all but a rectangle in the middle'},
	model: {value: 'name', choices: ['storybook'], text: 'a model by name, or its folder'},
	device: {
		value: 'name',
		choices: deviceChoices,
		text: 'auto (default), cpu, cuda, webgpu, dml or coreml',
		more: '`auto` takes the CPU for small models, and the fastest device that works for others; each is tried out first',
	},
	threads: {value: 'count', text: 'processor threads'},
	yes: {short: 'y', text: 'run even if it takes hours, or asks for what the model cannot draw'},
	strict: {text: 'refuse words that the model does not know'},
	interactive: {short: 'i', text: 'ask what is next when it is done: change it further, again, undo'},
	json: {text: 'print one JSON object instead of the path'},
	events: {text: 'print every event of the run as a line of JSON'},
	control: {
		text: 'with --events: hold and steer the run by lines of JSON on stdin',
		more: '[the lines](scripts.md#steering-a-run-from-another-program)',
	},
	preview: {isOn: true, text: 'show no picture while it runs'},
	color: {
		value: 'count',
		text: 'none, 16, 256 or all (default: as the terminal says)',
		more: 'by default NO_COLOR, FORCE_COLOR, COLORTERM and TERM decide',
	},
	ascii: {text: 'draw with ASCII only', more: 'the picture too; the default where the locale has no UTF-8'},
	'screen-reader': {text: 'tell the run in plain sentences, without redrawing'},
	'reduced-motion': {text: 'nothing lights up, and the picture changes once a second at most'},
	quiet: {short: 'q', text: 'print nothing but the result and errors'},
	speed: {value: 'factor', text: '2 is twice as fast as it ran (default: eight seconds in all)'},
	gif: {text: 'save an animated GIF: the text fills in beside the picture'},
	webp: {text: 'the same as an animated WebP'},
	'png-strip': {text: 'save one PNG with six moments side by side'},
	html: {text: 'save one web page with a slider over the steps'},
	suite: {
		value: 'name',
		choices: suiteNames,
		text: 'which items: storybook, plain-english or voices; steering or mend, of runs that are changed on their way; or parabench, for any list, system and judge',
	},
	items: {value: 'file', choices: ['parabench-mini'], text: 'a list of items: parabench-mini, or a .jsonl or .json file'},
	map: {value: 'file', choices: adapterNames, text: 'whose fields the list has: plain, parabench, rise, kris, wise, or a mapping file'},
	outputs: {value: 'folder', text: 'judge the pictures and texts of any system in a folder, instead of the model'},
	judge: {
		value: 'judge',
		choices: ['exact'],
		text: 'who judges: exact, a filled audit sheet (.csv), or a model at an OpenAI-compatible address: http://127.0.0.1:8000/v1#name',
	},
	repeats: {value: 'count', text: 'how often a model is asked the same (default: 3)'},
	parallel: {value: 'count', text: 'outputs that a model judges at a time (default: 4)'},
	rate: {value: 'count', text: 'most questions a minute'},
	price: {value: 'price', text: 'of a million tokens, in and out, such as 2/8'},
	'max-cost': {value: 'amount', text: 'ask no more than this costs by --price'},
	offline: {text: 'ask no judge: only kept answers count'},
	'allow-alias': {text: 'take a model of a provider whose name has no date'},
	export: {value: 'folder', text: 'only write the items and their pictures there, for other systems'},
	n: {value: 'count', text: 'how many items'},
	calibrate: {
		value: 'count',
		text: 'planted errors of each kind that the judge must catch; of parabench: items to compare the judge with the exact one by',
	},
	out: {value: 'folder', text: 'write items.jsonl, report.html, report.json and contact sheets there'},
	sheet: {value: 'folder', text: 'draw only contact sheets: generations.png and edits.png'},
	corpus: {value: 'folder', text: 'requests in many voices (training/corpus), for half of the items'},
	images: {value: 'folder', text: 'the image tokenizer, when it is not vqvae/ in the model'},
	type: {value: 'type', choices: ['f16', 'int8', 'int8-blocks', 'int4'], text: 'how weights are stored: f16, int8, int8-blocks or int4'},
	variant: {value: 'type', choices: ['f16', 'int8', 'int8-blocks', 'int4'], text: 'make a smaller variant once the model is here'},
	'drop-original': {text: 'remove the model that a smaller variant was made of, without a question'},
	include: {value: 'patterns', text: 'of a download, which weights and which other files: "*-00001-*,args.json"'},
	'limit-rate': {value: 'rate', text: 'the most that a download takes a second, such as 5M'},
	repair: {text: 'fetch damaged or missing files of a downloaded model again'},
	'dry-run': {text: 'say what would be downloaded, and stop'},
	continue: {text: 'continue the batch that was begun in the folder'},
	'skip-existing': {text: 'leave out jobs whose picture is there'},
	shard: {
		value: 'part',
		text: 'do one part of the jobs only: 2/4 is the second of four',
		more: 'by default as SLURM_ARRAY_TASK_ID says; `/4` takes the place among four from there or from JOB_COMPLETION_INDEX',
	},
	workers: {
		value: 'count',
		choices: ['auto'],
		text: 'engines side by side: a number, or auto for as many as pay (default: 1)',
		more: '`--threads` is then the threads of each; the files are the same with any number',
	},
	queue: {
		value: 'URL',
		text: 'have the jobs done by the workers of a queue: redis://host or postgres://user@host/database',
		more: 'its password may be in MMADA_QUEUE_PASSWORD instead ([many machines](many-machines.md))',
	},
	spool: {value: 'folder', text: 'files go through this folder, which all machines see, and not through the server of the queue'},
	patience: {value: 'seconds', text: 'time without a sign of life after which the jobs of a worker go to others (default: 60)'},
	'until-empty': {text: 'end when the queue has no more jobs'},
	'contact-sheet': {isOn: true, text: 'draw no contact sheet at the end'},
	host: {value: 'address', text: 'listen there instead of at 127.0.0.1; other machines need a token'},
	port: {value: 'number', text: 'listen there (default: 8765); 0 takes a free one'},
	'token-file': {value: 'file', text: 'answer only those who send the token in this file', more: 'or in MMADA_TOKEN'},
	'most-waiting': {value: 'count', text: 'how many requests may wait (default: 32); others are told when to try again'},
	'time-limit': {value: 'minutes', text: 'end a run that takes longer (default: 30)'},
	'remove-telemetry': {text: 'remove what telemetry of the inference library has left on this machine'},
	fix: {
		value: 'what',
		choices: ['cuda'],
		text: "fetch what is missing: `cuda` is the inference library's part for NVIDIA GPUs",
		more: 'it comes from NuGet, some 250 MB, by the program of the library that does so when it is installed',
	},
	help: {short: 'h', text: 'this text'},
} as const satisfies Record<string, Flag>;

export type FlagName = keyof typeof flags;

/** A flag as the user types it: `--seed`, `--no-preview`. */
export const spelling = (name: FlagName): string => (name.length === 1 ? `-${name}` : `--${'isOn' in flags[name] ? 'no-' : ''}${name}`);

/** A field of a request as the command line spells it, by its own name or that of its flag. */
export const asFlag: Spelling = name => {
	const flag =
		flagOf[name] ?? settingRows.find(([key]) => key === name)?.[1].flag ?? name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`);
	return flag.length === 1 ? `-${flag}` : `--${flag}`;
};

/** The flags of a request's fields that are called otherwise. */
const flagOf: Readonly<Record<string, FlagName | undefined>> = {
	count: 'n',
	image: 'input',
	isAgreed: 'yes',
	isStrict: 'strict',
	isForced: 'force',
	hasMetadata: 'metadata',
	hasAiMark: 'ai-mark',
	hasMarkdown: 'markdown',
};
