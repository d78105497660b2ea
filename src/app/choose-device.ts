import {exitCodes, UserError} from '../errors.ts';
import {type ProbedDevice, probeDevices} from '../runtime/probe-devices.ts';
import type {Device} from '../runtime/session.ts';
import type {DeviceChoice} from './request-fields.ts';

/** The fastest first. */
const accelerators = ['cuda', 'coreml', 'dml', 'webgpu'] as const satisfies readonly Device[];

export type DeviceNeeds = {
	/** A model so small that a GPU gains nothing: `auto` is the CPU at once. */
	readonly isSmall: boolean;
	/** Whether a device runs the model at all, by whether it has float16; all of them do by default. */
	readonly runsOn?: (device: Device, hasHalf: boolean) => boolean;
	/** Tries devices out, each in a process of its own. */
	readonly probe?: ((options: {readonly devices?: readonly string[]}) => Promise<readonly ProbedDevice[]>) | undefined;
};

/** A device that works. */
export type WorkingDevice = {
	readonly device: Device;
	/** Whether it computes with float16. */
	readonly hasHalf: boolean;
};

export type ChosenDevice = WorkingDevice & {
	/** The fastest GPU that works, where the processor was chosen since none runs the model as it is stored. */
	readonly passedOver?: WorkingDevice;
};

/** The device that a run takes, tried out first. @throws UserError (69) when the one that was asked for does not work */
export async function chooseDevice(
	asked: DeviceChoice,
	{isSmall, runsOn = () => true, probe = probeDevices}: DeviceNeeds,
): Promise<ChosenDevice> {
	const processor = {device: 'cpu', hasHalf: true} as const;
	if (asked === 'cpu' || (asked === 'auto' && isSmall)) return processor;
	const found = await probe(asked === 'auto' ? {} : {devices: [asked]});
	const working = accelerators.flatMap((device): WorkingDevice[] => {
		const one = found.find(each => each.device === device && each.works);
		return one ? [{device, hasHalf: one.hasHalf ?? true}] : [];
	});
	if (asked === 'auto') {
		const [fastest] = working;
		return working.find(({device, hasHalf}) => runsOn(device, hasHalf)) ?? {...processor, ...(fastest && {passedOver: fastest})};
	}
	const chosen = working.find(({device}) => device === asked);
	if (chosen) return chosen;
	const reason = found.find(({device}) => device === asked)?.reason;
	throw new UserError(`The device ${asked} does not work here${reason ? `: ${reason}` : ''}.`, {
		hint: 'Leave out --device to take what works; `mmada doctor` says what would help.',
		exitCode: exitCodes.unavailable,
	});
}
