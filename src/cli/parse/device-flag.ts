import {z} from 'zod';
import type {DeviceChoice} from '../../app/choose-device.ts';
import {deviceChoices} from '../../app/choose-device.ts';
import type {Parsed} from './parse.ts';
import {read} from './read-flag.ts';
/** `--device`, if it is given. @throws UserError (2) for another word */
export const deviceFrom = (flags: Parsed['flags']): DeviceChoice | undefined =>
	read(flags, 'device', z.enum(deviceChoices), `one of ${deviceChoices.join(', ')}`);
