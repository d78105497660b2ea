import path from 'node:path';
import {z} from 'zod';
import type {DeviceChoice} from '../../app/choose-device.ts';
import type {RunDefaults} from '../../app/request.ts';
import {usage} from '../../app/usage-error.ts';
import {stdinName} from '../../files/stdin.ts';
import {deviceFrom} from './device-flag.ts';
import type {Parsed} from './parse.ts';
import {countFrom, read, seedFrom, textFrom} from './read-flag.ts';

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
	/** How pictures without a name of their own are called. */
	readonly name: string;
	readonly shard: Shard;
	/** Go on with the batch that was begun there, if one was. */
	readonly isContinued: boolean;
	/** Leave out jobs whose picture is there. */
	readonly isSkipping: boolean;
	readonly isForced: boolean;
	readonly hasSheet: boolean;
	readonly isJson: boolean;
	readonly isQuiet: boolean;
	/** Of the first job; a random one where undefined. */
	readonly seed: number | undefined;
	readonly model: string;
	readonly device?: DeviceChoice | undefined;
	readonly threads: number;
	readonly textLength: number | undefined;
	/** Flags that stand in for what a job leaves out. */
	readonly flags: Parsed['flags'];
};

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
		shard: read(flags, 'shard', shardSchema, 'such as 2/4, the second of four parts') ?? {index: 1, count: 1},
		isContinued: flags.continue === true,
		isSkipping: flags['skip-existing'] === true,
		isForced: flags.force === true,
		hasSheet: flags['contact-sheet'] !== false,
		isJson: flags.json === true,
		isQuiet: flags.quiet === true,
		seed: seedFrom(flags),
		model: textFrom(flags, 'model') ?? defaults.model,
		device: deviceFrom(flags),
		threads: countFrom(flags, 'threads', 1024) ?? defaults.threads,
		textLength: countFrom(flags, 'text-length', 4096),
		flags,
	};
}

const shardSchema = z
	.string()
	.regex(/^\d{1,5}\/\d{1,5}$/)
	.transform((text): Shard => {
		const [index = 0, count = 0] = text.split('/').map(Number);
		return {index, count};
	})
	.refine(({index, count}) => index >= 1 && index <= count);
