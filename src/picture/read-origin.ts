import {z} from 'zod';
import {exitCodes, UserError} from '../errors.ts';
import {modelSchema, settingsSchema} from '../events/schema.ts';
import {readXmpPacket} from './decode.ts';
import {type Origin, originKeyword, reasoningKeyword, xmpKeyword} from './encode.ts';
import {readExtendedXmp} from './jpeg-xmp.ts';
import {sniffImage} from './magic.ts';
import {fitSchema, outputSchema} from './output-schema.ts';
import {readPngText} from './png-text.ts';
import {readXmp} from './read-xmp.ts';

const originSchema = z.object({
	software: z.string(),
	settings: settingsSchema,
	model: modelSchema,
	input: z.object({name: z.string(), digest: z.string(), fit: fitSchema}).optional(),
	output: outputSchema.optional(),
	partial: z.object({step: z.int().nonnegative()}).optional(),
});

/** Facts in a picture's file about the way it was made. */
export type FoundOrigin = Origin & {
	/** The IPTC digital source type it is marked with. */
	readonly sourceType?: string;
};

/**
The origin of a picture, from the file's own bytes. @throws UserError (65) when it is no image, damaged, or does not say.
`name` is what messages call it.
*/
export async function readOrigin(bytes: Uint8Array, name: string): Promise<FoundOrigin> {
	const {json, reasoning = '', sourceType} = await textsOf(bytes, name);
	const origin = originSchema.safeParse(json === undefined ? undefined : parseJson(json));
	if (origin.success) return {...origin.data, reasoning, ...(sourceType !== undefined && {sourceType})};
	const mark = sourceType === undefined ? '' : ` Its mark says: ${sourceType}.`;
	throw new UserError(
		json === undefined ? `\`${name}\` does not say what made it.${mark}` : `What \`${name}\` says of how it was made cannot be read.`,
		{
			hint: 'Pictures of mmada do, unless saved with --no-metadata or by another program; the .json file beside one says it too.',
			exitCode: exitCodes.badData,
			cause: origin.error,
		},
	);
}

type Texts = {readonly json?: string | undefined; readonly reasoning?: string | undefined; readonly sourceType?: string | undefined};

async function textsOf(bytes: Uint8Array, name: string): Promise<Texts> {
	const format = sniffImage(bytes);
	const chunks = format === 'png' ? readPngText(bytes, [originKeyword, xmpKeyword]) : undefined;
	const packet = chunks ? chunks[xmpKeyword] : await readXmpPacket(bytes, name);
	const json = chunks?.[originKeyword];
	const main = readXmp(packet ?? '');
	const extended = format === 'jpeg' && packet ? readExtendedXmp(bytes, packet) : undefined;
	const {texts, sourceType} = extended === undefined ? main : withExtension(main, readXmp(extended));
	// Only beside the settings it is ours: other programs have comments of their own.
	if (json !== undefined) return {json, reasoning: readPngText(bytes, [reasoningKeyword])[reasoningKeyword], sourceType};
	// Also of a PNG that another program made of a picture in another format.
	return {json: texts['mmada:origin'], reasoning: texts['mmada:reasoning'], sourceType};
}

const withExtension = (main: ReturnType<typeof readXmp>, more: ReturnType<typeof readXmp>): ReturnType<typeof readXmp> => ({
	...more,
	...main,
	texts: {...more.texts, ...main.texts},
});

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
