import type {Context} from 'hono';
import {streamSSE} from 'hono/streaming';
import {untilAborted} from '../app/follow-run.ts';
import {answerTo} from './refusal.ts';
import {isOver, type ShelvedRun} from './run-shelf.ts';

/** Facts of a run as JSON. */
export function factsOf(run: ShelvedRun) {
	const {id, status, createdAt, request, state, drawn, error} = run;
	return {
		...{id, object: 'run', status, created: createdAt},
		...{task: request.task, instruction: request.instruction, seed: request.seed},
		...{step: state.step, steps: state.steps ?? null, reasoning: state.text, is_paused: state.isPaused},
		notices: drawn?.notices ?? state.notices,
		findings: drawn?.findings ?? [],
		...(error !== undefined && answerTo(error).body),
	};
}

/** Time between two signs of life where there is nothing to tell (ms). */
const quietMs = 10_000;

/**
The events of a run, from its first or after the one that the client has: each a `RunEvent`, numbered; then `ended` with its facts. Previews
that are out of date are left out.
*/
export function followEvents(context: Context, run: ShelvedRun): Response {
	const last = Number(context.req.header('last-event-id') ?? -1);
	let next = Number.isSafeInteger(last) && last >= 0 ? last + 1 : 0;
	return streamSSE(context, async stream => {
		const leaving = new AbortController();
		stream.onAbort(() => leaving.abort());
		run.listeners++;
		try {
			while (!leaving.signal.aborted) {
				const {news} = run;
				for (; next < run.events.length; next++) {
					const event = run.events[next];
					if (event) await stream.writeSSE({id: String(next), event: event.type, data: JSON.stringify(event)});
				}
				if (isOver(run)) {
					await stream.writeSSE({event: 'ended', data: JSON.stringify(factsOf(run))});
					return;
				}
				const isQuiet = await untilAborted(Promise.race([news.promise.then(() => false), quiet()]), leaving.signal);
				if (isQuiet) await stream.write(`: ${run.status}\n\n`);
			}
		} catch (error) {
			if (!leaving.signal.aborted) throw error;
		} finally {
			run.listeners--;
		}
	});
}

const quiet = async (): Promise<boolean> =>
	new Promise(resolve => {
		setTimeout(() => resolve(true), quietMs).unref();
	});
