import type {Job} from '../run/job.ts';
import type {InputPicture} from './read-input.ts';
import type {RunRequest} from './request.ts';

/** The engine's job of a request. @param previews - Whether and how often the picture is shown on its way. */
export const jobOf = (
	{task, instruction, seed, settings, isStrict, isAgreed, steering, tries}: RunRequest,
	input: InputPicture | undefined,
	previews: Pick<Job, 'previews' | 'previewEveryMs'>,
): Job => ({
	task,
	instruction,
	seed,
	settings,
	...previews,
	isStrict,
	...(isAgreed && {isAgreed}),
	...(tries !== undefined && tries > 1 && {isWeighed: true}),
	...(steering && {steering}),
	...(input && {input: input.pixels}),
	...(input?.repaint && {repaint: input.repaint, inputPlace: {seen: input.placement.seen, at: input.placement.at}}),
});
