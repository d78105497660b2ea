import type {RunRequest} from '../app/request.ts';
import {pictureFile} from '../app/save-result.ts';
import type {RunEvent} from '../events/events.ts';
import {encodeAs, encodePng, toPixels} from '../picture/codec.ts';
import type {ImageOptions} from './image-options.ts';
import type {KeptFiles} from './kept-files.ts';
import type {SentPictures} from './sent-pictures.ts';
import type {Drawn, Studio} from './studio.ts';

/** A finished picture as a client gets it. */
export type MadePicture = {
	readonly b64_json?: string;
	readonly url?: string;
	/** The reasoning: clients show it beside the picture. */
	readonly revised_prompt: string;
	readonly mmada: {
		readonly seed: number;
		readonly model: string;
		readonly elapsed_ms: number;
		readonly notices: readonly string[];
		readonly findings: readonly string[];
	};
};

/** A picture on its way. */
export type PartialPicture = {
	readonly index: number;
	readonly b64_json: string;
	readonly reasoning: string;
	readonly step: number;
	readonly steps: number | undefined;
};

export type Making = {
	readonly request: RunRequest;
	readonly pictures: SentPictures;
	readonly options: ImageOptions;
	/** Address of this server, as the client calls it. */
	readonly address: string;
	readonly files: KeptFiles;
	readonly signal: AbortSignal;
	/** Hears that a run began, of each picture on the way, and of each that is finished. */
	readonly onStart?: () => void;
	readonly onPartial?: (partial: PartialPicture) => void;
	readonly onMade: (made: MadePicture) => void;
};

const extensionOf = {png: '.png', jpeg: '.jpg', webp: '.webp'} as const;
const typeOf = {png: 'image/png', jpeg: 'image/jpeg', webp: 'image/webp'} as const;

/** Shortest time between two pictures on the way (ms). */
const partialEveryMs = 100;

/** Make the pictures of a request, one after the other, in one's turn. @throws UserError, or the reason of the signal */
export async function makePictures(studio: Studio, making: Making): Promise<void> {
	const {count = 1, ...request} = making.request;
	const {options, signal} = making;
	using _turn = await studio.line.enter(signal);
	for (let index = 0; index < count; index++) {
		const partials = createPartials(making);
		const drawn = await studio.draw({
			request: {...request, seed: request.seed + index},
			pictures: making.pictures,
			previews: {previews: options.isStream && options.partials > 0, previewEveryMs: partialEveryMs},
			signal,
			tell: partials.tell,
		});
		await partials.told();
		making.onMade(await madeOf(drawn, making));
	}
}

async function madeOf(drawn: Drawn, {request, options, address, files}: Making): Promise<MadePicture> {
	const {format, handedAs} = options;
	const bytes = await pictureFile(drawn, extensionOf[format], request.output);
	const {settings, model, text, elapsedMs} = drawn.run;
	return {
		...(handedAs === 'b64_json'
			? {b64_json: base64(bytes)}
			: {url: `${address}/v1/files/${files.keep({bytes, type: typeOf[format]}, extensionOf[format])}`}),
		revised_prompt: text,
		mmada: {
			seed: settings.seed,
			model: model.name,
			elapsed_ms: Math.round(elapsedMs),
			notices: drawn.notices,
			findings: drawn.findings,
		},
	};
}

/** As many pictures on the way as were asked for, spread evenly over the steps; fewer of a run that is sooner done. */
function createPartials({options, onStart = () => {}, onPartial = () => {}}: Making) {
	let [sent, text] = [0, ''];
	let steps: number | undefined;
	let telling = Promise.resolve();
	return {
		tell(event: RunEvent) {
			if (event.type === 'started') onStart();
			if (event.type === 'started') steps = event.settings.steps;
			if (event.type === 'step') [text, steps] = [event.text, event.of ?? steps];
			if (event.type !== 'preview' || sent >= options.partials) return;
			if (steps !== undefined && event.step < ((sent + 1) * steps) / (options.partials + 1)) return;
			const partial = {index: sent++, reasoning: text, step: event.step, steps};
			const {image} = event;
			telling = telling.then(async () => {
				const pixels = toPixels(image);
				const bytes = options.format === 'png' ? await encodePng(pixels) : await encodeAs(pixels, options.format);
				onPartial({...partial, b64_json: base64(bytes)});
			});
			telling.catch(() => {});
		},
		told: async () => telling,
	};
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
