import {setTimeout} from 'node:timers/promises';
import {expect, test} from 'vitest';
import {createChain, jobNamed, partsOfList} from '../../../src/app/batch/chain.ts';
import {inLanes} from '../../../src/app/batch/lanes.ts';
import {parseJobs} from '../../../src/app/batch/parse-list.ts';
import {planJobs} from '../../../src/app/batch/plan.ts';
import type {PlannedJob} from '../../../src/app/batch/planned-job.ts';
import {toBatchOptions} from '../../../src/cli/parse/batch-options.ts';
import type {JobResult} from '../../../src/journal/batch-journal.ts';

const options = toBatchOptions({input: ['jobs.jsonl'], flags: {output: '/out'}}, {model: 'storybook', threads: 1});
const plan = (...images: (string | undefined)[]): PlannedJob[] => {
	const lines = images.map((image, index) => JSON.stringify({instruction: `a ${index}`, ...(image && {image})}));
	return planJobs(parseJobs(lines.join('\n')), options, {seed: 1, startedAt: new Date(0), base: '/lists'});
};

test.each([
	{image: '#1', number: 1},
	{image: ' #12 ', number: 12},
	{image: './#1', number: undefined},
	{image: '#one', number: undefined},
	{image: 'a#1', number: undefined},
])('the image `$image` names job $number', ({image, number}) => {
	expect(jobNamed(image)).toBe(number);
});

test('a job that starts from another is an edit of the picture that that one saves', () => {
	expect(plan(undefined, '#1', 'cat.png', '#2')).toMatchObject([
		{number: 1, request: {task: 'gen'}},
		{number: 2, from: 1, request: {task: 'edit', image: '/out/1-a-0.png'}},
		{number: 3, request: {task: 'edit', image: '/lists/cat.png'}},
		{number: 4, from: 2, request: {task: 'edit', image: '/out/2-a-1.png'}},
	]);
	expect(plan(undefined)[0]).not.toHaveProperty('from');
});

test.each([
	{images: ['#1'], says: 'line 1: `#1` is no job before this one'},
	{images: [undefined, '#3', undefined], says: 'line 2: `#3` is no job before this one'},
	{images: [undefined, '#0'], says: 'line 2: `#0` is no job before this one'},
	{images: ['#7', '#1'], says: 'line 2: job 1, whose picture it starts from, cannot be done'},
])('$images is refused before the first job', ({images, says}) => {
	expect(() => plan(...images)).toThrow(expect.objectContaining({exitCode: 65, message: expect.stringContaining(says)}));
});

test('jobs that start from one another are in one part of a list, and others are where they were', () => {
	const jobs = plan(undefined, undefined, '#1', '#2', undefined, '#3');
	expect([...partsOfList(jobs, 2)]).toEqual([
		[1, 1],
		[2, 2],
		[3, 1],
		[4, 2],
		[5, 1],
		[6, 1],
	]);
});

/** Does jobs on some lanes. @returns what was told, in order */
async function run(jobs: readonly PlannedJob[], count: number, fails: readonly number[], stops?: number) {
	const results = new Map<number, JobResult>();
	const begun: number[] = [];
	const chain = createChain(results);
	const isDone = await inLanes(jobs, {
		count,
		work: async job =>
			chain.run(job, async () => {
				if (job.number === stops) return undefined;
				begun.push(job.number);
				// The first ones take longest: what waits is overtaken.
				await setTimeout(10 * (jobs.length - job.number));
				return {result: {job: job.number, status: fails.includes(job.number) ? 'failed' : 'done'}, isDeath: false};
			}),
		async keep({result}) {
			results.set(result.job, result);
		},
		async hand() {},
		stop() {},
	});
	return {isDone, begun, results: [...results.values()].sort((a, b) => a.job - b.job)};
}

test.each([1, 2, 5])('on %i lanes a job begins after the one that it starts from', async count => {
	const {isDone, begun, results} = await run(plan(undefined, '#1', undefined, '#2', '#3'), count, []);
	expect(isDone).toBe(true);
	for (const [job, before] of [
		[2, 1],
		[4, 2],
		[5, 3],
	] as const)
		expect(begun.indexOf(job)).toBeGreaterThan(begun.indexOf(before));
	expect(results.map(({status}) => status)).toEqual(['done', 'done', 'done', 'done', 'done']);
});

test.each([1, 3])('on %i lanes what starts from a job that failed is not begun, and says so', async count => {
	const {begun, results} = await run(plan(undefined, '#1', '#2', undefined), count, [1]);
	expect(begun.sort()).toEqual([1, 4]);
	expect(results).toMatchObject([
		{job: 1, status: 'failed'},
		{job: 2, status: 'failed', error: 'Job 1, whose picture it starts from, failed.', exitCode: 66},
		{job: 3, status: 'failed', error: 'Job 2, whose picture it starts from, failed.'},
		{job: 4, status: 'done'},
	]);
});

test('what starts from a job that was stopped is stopped, not failed', async () => {
	expect(await run(plan(undefined, '#1'), 2, [], 1)).toEqual({isDone: false, begun: [], results: []});
});
