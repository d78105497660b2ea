import {initialRun, type RunEvent, type RunState, reduceRun} from '../../events/events.ts';
import {maskGlyph, printable} from '../../printable.ts';

/** Sentences about progress come at least this far apart, by the clock of the run. */
const minGapMs = 5000;

/** A run as sentences to be read out: each stands for itself, and none repeats what was said. Time is the run's own. */
export async function* spokenLines(events: AsyncIterable<RunEvent>): AsyncGenerator<string> {
	let state = initialRun;
	let lastMs = 0;
	yield 'The model is loading.';
	for await (const event of events) {
		const wasPaused = state.isPaused;
		state = reduceRun(state, event);
		if (event.type === 'started') {
			lastMs = 0;
			const {settings, model} = event;
			yield printable(`${model.name} runs on ${model.device}: ${settings.steps} steps, seed ${settings.seed}.`);
			for (const notice of event.notices) yield printable(notice);
		} else if (event.type === 'paused') {
			yield `Paused at ${place(state)}. ${reading(state)}`;
		} else if (event.type === 'step' && !wasPaused && event.elapsedMs - lastMs >= minGapMs) {
			lastMs = event.elapsedMs;
			yield `At ${place(state)}: ${share(state.textIds)} of the words and ${share(state.codes)} of the picture are decided.${rest(state)}`;
		} else if (event.type === 'steered') {
			yield `Changed at ${place(state)}. ${reading(state)}`;
		} else if (event.type === 'finished') {
			yield `${event.reason === 'complete' ? 'Done' : `Stopped at ${place(state)}`} after ${spokenTime(event.elapsedMs)}. ${reading(state)}`;
		}
	}
}

const place = ({step, steps}: RunState): string => `step ${step} of ${steps ?? 'unknown'}`;

const share = (tokens: readonly (number | null)[]): string =>
	`${tokens.length === 0 ? 0 : Math.floor((100 * tokens.filter(token => token !== null).length) / tokens.length)} percent`;

/** The reasoning without the words that are still masked. */
function reading({text}: RunState): string {
	const words = printable(text).replaceAll(maskGlyph, ' ').replace(/\s+/g, ' ').trim();
	return words === '' ? 'No word is there yet.' : `It reads: ${words}`;
}

function rest({step, steps, elapsedMs}: RunState): string {
	if (steps === undefined || step < 2 || step >= steps) return '';
	return ` About ${spokenTime((elapsedMs / step) * (steps - step))} to go.`;
}

function spokenTime(milliseconds: number): string {
	const seconds = Math.max(1, Math.round(milliseconds / 1000));
	if (seconds < 90) return seconds === 1 ? '1 second' : `${seconds} seconds`;
	const minutes = Math.round(seconds / 60);
	return minutes < 90 ? `${minutes} minutes` : `${(minutes / 60).toFixed(1)} hours`;
}
