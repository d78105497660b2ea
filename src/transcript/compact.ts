import {exitCodes, UserError} from '../errors.ts';
import {eventsVersion, type RgbImage, type RunEvent} from '../events/events.ts';
import {interventionSchema} from '../events/schema.ts';
import {decodeImage, encodePng, type Pixels, thumbnailOf, toPixels, toRgbImage} from '../picture/codec.ts';
import type {CompactEvent} from './schema.ts';

/** Whether a transcript keeps the event. A pause is no part of the run: its clock stood still. */
type RecordedEvent = Exclude<RunEvent, {type: 'paused'}>;

export const isRecorded = (event: RunEvent): event is RecordedEvent => event.type !== 'paused';

/** Takes a run's events in their order and gives them smaller: each step holds only what changed, previews are shrunk to what a screen shows. */
export function createCompactor(): (event: RecordedEvent) => Promise<CompactEvent> {
	let textIds: readonly (number | null)[] = [];
	let codes: readonly (number | null)[] = [];
	return async event => {
		switch (event.type) {
			case 'started':
				return {...event, settings: {...event.settings}, model: {...event.model}, notices: [...event.notices]};
			case 'step':
			case 'steered': {
				const changes = {textIds: changed(textIds, event.textIds), codes: changed(codes, event.codes)};
				({textIds, codes} = event);
				return event.type === 'step'
					? {...event, ...changes}
					: {...event, intervention: interventionSchema.parse(event.intervention), ...changes};
			}
			case 'preview':
				return {type: 'preview', step: event.step, png: await previewPng(event.image)};
			case 'finished': {
				const {type, reason, elapsedMs, text} = event;
				return {type, reason, elapsedMs, text, png: await toBase64Png(toPixels(event.image))};
			}
		}
	};
}

/** Most pixels of a run's picture, and of a preview: four times those of the largest that models make. */
const mostPixels = {picture: 16_000_000, preview: 64 * 64};

/**
The events that became these, but for the size of the previews. What a step leaves as it was is the same array as before.
@throws UserError (65) when they unfold to more than any run holds
*/
export async function* expandEvents(compact: Iterable<CompactEvent>, {hasPreviews = true} = {}): AsyncGenerator<RunEvent> {
	const spend = createBudget();
	let textIds: readonly (number | null)[] = [];
	let codes: readonly (number | null)[] = [];
	for (const event of compact) {
		switch (event.type) {
			case 'started':
				yield {...event, version: eventsVersion};
				break;
			case 'step':
			case 'steered':
				textIds = apply(textIds, event.textIds, spend);
				codes = apply(codes, event.codes, spend);
				yield {...event, textIds, codes};
				break;
			case 'preview':
				if (!hasPreviews) break;
				spend('previews', 1);
				yield {type: 'preview', step: event.step, image: await fromBase64Png(event.png, mostPixels.preview)};
				break;
			case 'finished': {
				const {type, reason, elapsedMs, text} = event;
				spend('pictures', 1);
				yield {type, reason, elapsedMs, text, image: await fromBase64Png(event.png)};
			}
		}
	}
}

/** By image: a preview is written down as it comes, and saved with the run. */
const previewPngs = new WeakMap<RgbImage, Promise<string>>();

async function previewPng(image: RgbImage): Promise<string> {
	const known = previewPngs.get(image) ?? toBase64Png(thumbnailOf(image));
	previewPngs.set(image, known);
	return known;
}

function changed(before: readonly (number | null)[], after: readonly (number | null)[]): [number, number | null][] {
	return [...after.entries()].filter(([index, value]) => before[index] !== value);
}

function apply(before: readonly (number | null)[], changes: readonly [number, number | null][], spend: Budget): readonly (number | null)[] {
	const length = changes.reduce((most, [index]) => Math.max(most, index + 1), before.length);
	// A view of a step shows all of it, new or not.
	spend('ids', length);
	if (changes.length === 0) return before;
	const after = Array.from({length}, (_, index) => before[index] ?? null);
	for (const [index, value] of changes) after[index] = value;
	return after;
}

/**
Limit of all steps together when unfolded: a token or code of each counts. 4096 steps of the largest released model hold 21 million of them,
the bundled one's runs some thousands; a preview comes with a step.
*/
const budget = {ids: 32_000_000, previews: 8192, pictures: 4};
type Budget = (kind: keyof typeof budget, count: number) => void;

function createBudget(): Budget {
	const left = {...budget};
	return (kind, count) => {
		left[kind] -= count;
		if (left[kind] >= 0) return;
		throw new UserError('The transcript unfolds to more than any run of a model holds.', {
			hint: 'Name another one; this one was not written by mmada, or is damaged.',
			exitCode: exitCodes.badData,
		});
	};
}

/** A PNG file of these pixels in base64. */
export const toBase64Png = async (pixels: Pixels): Promise<string> => Buffer.from(await encodePng(pixels)).toString('base64');

export const fromBase64Png = async (base64: string, most = mostPixels.picture): Promise<RgbImage> =>
	toRgbImage(await decodeImage(Buffer.from(base64, 'base64'), 'a picture in the transcript', most));
