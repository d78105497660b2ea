/** One tensor to write. `data` is little-endian, row-major. */
export type TensorToWrite = {
	readonly name: string;
	readonly dtype: 'U8' | 'U16' | 'I64' | 'F32';
	readonly shape: readonly number[];
	readonly data: ArrayBufferView;
};

/** A safetensors file: 8 bytes of header length, a JSON header padded to a multiple of 8, then the tensors one after the other. */
export function writeSafetensors(tensors: readonly TensorToWrite[]): Uint8Array {
	let offset = 0;
	const entries = tensors.map(({name, dtype, shape, data}) => {
		const begin = offset;
		offset += data.byteLength;
		return [name, {dtype, shape, data_offsets: [begin, offset]}] as const;
	});
	const json = JSON.stringify(Object.fromEntries(entries));
	const header = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8));
	const file = new Uint8Array(8 + header.length + offset);
	new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
	file.set(header, 8);
	let at = 8 + header.length;
	for (const {data} of tensors) {
		file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
		at += data.byteLength;
	}
	return file;
}
