import {expect, test} from 'vitest';
import {shareOut, type WorkersWanted} from '../../../src/app/batch/workers.ts';

const wanted: WorkersWanted = {asked: 'auto', threads: undefined, jobs: 100, device: 'cpu', modelFolder: '', name: 'tiny'};
const room = {cores: 8, most: 100, neededBytes: (count: number) => count * 1e9};

test.each([
	{what: 'auto is an engine a processor', asked: 'auto', workers: {count: 8, threads: 1}},
	{what: 'auto leaves each the threads that were given', asked: 'auto', threads: 3, workers: {count: 2, threads: 3}},
	{what: 'a number shares the processors out', asked: 3, workers: {count: 3, threads: 2}},
	{what: 'more than there are processors have a thread each', asked: 12, workers: {count: 12, threads: 1}},
	{what: 'no more than there are jobs', asked: 'auto', jobs: 2, workers: {count: 2, threads: 4}},
	{what: 'auto is as many as fit into the memory', asked: 'auto', most: 3, workers: {count: 3, threads: 2}},
	{what: 'at most eight threads each', asked: 2, cores: 64, workers: {count: 2, threads: 8}},
] as const)('$what', ({workers, what: _, most = room.most, cores = room.cores, ...given}) => {
	expect(shareOut({...wanted, ...given}, {...room, most, cores})).toEqual(workers);
});

test('more engines than fit are refused with the number that fits', () => {
	expect(() => shareOut({...wanted, asked: 5}, {...room, most: 2})).toThrow(
		expect.objectContaining({
			exitCode: 69,
			message: '5 engines of tiny need about 5.0 GB of memory, and 2 fit here.',
			hint: expect.stringContaining('--workers 2'),
		}),
	);
});
