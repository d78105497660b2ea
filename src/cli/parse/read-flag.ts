import {requestFields, something} from '../../app/request-fields.ts';
import {atDoor} from '../../errors.ts';
import {type Field, number, valueFrom, whole} from '../../events/fields.ts';
import {asFlag, type FlagName} from '../table/flags.ts';
import type {Parsed} from './parse.ts';

type Flags = Parsed['flags'];

/** The value of a flag, if it is given. @throws UserError (2) for another than it takes */
export const read = <Value>(flags: Flags, name: FlagName, kind: Field<Value>): Value | undefined =>
	atFlags(() => (flags[name] === undefined ? undefined : valueFrom(name, kind, flags[name])));

/** Result of `reading`; a fault of its fields names their flags. */
export const atFlags = <Value>(reading: () => Value): Value => atDoor(asFlag, reading);

export const seedFrom = (flags: Flags) => read(flags, 'seed', requestFields.seed);

export const countFrom = (flags: Flags, name: FlagName, max: number) => read(flags, name, whole(1, max));

export const numberFrom = (flags: Flags, name: FlagName, min: number, max: number) => read(flags, name, number(min, max));

export const textFrom = (flags: Flags, name: FlagName) => read(flags, name, something);
