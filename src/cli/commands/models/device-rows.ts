import {readableBytes} from '../../../app/readable.ts';
import type {DeviceNeeds} from '../../../model/memory-needs.ts';
import {devices} from '../../../model/variants.ts';
import type {Device} from '../../../runtime/session.ts';

/** For each device what a model takes there and how well it is done, or that it does not run there: a name and a phrase. */
export const deviceRows = (needs: readonly DeviceNeeds[]): [device: Device, what: string][] =>
	devices.map(device => {
		const need = needs.find(each => each.device === device);
		if (!need) return [device, 'does not run there as it is stored'];
		const {hostBytes, deviceBytes, quality} = need;
		const memory =
			device === 'cpu'
				? `about ${readableBytes(hostBytes)} of memory`
				: `about ${readableBytes(deviceBytes)} of the GPU's memory, ${readableBytes(hostBytes)} of the machine's`;
		return [device, `${memory}; ${quality}`];
	});
