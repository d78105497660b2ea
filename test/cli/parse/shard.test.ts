import {expect, test} from 'vitest';
import {shardFrom} from '../../../src/cli/parse/shard.ts';

const slurm = {SLURM_ARRAY_TASK_ID: '14', SLURM_ARRAY_TASK_MIN: '10', SLURM_ARRAY_TASK_STEP: '2', SLURM_ARRAY_TASK_COUNT: '4'};

test.each([
	{what: 'nothing said', flag: undefined, env: {}, shard: {index: 1, count: 1}},
	{what: 'a flag', flag: '2/4', env: {}, shard: {index: 2, count: 4}},
	{what: 'a Slurm array with the count', flag: '/4', env: slurm, shard: {index: 3, count: 4, variable: 'SLURM_ARRAY_TASK_ID'}},
	{what: 'a flag in an array', flag: '1/1', env: slurm, shard: {index: 1, count: 1}},
	{what: 'a Slurm array', flag: undefined, env: slurm, shard: {index: 3, count: 4, variable: 'SLURM_ARRAY_TASK_ID'}},
	{
		what: 'a pod with the count',
		flag: '/4',
		env: {JOB_COMPLETION_INDEX: '0'},
		shard: {index: 1, count: 4, variable: 'JOB_COMPLETION_INDEX'},
	},
	{what: 'a variable of something else', flag: undefined, env: {SLURM_ARRAY_TASK_ID: 'x'}, shard: {index: 1, count: 1}},
])('$what: the part of the list', ({flag, env, shard}) => {
	expect(shardFrom(flag === undefined ? {} : {shard: flag}, env)).toEqual(shard);
});

test.each([
	{what: 'a part beyond the last', flag: '5/4', env: {}, message: '--shard must be such as 2/4'},
	{what: 'a part before the first', flag: '0/4', env: {}, message: '--shard must be such as 2/4'},
	{what: 'a count without a place', flag: '/4', env: {}, message: 'neither is set'},
	{what: 'a pod without a count', flag: undefined, env: {JOB_COMPLETION_INDEX: '3'}, message: 'not of how many'},
	{
		what: 'a task of an array of which only a part was submitted again',
		flag: '/8',
		env: slurm,
		message: 'this array has 4 tasks, and there are 8 parts',
	},
	{what: 'a pod beyond the count', flag: '/2', env: {JOB_COMPLETION_INDEX: '3'}, message: 'this is task 4, and there are 2 parts'},
])('$what is refused', ({flag, env, message}) => {
	expect(() => shardFrom(flag === undefined ? {} : {shard: flag}, env)).toThrow(
		expect.objectContaining({exitCode: 2, message: expect.stringContaining(message)}),
	);
});
