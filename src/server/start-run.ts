import {branchOf} from '../app/branch.ts';
import {type RunRequest, steerRequestSchema} from '../app/request.ts';
import type {RunEvent} from '../events/events.ts';
import {valueFrom, whole} from '../events/fields.ts';
import type {SteerRequest} from '../run/job.ts';
import type {Form} from './form.ts';
import {givenFields, toRequest} from './given-fields.ts';
import {Refusal} from './refusal.ts';
import {isOver, type Shelf, type ShelvedRun, tellEvent, tellNews} from './run-shelf.ts';
import {sentPictures} from './sent-pictures.ts';
import {checkPictures, type Studio} from './studio.ts';

/** Shortest time between two pictures on the way (ms). */
const previewEveryMs = 150;
/** Time after which a run without a listener is ended (ms). */
const leftMs = 30_000;

/** A run that goes on from another: from one of its steps, with changes. */
type Origin = {readonly before: readonly RunEvent[]; readonly steering: RunRequest['steering']; readonly of: ShelvedRun};

/** Surroundings of a start. */
export type Starting = {
	readonly studio: Studio;
	readonly shelf: Shelf;
	/** Gives back the memory of what was sent, when the run is over. */
	readonly release: () => void;
};

/** The run that a client asks for, in the line. @throws UserError, Refusal */
export async function startRun({fields, files}: Form, {studio, shelf, release}: Starting): Promise<ShelvedRun> {
	const origin = originOf(fields, shelf);
	const run = origin ? again(origin, shelf) : await anew({fields, files}, studio, shelf);
	perform(run, studio, origin?.before).finally(release);
	if (fields.detached !== true && fields.detached !== 'true') endWhenLeft(run);
	return run;
}

async function anew(form: Form, studio: Studio, shelf: Shelf): Promise<ShelvedRun> {
	const pictures = sentPictures(form);
	await checkPictures(pictures, studio.limits);
	const {instruction, prompt = instruction, thought} = form.fields;
	const given = {instruction: prompt, count: undefined, thought, pictures, fields: givenFields(form.fields)};
	return shelf.add(toRequest(given, studio.defaults, studio.limits), pictures);
}

const again = ({of: {request, pictures, state}, steering}: Origin, shelf: Shelf): ShelvedRun =>
	shelf.add({...request, seed: state.settings?.seed ?? request.seed, ...(steering && {steering})}, pictures);

function originOf({from, steering}: Form['fields'], shelf: Shelf): Origin | undefined {
	if (from === undefined) return;
	if (typeof from !== 'object' || from === null || !('run' in from) || typeof from.run !== 'string')
		throw new Refusal(400, '`from` must be such as {"run": "...", "step": 20}.', 'Name a run that there is.');
	const of = shelf.get(from.run);
	const step = 'step' in from ? valueFrom('step', whole(0, 65_536), from.step) : undefined;
	const requests = steerRequestsOf(steering);
	if (requests.length === 0) throw new Refusal(400, 'Nothing says what changes there.', 'Give `steering`: a list of changes.');
	const events = of.events.filter(event => event !== undefined);
	return {...branchOf(events, step, requests), of};
}

function steerRequestsOf(steering: unknown): SteerRequest[] {
	if (!Array.isArray(steering) || steering.length > 64)
		throw new Refusal(400, '`steering` must be a list of changes.', 'See docs/server.md.');
	return steering.map((one: unknown) => steerRequestOf(one));
}

/** @throws Refusal (400) for what is no change of a run */
export function steerRequestOf(asked: unknown): SteerRequest {
	const {data} = steerRequestSchema.safeParse(asked);
	if (data) return data;
	throw new Refusal(400, 'That is no change of a run.', 'Send one such as {"type": "replace", "from": "red", "to": "green"}.');
}

/** Draw in its turn, and write down all that comes of it. */
async function perform(run: ShelvedRun, studio: Studio, before: readonly RunEvent[] | undefined): Promise<void> {
	try {
		using _turn = await studio.line.enter(run.stop.signal);
		run.status = 'drawing';
		tellNews(run);
		run.drawn = await studio.draw({
			request: run.request,
			pictures: run.pictures,
			previews: {previews: true, previewEveryMs},
			tell: (event, state) => tellEvent(run, event, state),
			signal: run.stop.signal,
			begin: begun => {
				run.run = begun;
			},
			before,
		});
		run.status = run.drawn.run.end === 'complete' ? 'done' : 'cancelled';
	} catch (error) {
		run.status = run.stop.signal.aborted ? 'cancelled' : 'failed';
		if (run.status === 'failed') run.error = error;
	}
	delete run.run;
	tellNews(run);
}

/** End a run that has had no listener for a while: its client is gone. */
async function endWhenLeft(run: ShelvedRun): Promise<void> {
	let leftAt = performance.now();
	const watch = setInterval(() => {
		if (isOver(run)) clearInterval(watch);
		else if (run.listeners > 0) leftAt = performance.now();
		else if (performance.now() - leftAt > leftMs) run.stop.abort();
	}, 1000);
	watch.unref();
}
