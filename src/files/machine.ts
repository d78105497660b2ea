import {readFileSync, readlinkSync} from 'node:fs';
import {hostname} from 'node:os';

/**
The scope of process numbers: the machine since it started, and on Linux the namespace of its processes. Containers can
share a host name, a folder and even the machine, and still not see each other's processes; copies of a virtual machine share a name.
*/
export const machine = (): string => [hostname(), bootAndNamespace()].filter(text => text !== '').join(separator);

/** The host name in what `machine` says. */
export const hostOf = (place: string): string => (place.includes(separator) ? place.slice(0, place.lastIndexOf(separator)) : place);

/** No host name holds it. */
const separator = '/';

function bootAndNamespace(): string {
	try {
		const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
		return `${boot}-${readlinkSync('/proc/self/ns/pid').replace(/\D/g, '')}`;
	} catch {
		// Not Linux, or a system that tells neither.
		return '';
	}
}
