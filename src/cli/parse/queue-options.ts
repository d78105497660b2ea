import type {QueueOptions, WorkerCount} from '../../app/batch/options.ts';
import {usage} from '../../app/usage-error.ts';
import {type Field, whole} from '../../events/fields.ts';
import type {Parsed} from './parse.ts';
import {read, textFrom} from './read-flag.ts';
import type {Environment} from './shard.ts';

type Flags = Parsed['flags'];

/** The queue of a command that is of no use without one. @throws UserError (2) */
export function queueFrom(flags: Flags, env: Environment): QueueOptions {
	const address = textFrom(flags, 'queue');
	if (address === undefined)
		throw usage('There is no queue.', 'Name its server: --queue redis://host, or --queue postgres://user@host/database');
	return {address, password: env.MMADA_QUEUE_PASSWORD || undefined, spool: textFrom(flags, 'spool')};
}

/** The queue that a list goes to, if one is named. @throws UserError (2) for flags that are of its workers */
export function queueForBatch(flags: Flags, env: Environment): QueueOptions | undefined {
	if (flags.queue === undefined) {
		if (flags.spool !== undefined) throw usage('--spool is for a queue.', 'Name one with --queue, or leave it out.');
		return;
	}
	if (flags.workers !== undefined) throw usage('--workers is for engines here, and --queue for others.', 'Give --workers to mmada worker.');
	return queueFrom(flags, env);
}

const workers: Field<WorkerCount> = {
	kind: 'whole',
	expected: 'auto or a whole number from 1 to 64',
	accepts: (value): value is WorkerCount => value === 'auto' || whole(1, 64).accepts(value),
	parse: given => (given === 'auto' ? given : whole(1, 64).parse(given)),
};

/** Engines side by side, if a number is given. */
export const workersFrom = (flags: Flags): WorkerCount | undefined => read(flags, 'workers', workers);

/** Time without a sign of life after which the jobs of a worker go to others (s). */
export const patienceFrom = (flags: Flags): number => read(flags, 'patience', whole(1, 86_400)) ?? 60;
