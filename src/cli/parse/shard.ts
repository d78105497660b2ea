import type {Shard} from '../../app/batch/options.ts';
import {usage} from '../../app/usage-error.ts';
import type {Field} from '../../events/fields.ts';
import type {Parsed} from './parse.ts';
import {read} from './read-flag.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
The part of a list that this machine does. A task of a Slurm array finds it in its environment; a pod of an indexed Kubernetes job knows its
number only, and `--shard /4` says of how many. @throws UserError (2)
*/
export function shardFrom(flags: Parsed['flags'], env: Environment): Shard {
	const given = read(flags, 'shard', shard);
	if (given && given.index !== undefined) return {index: given.index, count: given.count};
	const place = placeIn(env);
	const count = given?.count ?? place?.count;
	if (place === undefined) {
		if (count === undefined) return {index: 1, count: 1};
		throw usage(
			`--shard /${count} takes its place from SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX, and neither is set.`,
			`Say which part this is: --shard 1/${count}`,
		);
	}
	const {name, index} = place;
	if (count === undefined)
		throw usage(
			`${name} says that this is task ${index}, and not of how many.`,
			'Give --shard /4 for a quarter of the list, or --shard 1/1 for all of it.',
		);
	if (place.count !== undefined && place.count !== count)
		throw usage(
			`By SLURM_ARRAY_TASK_COUNT this array has ${place.count} ${place.count === 1 ? 'task' : 'tasks'}, and there are ${count} parts.`,
			`Submit the whole array: with --continue the parts that are done cost nothing. Or say which part this is, such as --shard ${Math.min(2, count)}/${count}`,
		);
	if (index > count)
		throw usage(`By ${name} this is task ${index}, and there are ${count} parts.`, 'Give --shard 1/1 for all of the list.');
	return {index, count, variable: name};
}

type Place = {readonly name: string; readonly index: number; readonly count?: number | undefined};

/** Place of this task among others, from 1. */
function placeIn(env: Environment): Place | undefined {
	const task = wholeIn(env, 'SLURM_ARRAY_TASK_ID');
	if (task !== undefined) {
		const [first, step] = [wholeIn(env, 'SLURM_ARRAY_TASK_MIN') ?? 0, wholeIn(env, 'SLURM_ARRAY_TASK_STEP') || 1];
		return {name: 'SLURM_ARRAY_TASK_ID', index: Math.floor((task - first) / step) + 1, count: wholeIn(env, 'SLURM_ARRAY_TASK_COUNT')};
	}
	const pod = wholeIn(env, 'JOB_COMPLETION_INDEX');
	return pod === undefined ? undefined : {name: 'JOB_COMPLETION_INDEX', index: pod + 1};
}

const wholeIn = (env: Environment, name: string): number | undefined => (/^\d{1,9}$/.test(env[name] ?? '') ? Number(env[name]) : undefined);

/** `2/4`; `/4` where the environment says which. */
const shard: Field<{readonly index: number | undefined; readonly count: number}> = {
	kind: 'text',
	expected: 'such as 2/4, the second of four parts',
	accepts: (value): value is Shard => {
		const {index, count} = value as Shard;
		return count >= 1 && (index === undefined || (index >= 1 && index <= count));
	},
	parse(given) {
		const [, index, count] = /^(\d{0,5})\/(\d{1,5})$/.exec(given) ?? [];
		return {index: index === '' ? undefined : Number(index), count: Number(count)};
	},
};
