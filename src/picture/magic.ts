/** Image formats that may be read. SVG and PDF are left out on purpose: they are programs, not pixels. */
export const imageFormats = ['png', 'jpeg', 'webp', 'gif', 'tiff', 'heif'] as const;
export type ImageFormat = (typeof imageFormats)[number];

const heifBrands = new Set(['avif', 'avis', 'heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1']);

/** Whether a HEIF file (first 12 bytes) is of the kind that phones write: its HEVC needs a decoder that no image library may bring along freely. */
export const isHevc = (bytes: Uint8Array): boolean => /^(hei[cxms]|hev[cx])$/.test(String.fromCharCode(...bytes.subarray(8, 12)));

/** The format of a file by its first bytes (12 are enough), never by its name; undefined if it is none of `imageFormats`. */
export function sniffImage(bytes: Uint8Array): ImageFormat | undefined {
	const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
	if (text(0, 8) === '\u0089PNG\r\n\u001A\n') return 'png';
	if (text(0, 3) === '\u00FF\u00D8\u00FF') return 'jpeg';
	if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'webp';
	if (text(0, 6) === 'GIF87a' || text(0, 6) === 'GIF89a') return 'gif';
	if (text(0, 4) === 'II*\0' || text(0, 4) === 'MM\0*') return 'tiff';
	if (text(4, 8) === 'ftyp' && heifBrands.has(text(8, 12))) return 'heif';
	return undefined;
}
