import {maxSeed} from '../decoder/random.ts';
import {choice, type Field, text, toggle, whole} from '../events/fields.ts';
import {fits} from '../picture/fits.ts';
import {type Box, regions} from '../picture/region.ts';
import type {PixelSize} from '../pixels.ts';

/** Values of `--device`: `auto` is the best that works. */
export const deviceChoices = ['auto', 'cpu', 'cuda', 'webgpu', 'dml', 'coreml'] as const;
export type DeviceChoice = (typeof deviceChoices)[number];

/** Any text at all. */
export const something: Field<string> = text('followed by a value', given => given !== '');

/** The longest side (px) that every format can hold, and the most pixels that are read again. */
const maxSide = 16_383;
const maxPixels = 64_000_000;

/** The picture's size: as the model draws it, the input's own, or this one (px). */
export type PictureSize = 'model' | 'auto' | PixelSize;

const size: Field<PictureSize> = {
	kind: 'text',
	choices: ['auto', 'model'],
	expected: 'auto, model or a size such as 512x512',
	accepts: (value): value is PictureSize => value === 'auto' || value === 'model' || (isSize(value) && isPossible(value)),
	parse(given) {
		const [, width, height] = /^([1-9]\d{0,4})x([1-9]\d{0,4})$/.exec(given) ?? [];
		return width === undefined ? given : {width: Number(width), height: Number(height)};
	},
};

const isSize = (value: unknown): value is PixelSize =>
	typeof value === 'object' && value !== null && 'width' in value && 'height' in value && isSide(value.width) && isSide(value.height);
const isSide = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 1;
const isPossible = ({width, height}: PixelSize): boolean => Math.max(width, height) <= maxSide && width * height <= maxPixels;

type Shares = {readonly heightRatio: number; readonly widthRatio: number};

/** `0.5x0.8` is half the height and four fifths of the width, `0.5` half of both. */
const shares: Field<Shares> = {
	kind: 'text',
	expected: 'a share of height and width above 0 up to 1, such as 0.5 or 0.5x0.8',
	accepts: (value): value is Shares =>
		typeof value === 'object' &&
		value !== null &&
		'heightRatio' in value &&
		'widthRatio' in value &&
		isShare(value.heightRatio) &&
		isShare(value.widthRatio),
	parse(given) {
		const [, high, wide] = /^(\d+(?:\.\d+)?)(?:x(\d+(?:\.\d+)?))?$/.exec(given) ?? [];
		return high === undefined ? undefined : {heightRatio: Number(high), widthRatio: Number(wide ?? high)};
	},
};

/** `40,0,64,64` is a rectangle 64 px wide and high, 40 px from the left. */
const box: Field<Box> = {
	kind: 'text',
	expected: 'x,y,width,height in pixels of the picture, such as 40,0,64,64',
	accepts: (value): value is Box =>
		typeof value === 'object' &&
		value !== null &&
		[['x', 0] as const, ['y', 0] as const, ['width', 1] as const, ['height', 1] as const].every(([side, least]) => {
			const given: unknown = (value as Readonly<Record<string, unknown>>)[side];
			return typeof given === 'number' && Number.isSafeInteger(given) && given >= least;
		}),
	parse(given) {
		const [, ...sides] = /^(\d{1,6}),(\d{1,6}),(\d{1,6}),(\d{1,6})$/.exec(given.replaceAll(' ', '')) ?? [];
		const [x, y, width, height] = sides.map(Number);
		return height === undefined ? undefined : {x, y, width, height};
	},
};

/** Whether something is a share of a side, above 0. */
export const isShare = (value: unknown): boolean => typeof value === 'number' && value > 0 && value <= 1;

/** Fields of a request besides its words and its decoding, by their names on command lines and in lists of jobs. */
export const requestFields = {
	seed: whole(0, maxSeed),
	'text-length': whole(1, 4096),
	size,
	fit: choice(fits),
	markdown: toggle(),
	metadata: toggle(),
	'ai-mark': toggle(),
	strict: toggle(),
	yes: toggle(),
	mask: something,
	'mask-box': box,
	region: choice(regions),
	'invert-mask': toggle(),
	inpaint: shares,
	outpaint: shares,
	device: choice(deviceChoices),
	threads: whole(1, 1024),
	count: whole(1, 10_000),
	tries: whole(1, 100),
} as const satisfies Readonly<Record<string, Field>>;
