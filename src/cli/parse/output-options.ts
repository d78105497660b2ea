import {z} from 'zod';
import type {OutputOptions} from '../../app/request.ts';
import {usage} from '../../app/usage-error.ts';
import {fits, type Size} from '../../picture/fit.ts';
import type {Parsed} from './parse.ts';
import {read, textFrom} from './read-flag.ts';

/** @throws UserError (2) when flags contradict each other */
export function outputOptions(flags: Parsed['flags']): OutputOptions {
	const [output, name] = [textFrom(flags, 'output'), textFrom(flags, 'name')];
	if (output === '-') {
		const other = (['json', 'events', 'markdown', 'name'] as const).find(flag => flags[flag] !== undefined && flags[flag] !== false);
		if (other) throw usage(`With \`-o -\` stdout is the picture, which leaves no place for --${other}.`, 'Leave one of them out.');
	}
	return {
		output,
		name,
		size: read(flags, 'size', sizeSchema, 'auto, model or a size such as 512x512') ?? 'model',
		fit: read(flags, 'fit', z.enum(fits), 'crop, pad or stretch'),
		isForced: flags.force === true,
		hasMetadata: flags.metadata !== false,
		hasAiMark: flags['ai-mark'] !== false,
		hasMarkdown: flags.markdown === true,
	};
}

/** The longest side (px) that every format can hold, and the most pixels that are read again. */
const maxSide = 16_383;
const maxPixels = 64_000_000;

const sizeSchema = z.union([
	z.enum(['auto', 'model']),
	z
		.string()
		.regex(/^[1-9]\d{0,4}x[1-9]\d{0,4}$/)
		.transform((text): Size => {
			const [width = 0, height = 0] = text.split('x').map(Number);
			return {width, height};
		})
		.refine(({width, height}) => Math.max(width, height) <= maxSide && width * height <= maxPixels),
]);
