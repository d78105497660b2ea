import {eventsVersion, type RgbImage, type RunEvent} from '../events/events.ts';
import {decodeImage, encodePng, type Pixels, thumbnailOf, toPixels, toRgbImage} from '../picture/codec.ts';
import type {CompactEvent} from './schema.ts';

/** What of a run is kept. A pause happened to whoever watched, not to the run: its clock stood still. */
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
			case 'step': {
				const changes = {textIds: changed(textIds, event.textIds), codes: changed(codes, event.codes)};
				({textIds, codes} = event);
				return {...event, ...changes};
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

/** The events that became these, but for the size of the previews. */
export async function* expandEvents(compact: Iterable<CompactEvent>): AsyncGenerator<RunEvent> {
	let textIds: readonly (number | null)[] = [];
	let codes: readonly (number | null)[] = [];
	for (const event of compact) {
		switch (event.type) {
			case 'started':
				yield {...event, version: eventsVersion};
				break;
			case 'step':
				textIds = apply(textIds, event.textIds);
				codes = apply(codes, event.codes);
				yield {...event, textIds, codes};
				break;
			case 'preview':
				yield {type: 'preview', step: event.step, image: await fromBase64Png(event.png)};
				break;
			case 'finished': {
				const {type, reason, elapsedMs, text} = event;
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

function apply(before: readonly (number | null)[], changes: readonly [number, number | null][]): (number | null)[] {
	const after = [...before];
	for (const [index, value] of changes) after[index] = value;
	return Array.from(after, value => value ?? null);
}

/** A PNG file of these pixels in base64. */
export const toBase64Png = async (pixels: Pixels): Promise<string> => Buffer.from(await encodePng(pixels)).toString('base64');

export const fromBase64Png = async (base64: string): Promise<RgbImage> =>
	toRgbImage(await decodeImage(Buffer.from(base64, 'base64'), 'a picture in the transcript'));
