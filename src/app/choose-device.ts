import {exitCodes, UserError} from '../errors.ts';
import {type ProbedDevice, probeDevices} from '../runtime/probe-devices.ts';
import type {Device} from '../runtime/session.ts';
import type {DeviceChoice} from './request-fields.ts';

/** The fastest first. */
const accelerators = ['cuda', 'coreml', 'dml', 'webgpu'] as const satisfies readonly Device[];

export type DeviceNeeds = {
	/** A model so small that a GPU gains nothing: `auto` is the CPU at once. */
	readonly isSmall: boolean;
	/** Devices that run the model at all; all of them by default. */
	readonly runsOn?: (device: Device) => boolean;
	/** Tries devices out, each in a process of its own. */
	readonly probe?: (options: {readonly devices?: readonly string[]}) => Promise<readonly ProbedDevice[]>;
};

/** The device that a run takes, tried out first. @throws UserError (69) when the one that was asked for does not work */
export async function chooseDevice(
	asked: DeviceChoice,
	{isSmall, runsOn = () => true, probe = probeDevices}: DeviceNeeds,
): Promise<Device> {
	if (asked === 'cpu' || (asked === 'auto' && isSmall)) return 'cpu';
	const found = await probe(asked === 'auto' ? {} : {devices: [asked]});
	const working = found.filter(({works}) => works).map(({device}) => device);
	if (asked === 'auto') return accelerators.find(device => working.includes(device) && runsOn(device)) ?? 'cpu';
	if (working.includes(asked)) return asked;
	const reason = found.find(({device}) => device === asked)?.reason;
	throw new UserError(`The device ${asked} does not work here${reason ? `: ${reason}` : ''}.`, {
		hint: 'Leave out --device to take what works; `mmada doctor` says what would help.',
		exitCode: exitCodes.unavailable,
	});
}
