import {field, SettingError, say} from '../errors.ts';
import {choice, type Field, text, toggle, valueFrom, whole} from '../events/fields.ts';
import type {SettingFlag} from '../events/settings.ts';
import type {Size} from '../picture/fit.ts';
import {fits} from '../picture/fits.ts';
import type {OutputOptions, RepaintOption} from './request.ts';

/** What `--device` takes: `auto` is the best that works. */
export const deviceChoices = ['auto', 'cpu', 'cuda', 'webgpu', 'dml', 'coreml'] as const;
export type DeviceChoice = (typeof deviceChoices)[number];

/** Any text at all. */
export const something: Field<string> = text('followed by a value', given => given !== '');

/** The longest side (px) that every format can hold, and the most pixels that are read again. */
const maxSide = 16_383;
const maxPixels = 64_000_000;

const size: Field<OutputOptions['size']> = {
	kind: 'text',
	choices: ['auto', 'model'],
	expected: 'auto, model or a size such as 512x512',
	accepts: (value): value is OutputOptions['size'] => value === 'auto' || value === 'model' || (isSize(value) && isPossible(value)),
	parse(given) {
		const [, width, height] = /^([1-9]\d{0,4})x([1-9]\d{0,4})$/.exec(given) ?? [];
		return width === undefined ? given : {width: Number(width), height: Number(height)};
	},
};

const isSize = (value: unknown): value is Size =>
	typeof value === 'object' && value !== null && 'width' in value && 'height' in value && isSide(value.width) && isSide(value.height);
const isSide = (value: unknown): value is number => Number.isInteger(value) && Number(value) >= 1;
const isPossible = ({width, height}: Size): boolean => Math.max(width, height) <= maxSide && width * height <= maxPixels;

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
const isShare = (value: unknown): boolean => typeof value === 'number' && value > 0 && value <= 1;

/** What a request may say besides its words and its decoding, by the names that command lines and lists of jobs have for it. */
export const requestFields = {
	seed: whole(0, Number.MAX_SAFE_INTEGER),
	'text-length': whole(1, 4096),
	size,
	fit: choice(fits),
	markdown: toggle(),
	metadata: toggle(),
	'ai-mark': toggle(),
	strict: toggle(),
	yes: toggle(),
	mask: something,
	inpaint: shares,
	outpaint: shares,
	device: choice(deviceChoices),
	threads: whole(1, 1024),
} as const satisfies Readonly<Record<string, Field>>;

/** Fields as a door has them: values, or texts that say them. */
export type GivenFields = {readonly [Name in keyof typeof requestFields | SettingFlag]?: unknown};

/** One field, if it is given. @throws SettingError for a value that it cannot have */
export const fieldFrom = <Value>(from: {readonly [name: string]: unknown}, name: string, kind: Field<Value>): Value | undefined =>
	from[name] === undefined ? undefined : valueFrom(name, kind, from[name]);

/** How the picture is saved; what is not said is as `usual` has it. @throws SettingError */
export function outputFrom(from: GivenFields, usual: OutputOptions): OutputOptions {
	return {
		...usual,
		size: fieldFrom(from, 'size', requestFields.size) ?? usual.size,
		fit: fieldFrom(from, 'fit', requestFields.fit) ?? usual.fit,
		hasMetadata: fieldFrom(from, 'metadata', requestFields.metadata) ?? usual.hasMetadata,
		hasAiMark: fieldFrom(from, 'ai-mark', requestFields['ai-mark']) ?? usual.hasAiMark,
		hasMarkdown: fieldFrom(from, 'markdown', requestFields.markdown) ?? usual.hasMarkdown,
	};
}

/** What an edit paints anew, by one of three fields. @throws SettingError */
export function repaintFrom(from: GivenFields): RepaintOption | undefined {
	const [one, other] = (['mask', 'inpaint', 'outpaint'] as const).filter(name => from[name] !== undefined);
	if (one && other) throw new SettingError(say`${field(one)} and ${field(other)} exclude each other.`, {hint: say`Choose one.`});
	const maskFile = fieldFrom(from, 'mask', requestFields.mask);
	if (maskFile !== undefined) return {maskFile};
	const inside = fieldFrom(from, 'inpaint', requestFields.inpaint);
	if (inside) return {mode: 'inpainting', ...inside};
	const outside = fieldFrom(from, 'outpaint', requestFields.outpaint);
	return outside && {mode: 'outpainting', ...outside};
}
