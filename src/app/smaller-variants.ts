import type {VariantType} from '../model/convert/plan.ts';
import type {ModelInfo} from '../model/inspect.ts';
import {runsOn, type Storage} from '../model/variants.ts';
import type {Device} from '../runtime/session.ts';
import {shellWord} from '../shell-word.ts';
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
	/** Bytes of memory that can be taken. */
	readonly freeBytes: number;
	/** Bytes that a run takes beside the weights. */
	readonly overheadBytes: number;
};

/** Sentences for a hint: the best smaller variant that would fit, with the command that makes it. */
export function smallerVariants(name: string, info: ModelInfo, {device, freeBytes, overheadBytes}: Room): string[] {
	const {width} = info.config.network;
	const table = info.vocabulary * width;
	if (info.storage !== 'float32' && info.storage !== 'bfloat16' && info.storage !== 'float16') return [];
	const now = info.storage === 'float32' ? 4 : 2;
	const smaller = variants
		.filter(({storage, bytes}) => bytes < now && runsOn(device, storage))
		.map(({type, bytes}) => ({type, size: 2 * table + (info.parameters - table) * bytes + Math.max(0, overheadBytes)}));
	const fitting = smaller.find(({size}) => size <= freeBytes);
	if (fitting) {
		const {type, size} = fitting;
		return [`A smaller variant of about ${readableBytes(size)} is made with \`mmada models convert ${shellWord(name)} --type ${type}\`.`];
	}
	return device === 'cpu' ? [] : ['No variant of it fits there: run it with --device cpu.'];
}
