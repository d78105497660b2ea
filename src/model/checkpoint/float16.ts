/** float32 to float16 bits, to nearest even; beyond the range infinite. */
export function toHalf(values: Float32Array): Uint16Array {
	const words = new Uint32Array(values.buffer, values.byteOffset, values.length);
	const halves = new Uint16Array(values.length);
	for (let index = 0; index < words.length; index++) {
		const word = words[index]!;
		const sign = (word >>> 16) & 0x8000;
		const magnitude = word & 0x7fffffff;
		halves[index] = sign | (magnitude >= 0x38800000 ? normalHalf(magnitude) : smallHalf(magnitude));
	}
	return halves;
}

/** From 2^-14 on: the exponent moves by 112, 13 bits of the fraction go. */
function normalHalf(magnitude: number): number {
	if (magnitude > 0x7f800000) return 0x7e00;
	const rounded = magnitude + 0xfff + ((magnitude >>> 13) & 1);
	return rounded >= 0x47800000 ? 0x7c00 : (rounded - 0x38000000) >>> 13;
}

/** Below: a whole multiple of 2^-24. */
function smallHalf(magnitude: number): number {
	const shift = 126 - (magnitude >>> 23);
	if (shift > 24) return 0;
	const fraction = (magnitude & 0x7fffff) | 0x800000;
	const whole = fraction >>> shift;
	const rest = fraction - whole * 2 ** shift;
	const half = 2 ** (shift - 1);
	return rest > half || (rest === half && (whole & 1) === 1) ? whole + 1 : whole;
}

/** float16 bits to float32. */
export function fromHalf(halves: Uint16Array): Float32Array {
	return Float32Array.from(halves, half => {
		const sign = half & 0x8000 ? -1 : 1;
		const exponent = (half >>> 10) & 0x1f;
		const fraction = half & 0x3ff;
		if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
		return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15));
	});
}

/** bfloat16 bits to float32: the upper half of its word. */
export function fromBfloat16(halves: Uint16Array): Float32Array {
	const words = new Uint32Array(halves.length);
	for (let index = 0; index < halves.length; index++) words[index] = halves[index]! << 16;
	return new Float32Array(words.buffer);
}
