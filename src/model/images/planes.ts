/** A picture as networks read it: the red plane, then the green, then the blue, each row-major, 3 * width * height values. */
export type Planes = {readonly data: Float32Array; readonly width: number; readonly height: number};

/** Interleaved RGB to planes. Bytes are mapped to [black, 1]; floats are taken as they are. */
export function toPlanes(rgb: Uint8Array | Float32Array, width: number, height: number, black: 0 | -1): Planes {
	const size = width * height;
	if (rgb.length !== 3 * size) throw new RangeError(`${rgb.length} values for a picture of ${width}x${height}, which has ${3 * size}.`);
	const isBytes = rgb instanceof Uint8Array;
	const data = new Float32Array(3 * size);
	for (let place = 0; place < size; place++) {
		for (let channel = 0; channel < 3; channel++) {
			const value = rgb[place * 3 + channel]!;
			// In the references' order: to a share in float32, then to [-1, 1] by mean 0.5 and deviation 0.5.
			const share = Math.fround(value / 255);
			data[channel * size + place] = !isBytes ? value : black === 0 ? share : (share - 0.5) / 0.5;
		}
	}
	return {data, width, height};
}

/** Rounding of values between two bytes. */
export type Rounding = 'nearest' | 'down';

/** Planes in [black, 1] to interleaved bytes: values beyond are clipped, the rest goes to the nearest byte, or down to the next. */
export function toBytes({data, width, height}: Planes, black: 0 | -1, rounding: Rounding = 'nearest'): Uint8Array {
	const round = rounding === 'nearest' ? Math.round : Math.floor;
	const size = width * height;
	const rgb = new Uint8Array(3 * size);
	for (let place = 0; place < size; place++) {
		for (let channel = 0; channel < 3; channel++) {
			const share = (data[channel * size + place]! - black) / (1 - black);
			rgb[place * 3 + channel] = round(Math.min(1, Math.max(0, share)) * 255);
		}
	}
	return rgb;
}
