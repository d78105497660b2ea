import path from 'node:path';
import type {BatchOptions} from '../../app/batch/options.ts';
import {deciding} from '../../app/batch/options.ts';
import {commonRequestFrom, type RunDefaults} from '../../app/request.ts';
import {requestFields} from '../../app/request-fields.ts';
import {askedBy} from '../../app/said-fields.ts';
import {usage} from '../../app/usage-error.ts';
import {stdinName} from '../../files/stdin.ts';
import {looksFrom} from './looks.ts';
import type {Parsed} from './parse.ts';
import {queueForBatch, workersFrom} from './queue-options.ts';
import {atFlags, read, seedFrom, textFrom} from './read-flag.ts';
import {type Environment, shardFrom} from './shard.ts';

/** Long lists stay in their order in every file manager. */
const standardName = '{n}-{slug}';

/** Looks of a list; its picture is shown where lines can be written over. */
function looksOf(flags: Parsed['flags']): BatchOptions['looks'] {
	const {colours, isAscii, isSpoken, isCalm} = looksFrom(flags);
	return {colours, isAscii, isSpoken, isCalm, hasPreview: flags.preview !== false};
}

/** `batch`: one list of jobs. */
export function toBatchOptions(
	{input: [source, ...rest], flags}: Parsed,
	defaults: Omit<RunDefaults, 'randomSeed'>,
	env: Environment = {},
): BatchOptions {
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
		shard: shardFrom(flags, env),
		workers: workersFrom(flags) ?? 1,
		queue: queueForBatch(flags, env),
		threads: read(flags, 'threads', requestFields.threads),
		isContinued: flags.continue === true,
		isSkipping: flags['skip-existing'] === true,
		isForced: flags.force === true,
		hasSheet: flags['contact-sheet'] !== false,
		isJson: flags.json === true,
		isQuiet: flags.quiet === true,
		seed: seedFrom(flags),
		common: commonFrom(flags, defaults),
		looks: looksOf(flags),
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
