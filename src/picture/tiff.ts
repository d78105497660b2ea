/** Channels of a TIFF file. */
export type TiffChannels = {
	/** By the photometric interpretation: 1 grey or palette, 3 RGB and the like, 4 CMYK; undefined where it is another. */
	readonly colours: number | undefined;
	/** Kinds of the channels behind the colours: 0 something unsaid such as a saved selection, 1 associated alpha, 2 alpha. */
	readonly extra: readonly number[];
	/** `8-bit`, `32-bit floating-point`. */
	readonly samples: string;
	/** Its name where the library does not turn it into RGB. */
	readonly space?: string | undefined;
};

const tags = {bitsPerSample: 258, compression: 259, photometric: 262, samplesPerPixel: 277, extraSamples: 338, sampleFormat: 339};
const colourChannels: Readonly<Record<number, number>> = {0: 1, 1: 1, 2: 3, 3: 1, 5: 4, 6: 3, 8: 3, 9: 3, 10: 3};
const spaces: Readonly<Record<number, string>> = {6: 'YCbCr', 8: 'Lab', 9: 'Lab', 10: 'Lab'};
const jpegs = [6, 7];
const formats: Readonly<Record<number, string>> = {2: ' signed', 3: ' floating-point', 5: ' complex', 6: ' complex'};
/** Most channels: no file that we read has more, and a file may say 65 535. */
const most = 64;

/**
The channels of the first picture of a TIFF file; undefined if its directory cannot be read. The image library takes any fourth channel
for alpha, and what others call "extra samples" is most often a selection that an editor saved along.
*/
export function tiffChannels(bytes: Uint8Array): TiffChannels | undefined {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const isLittle = bytes[0] === 0x49;
	const found = new Map<number, number[]>();
	try {
		const directory = view.getUint32(4, isLittle);
		const count = view.getUint16(directory, isLittle);
		for (let entry = directory + 2; entry < directory + 2 + count * 12; entry += 12) {
			const tag = view.getUint16(entry, isLittle);
			// Type 3: of two bytes each, in place where they fit.
			if (!Object.values(tags).includes(tag) || view.getUint16(entry + 2, isLittle) !== 3) continue;
			const values = Math.min(most, view.getUint32(entry + 4, isLittle));
			const start = values > 2 ? view.getUint32(entry + 8, isLittle) : entry + 8;
			found.set(
				tag,
				Array.from({length: values}, (_, index) => view.getUint16(start + index * 2, isLittle)),
			);
		}
	} catch {
		return undefined;
	}
	const photometric = found.get(tags.photometric)?.[0] ?? -1;
	const colours = colourChannels[photometric];
	// Within JPEG data YCbCr is unfolded by its reader.
	const isJpeg = jpegs.includes(found.get(tags.compression)?.[0] ?? 1);
	const all = found.get(tags.samplesPerPixel)?.[0] ?? 1;
	const said = found.get(tags.extraSamples) ?? [];
	const count = Math.max(0, Math.min(most, all) - (colours ?? all));
	const bits = found.get(tags.bitsPerSample)?.[0] ?? 1;
	return {
		colours,
		extra: Array.from({length: count}, (_, index) => said[index] ?? 0),
		samples: `${bits}-bit${formats[found.get(tags.sampleFormat)?.[0] ?? 1] ?? ''}`,
		space: photometric === 6 && isJpeg ? undefined : spaces[photometric],
	};
}
