import path from 'node:path';

/** The formats that pictures are saved in, by extension. PNG and WebP keep every pixel; JPEG and AVIF are smaller. */
const extensions = {'.png': 'png', '.webp': 'webp', '.jpg': 'jpeg', '.jpeg': 'jpeg', '.avif': 'avif'} as const;

export type PictureFormat = (typeof extensions)[keyof typeof extensions];

/** A file name ending that says what to write. */
export type PictureExtension = keyof typeof extensions;

export const pictureExtensions = Object.keys(extensions);

/** The ending of a name if it is one of a picture's, as typed; undefined for any other. */
export function pictureExtension(name: string): string | undefined {
	const {ext} = path.parse(name);
	return Object.hasOwn(extensions, ext.toLowerCase()) ? ext : undefined;
}

/** Whether a name is that of a picture's file, of any format that is read. */
export const isPictureName = (name: string): boolean => /\.(?:png|webp|jpe?g|avif|gif|tiff?|hei[cf])$/i.test(name);

/** The format that an ending stands for; PNG if it is none of `pictureExtensions`. */
export const formatOf = (extension: string): PictureFormat => extensions[extension.toLowerCase() as PictureExtension] ?? 'png';
