import {expect, test} from 'vitest';
import {chooseDevice} from '../../src/app/choose-device.ts';

/** A machine on which these devices work, of those that it is asked about. */
const machine =
	(...working: readonly string[]) =>
	async ({devices = ['cpu', 'webgpu', 'cuda']}: {readonly devices?: readonly string[]}) =>
		devices.map(device => (working.includes(device) ? {device, works: true, elapsedMs: 5} : {device, works: false, reason: 'no adapter'}));
const neverAsked = async () => {
	throw new Error('A device was tried.');
};

test.each([
	{asked: 'auto', working: ['cpu', 'webgpu', 'cuda'], device: 'cuda', rule: 'auto is the fastest that works'},
	{asked: 'auto', working: ['cpu', 'webgpu'], device: 'webgpu', rule: 'auto passes over what does not work'},
	{asked: 'auto', working: ['cpu'], device: 'cpu', rule: 'auto is the CPU where nothing else works'},
	{asked: 'webgpu', working: ['cpu', 'webgpu', 'cuda'], device: 'webgpu', rule: 'a device that is named is taken'},
] as const)('$rule', async ({asked, working, device}) => {
	expect(await chooseDevice(asked, {isSmall: false, probe: machine(...working)})).toEqual({device, hasHalf: true});
});

test('auto passes over a GPU that does not run the model as it is stored, and says which', async () => {
	const needs = {isSmall: false, runsOn: (device: string) => device === 'cpu', probe: machine('cpu', 'webgpu', 'cuda')};
	expect(await chooseDevice('auto', needs)).toEqual({device: 'cpu', hasHalf: true, passedOver: {device: 'cuda', hasHalf: true}});
});

test('auto takes a GPU without float16 for what needs none of it', async () => {
	const probe = async () => [{device: 'webgpu', works: true, elapsedMs: 5, hasHalf: false}];
	const runsOn = (needsHalf: boolean) => (_: string, hasHalf: boolean) => hasHalf || !needsHalf;
	expect(await chooseDevice('auto', {isSmall: false, runsOn: runsOn(false), probe})).toEqual({device: 'webgpu', hasHalf: false});
	expect(await chooseDevice('auto', {isSmall: false, runsOn: runsOn(true), probe})).toMatchObject({device: 'cpu'});
});

test('a small model runs on the CPU, and nothing is tried', async () => {
	expect(await chooseDevice('auto', {isSmall: true, probe: neverAsked})).toMatchObject({device: 'cpu'});
	expect(await chooseDevice('cpu', {isSmall: false, probe: neverAsked})).toMatchObject({device: 'cpu'});
});

test('a device that is named and does not work is an error that says why', async () => {
	await expect(chooseDevice('cuda', {isSmall: true, probe: machine('cpu')})).rejects.toMatchObject({
		message: 'The device cuda does not work here: no adapter.',
		exitCode: 69,
	});
});
