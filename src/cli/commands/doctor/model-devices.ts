import {freeMemory} from '../../../app/memory.ts';
import {modelPlaces} from '../../../app/model-places.ts';
import {inspectModel} from '../../../model/inspect.ts';
import {findFolder} from '../../../store/find-model.ts';
import {deviceRows} from '../models/device-rows.ts';
import {type Check, note, ok} from './check.ts';

/** Memory of the model that `--model` names, on each device; nothing without a name. @throws UserError when there is no such model */
export async function checkModelDevices(name: string | boolean | undefined): Promise<Check[]> {
	if (typeof name !== 'string' || name === '') return [];
	const {needs} = await inspectModel(await findFolder(name, modelPlaces()));
	const freeBytes = await freeMemory();
	return deviceRows(needs).map(([device, found]) => {
		const need = needs.find(each => each.device === device);
		const subject = `${name} on ${device}`;
		if (!need) return note(subject, found);
		return need.hostBytes > freeBytes ? note(subject, `${found}; more memory than is free`) : ok(subject, found);
	});
}
