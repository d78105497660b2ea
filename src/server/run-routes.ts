import {type Context, Hono} from 'hono';
import {readBody, type Store, type Taken} from './body.ts';
import {parseForm} from './form.ts';
import {Refusal} from './refusal.ts';
import {factsOf, followEvents} from './run-events.ts';
import {pictureOfRun, transcriptOfRun} from './run-files.ts';
import {createShelf, type ShelvedRun} from './run-shelf.ts';
import {startRun, steerRequestOf} from './start-run.ts';
import type {Studio} from './studio.ts';

/** Runs that are kept for those who look at them again, and their memory (bytes). */
const mostKept = {runs: 24, bytes: 256 * 2 ** 20};

/** `/v1/runs`: runs that are watched, held and steered. */
export function runRoutes(studio: Studio, store: Store): Hono {
	const shelf = createShelf(mostKept);
	const named = (context: Context): ShelvedRun => shelf.get(context.req.param('id') ?? '');
	const running = (context: Context) => {
		const {run, status} = named(context);
		if (!run)
			throw new Refusal(409, `The run is ${status === 'waiting' ? 'still waiting' : 'over'}.`, 'Change it with POST /v1/runs and `from`.');
		return run;
	};
	const formOf = async (context: Context, taken: Taken) =>
		parseForm(await readBody(context.req.raw, store, taken, studio.limits), context.req.header('content-type') ?? '');

	const app = new Hono();
	app.get('/', context => context.json({object: 'list', data: shelf.all().map(factsOf)}));
	app.post('/', async context => {
		studio.line.checkRoom();
		const taken: Taken = {bytes: 0};
		const release = () => store.giveBack(taken);
		try {
			const run = await startRun(await formOf(context, taken), {studio, shelf, release});
			return context.json(factsOf(run), 202, {location: `/v1/runs/${run.id}`});
		} catch (error) {
			release();
			throw error;
		}
	});
	app.get('/:id', context => context.json(factsOf(named(context))));
	app.delete('/:id', context => {
		const run = named(context);
		run.stop.abort();
		shelf.remove(run);
		return context.json({id: run.id, deleted: true});
	});
	app.get('/:id/events', context => followEvents(context, named(context)));
	app.get('/:id/picture', async context => {
		const picture = await pictureOfRun(named(context));
		return context.body(new Uint8Array(picture), 200, {'content-type': 'image/png'});
	});
	app.get('/:id/transcript', async context => {
		const transcript = await transcriptOfRun(named(context));
		return context.body(new Uint8Array(transcript), 200, {'content-type': 'application/json'});
	});
	app.post('/:id/steer', async context => {
		const run = running(context);
		const taken: Taken = {bytes: 0};
		try {
			const {fields} = await formOf(context, taken);
			await run.steer(steerRequestOf(fields), 'person');
		} finally {
			store.giveBack(taken);
		}
		return context.json(factsOf(named(context)));
	});
	for (const name of ['pause', 'resume', 'step'] as const) {
		app.post(`/:id/${name}`, context => {
			running(context)[name]();
			return context.json(factsOf(named(context)));
		});
	}
	app.post('/:id/cancel', context => {
		const run = named(context);
		if (run.run) run.run.cancel();
		else run.stop.abort();
		return context.json(factsOf(run));
	});
	return app;
}
