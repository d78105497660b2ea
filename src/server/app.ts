import {type Context, Hono} from 'hono';
import {UserError} from '../errors.ts';
import {createStore} from './body.ts';
import {guard} from './guard.ts';
import {answerImages, type ImageRoutes} from './images.ts';
import {createKeptFiles} from './kept-files.ts';
import {answerPage} from './page.ts';
import {answerTo, Refusal} from './refusal.ts';
import {runRoutes} from './run-routes.ts';
import type {Studio} from './studio.ts';

/** A request that was answered, for the server's own lines: nothing of what it said. */
export type Answered = {readonly method: string; readonly path: string; readonly status: number; readonly ms: number};

export type AppOptions = {
	readonly studio: Studio;
	readonly token: string | undefined;
	readonly onAnswer: (answered: Answered) => void;
	/** Hears of bugs. */
	readonly onBug: (error: unknown) => void;
};

/** Sent with every answer: nothing is kept, framed or taken for another type. */
const headers = {
	'cache-control': 'no-store',
	'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
	'cross-origin-resource-policy': 'same-origin',
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
};

/** Every address of the server. */
export function createApp({studio, token, onAnswer, onBug}: AppOptions): Hono {
	const report = (error: unknown) => {
		if (!(error instanceof UserError)) onBug(error);
	};
	const routes: ImageRoutes = {studio, store: createStore(studio.limits), files: createKeptFiles(), report};
	const startedAt = Math.floor(Date.now() / 1000);
	const model = {id: studio.name, object: 'model', created: startedAt, owned_by: 'mmada'};

	const app = new Hono();
	app.use(async (context, next) => {
		const startMs = performance.now();
		for (const [name, value] of Object.entries(headers)) context.header(name, value);
		await next();
		const {method, path} = context.req;
		onAnswer({method, path, status: context.res.status, ms: performance.now() - startMs});
	});
	app.use(guard(token));
	app.get('/', async context => answerPage(context, 'index.html'));
	app.get('/page/:name', async context => answerPage(context, context.req.param('name')));
	app.get('/health', context => health(context, studio));
	app.get('/v1/models', context => context.json({object: 'list', data: [model]}));
	app.get('/v1/models/:id', context => {
		if (context.req.param('id') !== model.id) throw new Refusal(404, 'There is no such model here.', `There is: ${model.id}.`);
		return context.json(model);
	});
	app.post('/v1/images/generations', async context => answerImages(context, 'image_generation', routes));
	app.post('/v1/images/edits', async context => answerImages(context, 'image_edit', routes));
	app.route('/v1/runs', runRoutes(studio, routes.store));
	app.get('/v1/files/:name', context => {
		const file = routes.files.get(context.req.param('name'));
		if (!file) throw new Refusal(404, 'There is no such file any more.', 'Pictures are kept for an hour: make it again.');
		return context.body(new Uint8Array(file.bytes), 200, {'content-type': file.type});
	});
	app.notFound(context =>
		refuse(context, new Refusal(404, 'There is nothing at this address.', 'See docs/server.md for those that there are.')),
	);
	app.onError((error, context) => {
		if (!context.req.raw.signal.aborted) report(error);
		return refuse(context, error);
	});
	return app;
}

function health(context: Context, {line, name}: Studio): Response {
	return context.json({status: 'ok', model: name, busy: line.isBusy(), waiting: line.waiting()});
}

function refuse(context: Context, error: unknown): Response {
	const {status, body, retryAfter} = answerTo(error);
	if (retryAfter !== undefined) context.header('retry-after', String(retryAfter));
	// The rest of its body is not read.
	if (status === 408 || status === 413) context.header('connection', 'close');
	return context.json(body, status);
}
