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

/** Base-128 digits, least significant first. */
function varint(value: number): number[] {
	if (!(Number.isSafeInteger(value) && value >= 0)) return negativeVarint(value);
	const digits: number[] = [];
	let rest = value;
	while (rest >= 128) {
		digits.push((rest % 128) + 128);
		rest = Math.floor(rest / 128);
	}
	digits.push(rest);
	return digits;
}

/** A negative number stands as its 64-bit two's complement, as int64 fields want. */
function negativeVarint(value: number): number[] {
	let rest = BigInt.asUintN(64, BigInt(value));
	const digits: number[] = [];
	for (; rest >= 128n; rest >>= 7n) digits.push(Number(rest & 127n) + 128);
	digits.push(Number(rest));
	return digits;
}

/** The head of a field, then its content. */
function field(head: readonly number[], content: ArrayLike<number>): Uint8Array {
	const bytes = new Uint8Array(head.length + content.length);
	bytes.set(head);
	bytes.set(content, head.length);
	return bytes;
}

/** An integer or enum field. `value` must be a safe integer. */
export const intField = (number: number, value: number): Uint8Array => field(varint(number * 8), varint(value));

/** A field of 32-bit float. */
export function floatField(number: number, value: number): Uint8Array {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setFloat32(0, value, true);
	return field(varint(number * 8 + 5), bytes);
}

/** A string, bytes or sub-message field. */
export function bytesField(number: number, value: string | Uint8Array): Uint8Array {
	const bytes = typeof value === 'string' ? utf8.encode(value) : value;
	return field([...varint(number * 8 + 2), ...varint(bytes.length)], bytes);
}
