import {readableBytes} from './readable.ts';

/** Forms in which the weights of a model may be stored: as they were released, or as a smaller variant. */
export type Storage = 'released' | 'f16' | 'int8' | 'int8-blocks' | 'int4';

/** Facts of a model that is not here yet: bytes of its files. */
export type Incoming = {readonly weightBytes: number; readonly imageBytes: number};

export type Machine = {
	/** Bytes of memory that can be taken. */
	readonly freeBytes: number;
	readonly gpus: readonly {readonly name: string; readonly freeBytes: number}[];
};

/**
Share of half-precision weights that remains: 8 or 4 bits of 16, a scale for every 32, and the weights that stay as they were (the embedding,
and those that rounding would change most). An estimate: `models convert` measures it, and `models info` knows.
*/
const shares: Readonly<Record<Storage, number>> = {released: 1, f16: 1, int8: 0.6, 'int8-blocks': 0.6, int4: 0.4};

/** Values of one pass, and the program itself, at the size of an edit of 512 x 512 px; less for what is small. */
const workBytes = ({weightBytes}: Incoming): number => 200_000_000 + Math.min(2_000_000_000, weightBytes / 4);

/** About how many bytes of memory a run takes. */
const neededBytes = (model: Incoming, storage: Storage): number =>
	model.weightBytes * shares[storage] + model.imageBytes + workBytes(model);

/** About how many bytes the files of a variant take. */
export const variantBytes = ({weightBytes, imageBytes}: Incoming, storage: Storage): number => weightBytes * shares[storage] + imageBytes;

/** Sentences about whether a model will run here, on the processor and on a GPU, and as what. */
export function fitLines(model: Incoming, {freeBytes, gpus}: Machine): {readonly memory: string; readonly gpu: string} {
	const needed = neededBytes(model, 'released');
	const asked = `about ${readableBytes(needed)} needed, ${readableBytes(freeBytes)} free`;
	return {
		memory: needed <= freeBytes ? `${asked}: it fits` : `${asked}: ${instead(model, freeBytes)}`,
		gpu: gpuLine(model, gpus),
	};
}

/** Models up to here (bytes) are in memory as a whole, whatever their files; see `isLarge`. */
const largeBytes = 2e9;

function instead(model: Incoming, freeBytes: number): string {
	const smaller = smallerThat(model, freeBytes);
	const isReadAgain = model.weightBytes > largeBytes && model.imageBytes + workBytes(model) <= freeBytes;
	return isReadAgain ? `its files would be read again in every pass; ${smaller}` : `too little for it as it is; ${smaller}`;
}

function smallerThat(model: Incoming, freeBytes: number): string {
	const fitting = (['int8', 'int4'] as const).find(storage => neededBytes(model, storage) <= freeBytes);
	if (fitting) return `--variant ${fitting} takes about ${readableBytes(neededBytes(model, fitting))}`;
	return `--variant int4 takes more, too, about ${readableBytes(neededBytes(model, 'int4'))}`;
}

function gpuLine(model: Incoming, gpus: Machine['gpus']): string {
	const largest = [...gpus].sort((a, b) => b.freeBytes - a.freeBytes)[0];
	if (!largest) return 'none found: the processor does the work, slowly';
	const needed = neededBytes(model, 'released');
	const free = `${largest.name}, ${readableBytes(largest.freeBytes)} free`;
	if (needed <= largest.freeBytes) return `${free}: it fits`;
	const asked = `${free}, and about ${readableBytes(needed)} needed`;
	const fitting = (['int8-blocks', 'int4'] as const).find(storage => neededBytes(model, storage) <= largest.freeBytes);
	return fitting
		? `${asked}; --variant ${fitting} takes about ${readableBytes(neededBytes(model, fitting))} and fits`
		: `${asked}: the processor does the work, slowly`;
}
