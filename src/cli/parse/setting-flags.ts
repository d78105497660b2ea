import {z} from 'zod';
import type {RepaintOption} from '../../app/request.ts';
import {usage} from '../../app/usage-error.ts';
import type {Job} from '../../run/job.ts';
import type {Parsed} from './parse.ts';
import {countFrom, numberFrom, read, textFrom} from './read-flag.ts';

type Flags = Parsed['flags'];

const recipes = ['parallel', 'semi-parallel', 'sequential', 'official'] as const;
const recipeNames = 'parallel, semi-parallel, sequential or official';
const schedule = /^(cosine|linear|sigmoid|pow\d+(\.\d+)?|inference|app)$/;

/** The settings of a run that are given; what they mean for a model its engine knows. */
export function settingsFrom(flags: Flags): NonNullable<Job['settings']> {
	if (flags.guidance !== undefined && flags['guidance-text'] !== undefined)
		throw usage('--guidance and --guidance-text are the same.', 'Give one of them.');
	return {
		quality: read(flags, 'quality', z.enum(['best', 'balanced', 'fast', 'draft']), 'best, balanced, fast or draft'),
		promptRefresh: countFrom(flags, 'prompt-refresh', 4096),
		steps: countFrom(flags, 'steps', 4096),
		imageSteps: countFrom(flags, 'image-steps', 4096),
		blockLength: countFrom(flags, 'block-length', 4096),
		guidanceText: numberFrom(flags, 'guidance', 0, 100) ?? numberFrom(flags, 'guidance-text', 0, 100),
		guidanceImage: numberFrom(flags, 'guidance-image', 0, 100),
		temperature: numberFrom(flags, 'temperature', 0, 100),
		textTemperature: numberFrom(flags, 'text-temperature', 0, 100),
		recipe: read(flags, 'recipe', z.enum(recipes), recipeNames),
		remasking: read(flags, 'remasking', z.enum(['low_confidence', 'random']), 'low_confidence or random'),
		schedule: read(flags, 'schedule', z.string().regex(schedule), 'cosine, linear, sigmoid, pow2 (any exponent), inference or app'),
	};
}

/** What is painted anew, by one of three flags. */
export function repaintFrom(flags: Flags): RepaintOption | undefined {
	const given = (['mask', 'inpaint', 'outpaint'] as const).filter(name => flags[name] !== undefined);
	if (given.length > 1) throw usage(`${given.map(name => `--${name}`).join(' and ')} exclude each other.`, 'Choose one.');
	const maskFile = textFrom(flags, 'mask');
	if (maskFile !== undefined) return {maskFile};
	const [inside, outside] = [sharesFrom(flags, 'inpaint'), sharesFrom(flags, 'outpaint')];
	if (inside) return {mode: 'inpainting', ...inside};
	return outside && {mode: 'outpainting', ...outside};
}

/** `0.5x0.8` is half the height and four fifths of the width, `0.5` half of both. */
function sharesFrom(flags: Flags, name: 'inpaint' | 'outpaint'): {heightRatio: number; widthRatio: number} | undefined {
	const shares = z
		.string()
		.regex(/^\d+(\.\d+)?(x\d+(\.\d+)?)?$/)
		.transform(text => text.split('x').map(Number))
		.pipe(z.array(z.number().gt(0).max(1)));
	const found = read(flags, name, shares, 'a share of height and width above 0 up to 1, such as 0.5 or 0.5x0.8');
	return found && {heightRatio: found[0] ?? 1, widthRatio: found[1] ?? found[0] ?? 1};
}
