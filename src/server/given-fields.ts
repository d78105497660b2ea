import type {RunDefaults, RunRequest} from '../app/request.ts';
import {requestFrom} from '../app/request.ts';
import {askedBy, type GivenFields} from '../app/said-fields.ts';
import {settingFlagNames} from '../events/settings.ts';
import type {Limits} from './limits.ts';
import {longestInstruction, mostPictures} from './limits.ts';
import {Refusal} from './refusal.ts';
import type {SentPictures} from './sent-pictures.ts';

/** Fields of ours that a client may give. What decides where files go, or what the machine runs on, is the server's. */
const known = [...settingFlagNames, 'seed', 'size', 'fit', 'metadata', 'ai-mark', 'strict', 'yes', 'inpaint', 'outpaint'] as const;
/** A field without what people write differently: `image_steps` and `imageSteps` are `image-steps`. */
const plain = (name: string): string => name.toLowerCase().replace(/[_-]/g, '');
const flagOf = new Map<string, (typeof known)[number]>(known.map(name => [plain(name), name]));
/** Longer names are none of ours. */
const longestName = 40;

/** Fields of ours among others, by the names of their flags. */
export function givenFields(fields: Readonly<Record<string, unknown>>): GivenFields {
	const found = Object.entries(fields).flatMap(([name, value]) => {
		const flag = name.length > longestName ? undefined : flagOf.get(plain(name));
		return flag === undefined || value === '' ? [] : [[flag, value] as const];
	});
	return Object.fromEntries(found);
}

export type Given = {
	readonly instruction: unknown;
	readonly count: unknown;
	readonly fields: GivenFields;
	readonly pictures: SentPictures;
	/** Words that the thought begins with. */
	readonly thought?: unknown;
	readonly steering?: RunRequest['steering'];
};

/** Names of the pictures of a request, in messages; they are no paths, since their bytes are there. */
const [imageName, maskName] = ['image', 'mask'];

/** The request for a run. @throws SettingError, and Refusal for what is too much for a server */
export function toRequest(
	{instruction, count, fields, pictures, thought, steering = []}: Given,
	defaults: RunDefaults,
	{askedPixels}: Limits,
): RunRequest {
	const isEdit = pictures.image !== undefined;
	const {output, repaint, ...asked} = askedBy({...fields, count});
	const size = output?.size;
	if (typeof size === 'object' && size.width * size.height > askedPixels)
		throw new Refusal(400, `\`size\` is more than ${Math.floor(askedPixels / 1e6)} megapixels.`, 'Ask for a smaller picture.');
	if (typeof instruction === 'string' && instruction.length > longestInstruction)
		throw new Refusal(
			400,
			`\`prompt\` has more than ${longestInstruction} characters, and no model reads so many.`,
			'Say it more shortly.',
		);
	if (pictures.mask && repaint) throw new Refusal(400, '`mask` and a share to change exclude each other.', 'Send one of them.');
	if (Number(asked.count ?? 1) > mostPictures)
		throw new Refusal(400, `\`n\` must be a whole number from 1 to ${mostPictures}.`, 'Ask for the others after them.');
	const begun = typeof thought === 'string' && thought.trim() !== '' ? [thinking(thought)] : [];
	const changes = [...begun, ...steering];
	return requestFrom(
		{
			...asked,
			task: isEdit ? 'edit' : 'gen',
			instruction,
			...(isEdit && {image: imageName}),
			...(pictures.mask ? {repaint: {maskFile: maskName}} : repaint && {repaint}),
			...(changes.length > 0 && {steering: changes}),
			// Only an edit has a size of its own.
			output: {...output, size: size === 'auto' && !isEdit ? 'model' : (size ?? (isEdit ? 'auto' : 'model'))},
		},
		defaults,
	);
}

const thinking = (text: string) => ({step: 0, by: 'program', request: {type: 'think', text}}) as const;
