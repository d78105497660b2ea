import type {ModelFacts, RunSettings} from '../events/events.ts';
import {encodeAs, encodePng, type Pixels} from './codec.ts';
import type {Fit} from './fits.ts';
import type {PictureFormat} from './formats.ts';
import {addJpegXmp} from './jpeg-xmp.ts';
import {addPngText} from './png-text.ts';
import {type SourceType, type XmpTexts, xmpPacket} from './xmp.ts';

/** The origin of a picture: it travels inside the file, so that it can be shown and run again. */
export type Origin = {
	/** Name and version of the program, for example `mmada 0.1.0`. */
	readonly software: string;
	readonly settings: RunSettings;
	readonly model: ModelFacts;
	readonly reasoning: string;
	/** Edits: what the user called the picture, sha256 (hex) of the pixels that the model saw, and how they got its size. */
	readonly input?: {readonly name: string; readonly digest: string; readonly fit: Fit} | undefined;
	readonly output?: OutputFacts | undefined;
	/** Steps that were done, of a picture that was stopped before it was whole. */
	readonly partial?: {readonly step: number} | undefined;
};

/** The size that a picture was saved at, and how it got into another shape if that was said. */
export type OutputFacts = {readonly size: string; readonly fit?: Fit | undefined};

export type PictureOptions = {
	readonly format?: PictureFormat;
	/** Carry its origin; true by default. */
	readonly hasMetadata?: boolean;
	/** Carry the mark that a model made it; true by default. */
	readonly hasAiMark?: boolean;
};

/** Keyword of the machine-readable text: JSON of the `Origin` but for the reasoning. */
export const originKeyword = 'mmada';
export const reasoningKeyword = 'Comment';
export const xmpKeyword = 'XML:com.adobe.xmp';

/**
The file of a result: these pixels (exactly, in PNG and WebP), what made them, and an XMP mark that says so: IPTC digital source type.
A PNG carries the instruction (`Description`), the reasoning (`Comment`), `Software` and the settings with the model's digest (`mmada`)
in iTXt chunks; the other formats carry the same in XMP.
*/
export async function encodePicture(
	image: Pixels,
	origin: Origin,
	{format = 'png', hasMetadata = true, hasAiMark = true}: PictureOptions = {},
): Promise<Uint8Array> {
	const {software, settings, reasoning} = origin;
	const sourceType = hasAiMark ? sourceTypeOf(settings.task) : undefined;
	if (format === 'png') {
		return addPngText(await encodePng(image), {
			...(hasMetadata && {
				Description: settings.instruction,
				[reasoningKeyword]: reasoning,
				Software: software,
				[originKeyword]: originJson(origin),
			}),
			...(sourceType && {[xmpKeyword]: xmpPacket({}, sourceType)}),
		});
	}
	const packet = (texts: XmpTexts) => (sourceType || Object.keys(texts).length > 0 ? xmpPacket(texts, sourceType) : undefined);
	const texts = hasMetadata ? xmpTexts(origin) : {};
	if (format !== 'jpeg') return encodeAs(image, format, packet(texts));
	// A JPEG has room for 64 KiB: of a longer text the settings stay, then the mark alone.
	const shorter = hasMetadata ? {'mmada:origin': originJson(origin)} : {};
	return addJpegXmp(await encodeAs(image, format), [packet(texts), packet(shorter), packet({})]);
}

const xmpTexts = (origin: Origin): XmpTexts => ({
	'dc:description': origin.settings.instruction,
	'xmp:CreatorTool': origin.software,
	'mmada:reasoning': origin.reasoning,
	'mmada:origin': originJson(origin),
});

/** Two characters that XML cannot hold are escaped, so that any instruction comes back as it was. */
const originJson = ({reasoning: _, ...origin}: Origin): string =>
	JSON.stringify(origin).replace(/[\uFFFE\uFFFF]/g, character => `\\u${character.charCodeAt(0).toString(16)}`);

const sourceTypeOf = (task: RunSettings['task']): SourceType =>
	task === 'gen' ? 'trainedAlgorithmicMedia' : 'compositeWithTrainedAlgorithmicMedia';
