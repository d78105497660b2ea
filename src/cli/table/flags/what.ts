import {adapterNames} from '../../../bench/parabench/adapters/names.ts';
import {suiteNames} from '../../../bench/suites.ts';
import {fits} from '../../../picture/fits.ts';
import {regions} from '../../../picture/region.ts';
import type {Flag} from '../flag.ts';

const variantTypes = ['f16', 'int8', 'int8-blocks', 'int4'] as const;

/** Flags that say what is made or done. */
export const whatFlags = {
	n: {value: 'count', text: 'how many items'},
	size: {
		value: 'size',
		choices: ['auto', 'model'],
		text: 'model (as drawn), auto (as the picture edited) or 512x512',
		more: '`model` is the default; `auto` is for edits: the result is put back where the input was cut from',
	},
	fit: {value: 'way', choices: fits, text: 'into another shape by crop, pad or stretch'},
	mask: {
		value: 'file',
		text: 'change only what is white in this picture',
		more: 'all else keeps its codes ([how a mask is read](recipes.md#changing-a-part))',
	},
	'mask-box': {value: 'box', text: 'change only this rectangle: x,y,width,height', more: 'in pixels of the picture'},
	region: {value: 'part', choices: regions, text: 'change only this part: left, right, top, bottom, sky'},
	'invert-mask': {text: 'change all but what the mask, the box or the region marks'},
	inpaint: {value: 'share', text: 'change only a rectangle in the middle: 0.5, or height x width 0.5x0.8'},
	outpaint: {value: 'share', text: 'change all but a rectangle in the middle'},
	'dry-run': {text: 'say what would be done, and stop'},
	thought: {
		value: 'words',
		text: 'words that the reasoning begins with; ░ for each that the model is to find',
		more: 'they stay as they are; a pair of quotes around them keeps the shell away',
	},
	'keep-thought': {value: 'file', text: 'take the reasoning of a saved picture or transcript, all of it'},
	'from-step': {
		value: 'step',
		text: 'go on from this step; 0 is before the first',
		more: 'by default its last; with `--write`, `--mask-words`, `--mask-region` or `--instruction`; what was decided by then stays',
	},
	write: {value: 'words', text: 'words in place of others: "red=green, cat=dog"', more: 'wherever they stand'},
	'only-this': {text: 'change only these words, and leave what says the same in the thought and shows it in the picture'},
	'mask-words': {value: 'words', text: 'words to decide again: "red, the house"', more: 'wherever they stand'},
	'mask-region': {value: 'region', text: 'have a part of the picture decided again: x,y,width,height in pixels as the model draws it'},
	instruction: {value: 'words', text: 'continue with another instruction'},
	input: {value: 'file', text: 'the picture that an edit started from, when it is not in the transcript'},
	continue: {text: 'continue the batch that was begun in the folder'},
	'skip-existing': {text: 'leave out jobs whose picture is there'},
	shard: {
		value: 'part',
		text: 'do one part of the jobs only: 2/4 is the second of four',
		more: 'by default as SLURM_ARRAY_TASK_ID says; `/4` takes the place among four from there or from JOB_COMPLETION_INDEX',
	},
	suite: {
		value: 'name',
		choices: suiteNames,
		text: 'storybook (default), voices, parabench, ...',
		more: 'also `plain-english`, and `steering` and `mend`, of runs that are changed on their way; `parabench` takes any list, system and judge',
	},
	items: {value: 'file', choices: ['parabench-mini'], text: 'parabench-mini, or a .jsonl or .json file of items'},
	map: {value: 'file', choices: adapterNames, text: 'whose fields the list has: plain, parabench, rise, kris, wise, or a mapping file'},
	outputs: {value: 'folder', text: 'judge the pictures and texts of any system in a folder, instead of the model'},
	judge: {
		value: 'judge',
		choices: ['exact'],
		text: 'exact, a filled audit sheet (.csv), or a URL#model',
		more: 'a model at an OpenAI-compatible address, such as `http://127.0.0.1:8000/v1#name`',
	},
	repeats: {value: 'count', text: 'how often a model is asked the same (default: 3)'},
	parallel: {value: 'count', text: 'outputs that a model judges at a time (default: 4)'},
	rate: {value: 'count', text: 'most questions a minute'},
	price: {value: 'price', text: 'of a million tokens, in and out, such as 2/8'},
	'max-cost': {value: 'amount', text: 'ask no more than this costs by --price'},
	offline: {text: 'ask no judge: only kept answers count'},
	'allow-alias': {text: 'take a model of a provider whose name has no date'},
	calibrate: {
		value: 'count',
		text: 'planted errors of each kind that the judge must catch (default: 50)',
		more: 'of parabench: items to compare the judge with the exact one by',
	},
	corpus: {value: 'folder', text: 'requests in many voices (training/corpus), for half of the items'},
	images: {value: 'folder', text: 'the image tokenizer, when it is not vqvae/ in the model'},
	type: {value: 'type', choices: variantTypes, text: 'how weights are stored: f16, int8, int8-blocks or int4'},
	variant: {value: 'type', choices: variantTypes, text: 'make a smaller variant once the model is here'},
	'drop-original': {text: 'remove the model that a smaller variant was made of, without a question'},
	include: {value: 'patterns', text: 'of a download, which weights and which other files: "*-00001-*,args.json"'},
	'limit-rate': {value: 'rate', text: 'the most that a download takes a second, such as 5M'},
	repair: {text: 'fetch damaged or missing files of a downloaded model again'},
	'remove-telemetry': {text: 'remove what telemetry of the inference library has left on this machine'},
	fix: {
		value: 'what',
		choices: ['cuda'],
		text: "fetch what is missing: `cuda` is the inference library's part for NVIDIA GPUs",
		more: 'it comes from NuGet, some 250 MB, by the program of the library that does so when it is installed',
	},
} as const satisfies Readonly<Record<string, Flag>>;
