import type {RunDefaults} from '../../app/request.ts';
import {requestFields} from '../../app/request-fields.ts';
import {usage} from '../../app/usage-error.ts';
import {settingsFrom} from '../../events/settings.ts';
import type {FlagName} from '../table/flags.ts';
import type {RunOptions} from '../terminal/report.ts';
import type {Parsed} from './parse.ts';
import {atFlags, countFrom, read, seedFrom, textFrom} from './read-flag.ts';

/** Flags that only this suite has. */
export const parabenchFlags = ['items', 'map', 'outputs', 'judge', 'export'] as const satisfies readonly FlagName[];

/** Who judges. */
export type JudgeChoice = {readonly kind: 'exact'};

export type ParabenchOptions = {
	/** A list of items by its file or name. */
	readonly items: string;
	/** An adapter or a mapping file, for lists whose fields are called otherwise. */
	readonly map?: string | undefined;
	/** So many of the items, evenly spread; all unless given. */
	readonly n?: number | undefined;
	/** A folder of outputs of any system; those of `model` are made unless given. */
	readonly outputs?: string | undefined;
	readonly judge: JudgeChoice;
	/** Folder for outputs, answers and the report. */
	readonly out: string;
	/** Folder for the items and their pictures, for other systems; then nothing else is done. */
	readonly export?: string | undefined;
	readonly seed: number;
	readonly settings: RunOptions['settings'];
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
	const items = textFrom(flags, 'items');
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
			throw usage(`--${name} means nothing to the suite parabench.`, 'Leave it out: a run goes on where it was stopped.');
	return {
		items,
		map: textFrom(flags, 'map'),
		n: countFrom(flags, 'n', mostItems),
		outputs,
		judge: judgeFrom(textFrom(flags, 'judge')),
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

function judgeFrom(given: string | undefined): JudgeChoice {
	if (given === undefined || given === 'exact') return {kind: 'exact'};
	throw usage(`\`${given}\` is no judge.`, 'Name `exact`.');
}
