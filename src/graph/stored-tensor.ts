/** Element types that a checkpoint may store and a graph can read. */
export type StoredType = 'F32' | 'F16' | 'BF16' | 'I8' | 'U8';

export const bytesPerElement: Readonly<Record<StoredType, number>> = {F32: 4, F16: 2, BF16: 2, I8: 1, U8: 1};

/** Place of a tensor's bytes (row-major, little-endian), so that a graph can read them out of the untouched file. */
export type StoredTensor = {
	readonly name: string;
	readonly type: StoredType;
	readonly shape: readonly number[];
	/** File name relative to the checkpoint folder. */
	readonly file: string;
	/** First byte, from the start of the file. */
	readonly offset: number;
	/** Length in bytes. */
	readonly length: number;
	/** The bytes themselves, of a tensor that stands in no file. */
	readonly data?: Uint8Array;
};

/** Stretches of the rows of a tensor, each of no more bytes than `most` where a row has fewer. */
export function stretchesOf(tensor: StoredTensor, most: number): StoredTensor[] {
	const [rows = 0] = tensor.shape;
	const step = Math.max(1, Math.floor((most * rows) / tensor.length));
	if (rows <= step) return [tensor];
	return Array.from({length: Math.ceil(rows / step)}, (_, index) => rowsOf(tensor, index * step, Math.min(rows, (index + 1) * step)));
}

/** Rows `start` (included) to `end` (excluded) of the first axis, as a tensor of its own. No byte is copied. */
export function rowsOf(tensor: StoredTensor, start: number, end: number): StoredTensor {
	const [rows = 0, ...rest] = tensor.shape;
	if (!(0 <= start && start < end && end <= rows)) throw new RangeError(`Rows ${start} to ${end} of ${tensor.name}, which has ${rows}.`);
	const rowBytes = tensor.length / rows;
	return {
		...tensor,
		name: `${tensor.name}[${start}:${end}]`,
		shape: [end - start, ...rest],
		offset: tensor.offset + start * rowBytes,
		length: (end - start) * rowBytes,
		...(tensor.data && {data: tensor.data.subarray(start * rowBytes, end * rowBytes)}),
	};
}
