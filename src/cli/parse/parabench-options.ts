import type {RunDefaults} from '../../app/request.ts';
import {requestFields} from '../../app/request-fields.ts';
import {usage} from '../../app/usage-error.ts';
import type {JudgeChoice, Price} from '../../bench/judges/choice.ts';
import {settingsFrom} from '../../events/settings.ts';
import type {FlagName} from '../table/flags.ts';
import type {ShownRequest} from '../terminal/report.ts';
import type {Parsed} from './parse.ts';
import {atFlags, countFrom, numberFrom, read, seedFrom, textFrom} from './read-flag.ts';

/** Flags that only this suite has. */
export const parabenchFlags = [
	...([
		'items',
		'map',
		'outputs',
		'judge',
		'export',
		'repeats',
		'parallel',
		'rate',
		'price',
		'max-cost',
		'offline',
		'allow-alias',
	] as const),
] as const satisfies readonly FlagName[];

export type ParabenchOptions = {
	/** A list of items by its file or name. */
	readonly items: string;
	/** An adapter or a mapping file, for lists whose fields are called otherwise. */
	readonly map?: string | undefined;
	/** So many storybook items, to compare the judge with the exact one; then nothing else is done. */
	readonly calibrate?: number | undefined;
	/** So many of the items, evenly spread; all by default. */
	readonly n?: number | undefined;
	/** A folder of outputs of any system; without it those of `model` are made. */
	readonly outputs?: string | undefined;
	readonly judge: JudgeChoice;
	/** Folder for outputs, answers and the report. */
	readonly out: string;
	/** Folder for the items and their pictures, for other systems; then nothing else is done. */
	readonly export?: string | undefined;
	readonly seed: number;
	readonly settings: ShownRequest['settings'];
	readonly model: string;
	readonly threads: number;
	readonly isJson: boolean;
	readonly isQuiet: boolean;
};

/** The longest list (items). */
const mostItems = 1_000_000;

/** `bench --suite parabench`: a list, outputs, a judge. */
export function toParabenchOptions({input, flags}: Parsed, defaults: Omit<RunDefaults, 'randomSeed'>): ParabenchOptions {
	if (input.length > 0)
		throw usage(
			`\`bench\` takes no words, but got \`${input.join(' ')}\`.`,
			'Try: mmada bench --suite parabench --items parabench-mini --judge exact',
		);
	const calibrate = countFrom(flags, 'calibrate', 10_000);
	const items = textFrom(flags, 'items') ?? (calibrate === undefined ? undefined : '');
	if (items === undefined)
		throw usage(
			'There is no list of items.',
			'Name one: --items items.jsonl, or --items parabench-mini for the sixty that come with mmada.',
		);
	const [outputs, model] = [textFrom(flags, 'outputs'), textFrom(flags, 'model')];
	if (outputs !== undefined && model !== undefined)
		throw usage(
			'--outputs and --model exclude each other.',
			'Choose whose pictures are judged: those of the folder, or those of the model.',
		);
	for (const name of ['sheet', 'force'] as const)
		if (flags[name] !== undefined)
			throw usage(`--${name} means nothing to the suite parabench.`, 'Leave it out: a run continues where it was stopped.');
	return {
		items,
		map: textFrom(flags, 'map'),
		calibrate,
		n: countFrom(flags, 'n', mostItems),
		outputs,
		judge: judgeFrom(flags),
		out: textFrom(flags, 'out') ?? 'parabench',
		export: textFrom(flags, 'export'),
		seed: seedFrom(flags) ?? 1,
		settings: atFlags(() => settingsFrom(flags)),
		model: model ?? defaults.model,
		threads: read(flags, 'threads', requestFields.threads) ?? defaults.threads,
		isJson: flags.json === true,
		isQuiet: flags.quiet === true,
	};
}

function judgeFrom(flags: Parsed['flags']): JudgeChoice {
	const given = textFrom(flags, 'judge') ?? 'exact';
	const asks = parabenchFlags.slice(parabenchFlags.indexOf('repeats')).find(name => flags[name] !== undefined);
	const isSheet = /\.(csv|tsv)$/i.test(given);
	if (given === 'exact' || isSheet) {
		if (asks)
			throw usage(`--${asks} means nothing to the judge ${given}.`, 'Leave it out, or name a judge that is asked: --judge URL#model.');
		return isSheet ? {kind: 'sheet', file: given} : {kind: 'exact'};
	}
	const {url, model} = addressFrom(given);
	if (!isDated(model) && !isNear(url) && flags['allow-alias'] !== true)
		throw usage(
			`\`${model}\` may mean another model tomorrow.`,
			'Name one with its date, such as gpt-4.1-2025-04-14, or say --allow-alias.',
		);
	const [price, maxCost] = [priceFrom(textFrom(flags, 'price')), numberFrom(flags, 'max-cost', 0, 1e9)];
	if (maxCost !== undefined && !price) throw usage('--max-cost needs a price.', 'Say what a million tokens cost, in and out: --price 2/8.');
	return {
		kind: 'vlm',
		url,
		model,
		repeats: countFrom(flags, 'repeats', 100) ?? 3,
		parallel: countFrom(flags, 'parallel', 256) ?? 4,
		rate: numberFrom(flags, 'rate', 0.01, 1e6),
		price,
		maxCost,
		isOffline: flags.offline === true,
	};
}

/** `http://127.0.0.1:8000/v1#Qwen3-VL-8B`: where, and which model. */
function addressFrom(given: string): {readonly url: string; readonly model: string} {
	const [address = '', ...rest] = given.split('#');
	const model = rest.join('#');
	const how = 'Try: --judge http://127.0.0.1:8000/v1#Qwen3-VL-8B';
	if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
		throw usage(`\`${printableJudge(given)}\` is no judge.`, `Name \`exact\`, a filled audit sheet (.csv), or a URL and a model. ${how}`);
	const {username, password, search, origin, pathname} = new URL(address);
	if (username || password || search) throw usage('The URL of the judge holds a key.', 'Put it into the environment: MMADA_JUDGE_KEY.');
	if (model === '') throw usage(`The judge at ${address} has no model.`, `Name it after a #. ${how}`);
	return {url: `${origin}${pathname.replace(/\/+$/, '').replace(/\/chat\/completions$/, '')}`, model};
}

/** Without what may be a key. */
const printableJudge = (given: string): string => given.replace(/\/\/[^/@]*@/, '//***@').replace(/\?.*/, '');

/** Whether a name says which model it is for good: by a date, or a number of four digits that stands for one. */
const isDated = (model: string): boolean => /\d{4}-?\d{2}-?\d{2}|[-@](\d{4}|\d{3})$/.test(model);

/** Whether the user also chose the server's weights: it runs on this machine, or in this network. */
function isNear(url: string): boolean {
	const {hostname} = new URL(url);
	return (
		/^(localhost|\[::1\]|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(hostname) ||
		/\.(local|internal|lan)$/.test(hostname) ||
		!hostname.includes('.')
	);
}

function priceFrom(given: string | undefined): Price | undefined {
	if (given === undefined) return undefined;
	const [, tokensIn, tokensOut] = /^(\d+(?:\.\d+)?)\/(\d+(?:\.\d+)?)$/.exec(given) ?? [];
	if (tokensIn === undefined || tokensOut === undefined)
		throw usage(`--price must be such as 2/8, not \`${given}\`.`, 'Say what a million tokens cost, in and out.');
	return {in: Number(tokensIn), out: Number(tokensOut)};
}
