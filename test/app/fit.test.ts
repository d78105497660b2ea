import {expect, test} from 'vitest';
import {fitLines} from '../../src/app/fit.ts';

const [gigabyte, name] = [1e9, 'NVIDIA X'];
/** A model of 8 billion parameters in half precision. */
const large = {weightBytes: 16.2 * gigabyte, imageBytes: 0.5 * gigabyte};

test.each([
	{ram: 32, says: 'about 18.9 GB needed, 32.0 GB free: it fits'},
	{
		ram: 16,
		says: 'about 18.9 GB needed, 16.0 GB free: its files would be read again in every pass; --variant int8 takes about 12.4 GB',
	},
	{
		ram: 4,
		says: 'about 18.9 GB needed, 4.0 GB free: its files would be read again in every pass; --variant int4 takes more, too, about 9.2 GB',
	},
	{ram: 2, says: 'about 18.9 GB needed, 2.0 GB free: too little for it as it is; --variant int4 takes more, too, about 9.2 GB'},
])('before it is pulled, a model of 8 billion parameters and $ram GB of free memory: $says', ({ram, says}) => {
	expect(fitLines(large, {freeBytes: ram * gigabyte, gpus: []}).memory).toBe(says);
});

test('a model that is widened as a whole is not said to run from its files', () => {
	const small = {weightBytes: 1.9 * gigabyte, imageBytes: 0};
	expect(fitLines(small, {freeBytes: gigabyte, gpus: []}).memory).toMatch(/: too little for it as it is;/);
});

test.each([
	{gpu: 24, says: 'NVIDIA X, 24.0 GB free: it fits'},
	{gpu: 12, says: 'NVIDIA X, 12.0 GB free, and about 18.9 GB needed; --variant int4 takes about 9.2 GB and fits'},
	{gpu: 8, says: 'NVIDIA X, 8.0 GB free, and about 18.9 GB needed: the processor does the work, slowly'},
])('on a GPU with $gpu GB free: $says', ({gpu, says}) => {
	expect(fitLines(large, {freeBytes: 32 * gigabyte, gpus: [{name, freeBytes: gpu * gigabyte}]}).gpu).toBe(says);
});
