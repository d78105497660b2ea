import type {VariantType} from '../model/convert/plan.ts';
import type {ModelInfo} from '../model/inspect.ts';
import {hasTablesOutside} from '../model/network/body-options.ts';
import {arithmeticOn, convertCommand, runsOn, type Storage} from '../model/variants.ts';
import type {Device} from '../runtime/session.ts';
import {readableBytes} from './readable.ts';

/** Variants, the best first: what they are stored as, and bytes of a weight, scales included. */
const variants: readonly {readonly type: VariantType; readonly storage: Storage; readonly bytes: number}[] = [
	{type: 'f16', storage: 'float16', bytes: 2},
	{type: 'int8', storage: 'int8', bytes: 1},
	{type: 'int8-blocks', storage: 'blocks8', bytes: 9 / 8},
	{type: 'int4', storage: 'int4', bytes: 5 / 8},
];

export type Room = {
	readonly device: Device;
	/** Whether it computes with float16. */
	readonly hasHalf: boolean;
	/** Bytes of memory that can be taken. */
	readonly freeBytes: number;
	/** Bytes that the model as it is stored needs there. */
	readonly neededBytes: number;
};

/** Sentences for a hint: the best smaller variant that would fit, with the command that makes it. */
export function smallerVariants(name: string, info: ModelInfo, {device, hasHalf, freeBytes, neededBytes}: Room): string[] {
	const {width} = info.config.network;
	const table = info.vocabulary * width;
	if (info.storage !== 'float32' && info.storage !== 'bfloat16' && info.storage !== 'float16') return [];
	const now = info.storage === 'float32' ? 4 : 2;
	/** Bytes of the table that tokens are looked up in, where it stands on the device; every variant has it in half precision. */
	const tableOn = (storage: Storage, bytes = 2): number => (hasTablesOutside({device}, arithmeticOn(device, storage)) ? 0 : bytes * table);
	const overheadBytes = neededBytes - (now * (info.parameters - table) + tableOn(info.storage, now));
	const smaller = variants
		.filter(({storage, bytes}) => bytes < now && runsOn(device, storage, hasHalf))
		.map(({type, storage, bytes}) => ({type, size: tableOn(storage) + (info.parameters - table) * bytes + Math.max(0, overheadBytes)}));
	const fitting = smaller.find(({size}) => size <= freeBytes);
	if (fitting) {
		const {type, size} = fitting;
		return [`A smaller variant of about ${readableBytes(size)} is made with \`${convertCommand(name, type)}\`.`];
	}
	return device === 'cpu' ? [] : ['No variant of it fits there: run it with --device cpu.'];
}
