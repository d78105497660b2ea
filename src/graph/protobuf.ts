/*
The protobuf wire format, as far as ONNX needs it: varints, 32-bit floats and length-delimited fields. A message is the
concatenation of its encoded fields, so every function here returns bytes.
*/
const utf8 = new TextEncoder();

/** Join encoded fields into one message. */
export function message(fields: readonly Uint8Array[]): Uint8Array {
	const bytes = new Uint8Array(fields.reduce((sum, field) => sum + field.length, 0));
	let offset = 0;
	for (const field of fields) {
		bytes.set(field, offset);
		offset += field.length;
	}
	return bytes;
}

/** Base-128 digits, least significant first; a negative number becomes its 64-bit two's complement, as int64 fields want. */
function varint(value: number | bigint): number[] {
	const digits: number[] = [];
	let rest = BigInt.asUintN(64, BigInt(value));
	while (rest >= 128n) {
		digits.push(Number(rest & 127n) | 128);
		rest >>= 7n;
	}
	digits.push(Number(rest));
	return digits;
}

/** An integer or enum field. `value` must be a safe integer or fit into int64. */
export const intField = (field: number, value: number | bigint): Uint8Array => Uint8Array.from([...varint(field << 3), ...varint(value)]);

/** A field of 32-bit float. */
export function floatField(field: number, value: number): Uint8Array {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setFloat32(0, value, true);
	return message([Uint8Array.from(varint((field << 3) | 5)), bytes]);
}

/** A string, bytes or sub-message field. */
export function bytesField(field: number, value: string | Uint8Array): Uint8Array {
	const bytes = typeof value === 'string' ? utf8.encode(value) : value;
	return message([Uint8Array.from([...varint((field << 3) | 2), ...varint(bytes.length)]), bytes]);
}
