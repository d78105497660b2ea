import {freeMemory} from '../../../app/memory.ts';
import {modelPlaces} from '../../../app/model-places.ts';
import {inspectModel} from '../../../model/inspect.ts';
import {convertCommand, runsOn, variantFor} from '../../../model/variants.ts';
import type {ProbedDevice} from '../../../runtime/probe-devices.ts';
import {findFolder} from '../../../store/find-model.ts';
import {deviceRows} from '../models/device-rows.ts';
import {type Check, note, ok} from './check.ts';

/**
Memory of the model that `--model` names, on each device; nothing without a name.
@param probed - the devices, as they were tried
@throws UserError when there is no such model
*/
export async function checkModelDevices(name: string | boolean | undefined, probed: readonly ProbedDevice[]): Promise<Check[]> {
	if (typeof name !== 'string' || name === '') return [];
	const {needs, storage, isLarge} = await inspectModel(await findFolder(name, modelPlaces()));
	const freeBytes = await freeMemory();
	const hasHalf = (device: string) => probed.find(each => each.device === device)?.hasHalf ?? true;
	return deviceRows(needs).map(([device, found]) => {
		const need = needs.find(each => each.device === device);
		const subject = `${name} on ${device}`;
		const type = isLarge ? variantFor(device, storage, hasHalf(device)) : undefined;
		const fix = type && convertCommand(name, type);
		if (!need) return note(subject, found, fix);
		if (isLarge && !runsOn(device, storage, hasHalf(device)))
			return note(subject, 'does not run there as it is stored: the driver of this GPU has no float16', fix);
		if (need.hostBytes <= freeBytes) return ok(subject, found);
		const lack =
			need.hostBytes - need.sharedBytes > freeBytes ? 'more memory than is free' : 'not all of its files fit into the memory that is free';
		return note(subject, `${found}; ${lack}`);
	});
}
