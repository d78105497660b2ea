import path from 'node:path';
import {commonRequestFrom, type RunDefaults, type RunRequest} from '../../app/request.ts';
import {askedBy} from '../../app/said-fields.ts';
import {usage} from '../../app/usage-error.ts';
import type {Field} from '../../events/fields.ts';
import type {SettingFlag} from '../../events/settings.ts';
import {stdinName} from '../../files/stdin.ts';
import {settingFlagNames} from '../table/flags.ts';
import type {Parsed} from './parse.ts';
import {atFlags, read, seedFrom, textFrom} from './read-flag.ts';

/** Every n-th job of a list, for one of several machines. */
export type Shard = {
	/** 1 .. count. */
	readonly index: number;
	readonly count: number;
};

export type BatchOptions = {
	/** A file of jobs, or `-` for stdin. */
	readonly source: string;
	/** The folder of the results. */
	readonly folder: string;
	/** Name template of pictures without a name of their own. */
	readonly name: string;
	readonly shard: Shard;
	/** Continue the batch that was begun there, if one was. */
	readonly isContinued: boolean;
	/** Leave out jobs whose picture is there. */
	readonly isSkipping: boolean;
	readonly isForced: boolean;
	readonly hasSheet: boolean;
	readonly isJson: boolean;
	readonly isQuiet: boolean;
	/** Seed of the first job; a random one if undefined. */
	readonly seed: number | undefined;
	/** Defaults of every job. */
	readonly common: Omit<RunRequest, 'task' | 'instruction' | 'image'>;
	/** Ways of showing its progress. */
	readonly looks: {readonly isAscii: boolean; readonly isSpoken: boolean; readonly isCalm: boolean};
	/** The flags that decide the results, as they were given: a batch continues only with the same ones. */
	readonly said: {readonly [Name in DecidingFlag]?: string | boolean};
};

type DecidingFlag = SettingFlag | (typeof otherDeciding)[number];
const otherDeciding = ['seed', 'size', 'fit', 'markdown', 'metadata', 'ai-mark', 'strict'] as const;
const deciding: readonly DecidingFlag[] = [...settingFlagNames, ...otherDeciding];

/** Long lists stay in their order in every file manager. */
const standardName = '{n}-{slug}';

/** `batch`: one list of jobs. */
export function toBatchOptions({input: [source, ...rest], flags}: Parsed, defaults: Omit<RunDefaults, 'randomSeed'>): BatchOptions {
	if (source === undefined) throw usage('There is no list of jobs.', 'Try: mmada batch jobs.jsonl, or `-` for stdin.');
	if (rest.length > 0)
		throw usage(`One list of jobs, not also \`${rest[0]}\`.`, 'Join them first: cat one.jsonl other.jsonl | mmada batch -');
	const folder = textFrom(flags, 'output') ?? (source === stdinName ? 'batch' : path.parse(source).name);
	if (folder === stdinName) throw usage('The results of a batch do not fit through stdout.', 'Name a folder with --output.');
	const modes = (['continue', 'force', 'skip-existing'] as const).filter(name => flags[name] === true);
	if (modes.includes('force') && modes.length > 1)
		throw usage(`--force replaces what --${modes.find(name => name !== 'force')} keeps.`, 'Leave one of them out.');
	return {
		source,
		folder,
		name: textFrom(flags, 'name') ?? standardName,
		shard: read(flags, 'shard', shard) ?? {index: 1, count: 1},
		isContinued: flags.continue === true,
		isSkipping: flags['skip-existing'] === true,
		isForced: flags.force === true,
		hasSheet: flags['contact-sheet'] !== false,
		isJson: flags.json === true,
		isQuiet: flags.quiet === true,
		seed: seedFrom(flags),
		common: commonFrom(flags, defaults),
		looks: {isAscii: flags.ascii === true, isSpoken: flags['screen-reader'] === true, isCalm: flags['reduced-motion'] === true},
		said: Object.fromEntries(deciding.flatMap(name => (flags[name] === undefined ? [] : [[name, flags[name]]]))),
	};
}

function commonFrom(flags: Parsed['flags'], defaults: Omit<RunDefaults, 'randomSeed'>): BatchOptions['common'] {
	const model = textFrom(flags, 'model');
	return atFlags(() => {
		const {output, ...asked} = askedBy(flags);
		const isForced = flags.force === true;
		// Each job counts its own seed up from that of the batch.
		return commonRequestFrom({...asked, model, output: {...output, isForced}}, {...defaults, randomSeed: () => 0});
	});
}

const shard: Field<Shard> = {
	kind: 'text',
	expected: 'such as 2/4, the second of four parts',
	accepts: (value): value is Shard => {
		const {index, count} = value as Shard;
		return index >= 1 && index <= count;
	},
	parse(given) {
		const [, index, count] = /^(\d{1,5})\/(\d{1,5})$/.exec(given) ?? [];
		return {index: Number(index), count: Number(count)};
	},
};
