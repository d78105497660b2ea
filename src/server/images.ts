import type {Context} from 'hono';
import {streamSSE} from 'hono/streaming';
import {createQueue} from '../engine/queue.ts';
import {readBody, type Store, type Taken} from './body.ts';
import {parseForm} from './form.ts';
import {givenFields, toRequest} from './given-fields.ts';
import {type ImageOptions, imageOptions, withOwnQuality} from './image-options.ts';
import type {KeptFiles} from './kept-files.ts';
import {type MadePicture, type Making, makePictures} from './make-pictures.ts';
import {answerTo, Refusal} from './refusal.ts';
import {sentPictures} from './sent-pictures.ts';
import {checkPictures, type Studio} from './studio.ts';

export type ImageRoutes = {
	readonly studio: Studio;
	readonly store: Store;
	readonly files: KeptFiles;
	readonly report: (error: unknown) => void;
};
type Kind = 'image_generation' | 'image_edit';

/** `POST /v1/images/generations` and `/v1/images/edits`, as the OpenAI API has them. */
export async function answerImages(context: Context, kind: Kind, routes: ImageRoutes): Promise<Response> {
	const {studio, store, files} = routes;
	const taken: Taken = {bytes: 0};
	let isStreaming = false;
	try {
		// Before the body: what has to wait for later need not be read.
		studio.line.checkRoom();
		const body = await readBody(context.req.raw, store, taken, studio.limits);
		const form = await parseForm(body, context.req.header('content-type') ?? '');
		const pictures = kind === 'image_edit' ? sentPictures(form) : {image: undefined, mask: undefined};
		if (kind === 'image_edit' && !pictures.image)
			throw new Refusal(400, 'There is no picture to edit.', 'Send it as `image`, or use /v1/images/generations.');
		const options = imageOptions(form.fields);
		const {prompt, n, thought} = form.fields;
		const given = {instruction: prompt, count: n, thought, pictures, fields: givenFields(withOwnQuality(form.fields))};
		const request = toRequest(given, studio.defaults, studio.limits);
		await checkPictures(pictures, studio.limits);
		nameModel(context, options, studio);
		const making = {request, pictures, options, files, address: `http://${context.req.header('host')}`};
		if (options.isStream) {
			isStreaming = true;
			return await streamPictures(context, kind, making, {...routes, done: () => store.giveBack(taken)});
		}
		const data: MadePicture[] = [];
		await makePictures(studio, {...making, signal: context.req.raw.signal, onMade: made => data.push(made)});
		return context.json({...commonFields(request, options), data});
	} finally {
		if (!isStreaming) store.giveBack(taken);
	}
}

/** Say which model drew, and that another one was asked for. */
function nameModel(context: Context, {model}: ImageOptions, {name}: Studio): void {
	context.header('mmada-model', encodeURIComponent(name));
	if (model !== undefined && model !== name)
		context.header('mmada-asked-model', encodeURIComponent(model.slice(0, 100).replace(/\p{Cs}/gu, '')));
}

const commonFields = ({output: {size}}: Making['request'], {format}: ImageOptions) => ({
	created: Math.floor(Date.now() / 1000),
	background: 'opaque',
	output_format: format,
	size: typeof size === 'string' ? 'auto' : `${size.width}x${size.height}`,
});

type Message = {readonly event: string; readonly data: string} | 'hold';

/** The same as events: each picture on its way and when it is finished. Nothing is sent before a run began, so that a fault has its status. */
async function streamPictures(
	context: Context,
	kind: Kind,
	making: Omit<Making, 'signal' | 'onMade'>,
	{studio, report, done}: ImageRoutes & {readonly done: () => void},
): Promise<Response> {
	const leaving = new AbortController();
	const signal = AbortSignal.any([leaving.signal, context.req.raw.signal]);
	const messages = createQueue<Message>(() => leaving.abort());
	const {request, options} = making;
	const send = (event: string, fields: object) => messages.push({event, data: JSON.stringify({type: event, ...fields})});
	const common = () => {
		const {created, ...others} = commonFields(request, options);
		return {created_at: created, ...others};
	};
	const working = makePictures(studio, {
		...making,
		signal,
		onStart: () => messages.push('hold'),
		onPartial: ({index, b64_json, reasoning, step, steps}) =>
			send(`${kind}.partial_image`, {
				...common(),
				...{b64_json, partial_image_index: index, revised_prompt: reasoning, reasoning, step, steps},
			}),
		onMade: made => send(`${kind}.completed`, {...common(), ...made}),
	});
	working.then(
		() => messages.end(),
		error => messages.fail(error),
	);
	working.then(done, done);
	const first = await messages.next();
	return streamSSE(context, async stream => {
		stream.onAbort(() => leaving.abort());
		try {
			for (let next = first; !next.done; next = await messages.next()) {
				if (next.value === 'hold') await stream.write(': drawing\n\n');
				else await stream.writeSSE(next.value);
			}
		} catch (error) {
			if (signal.aborted) return;
			report(error);
			await stream.writeSSE({event: 'error', data: JSON.stringify({type: 'error', ...answerTo(error).body})});
		}
	});
}
