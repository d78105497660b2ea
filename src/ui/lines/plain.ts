import {initialRun, type RunEvent, type RunState, reduceRun} from '../../events/events.ts';
import {decidedShare, percent} from '../../events/progress.ts';
import {printable} from '../../printable.ts';

/** Progress lines come at least this far apart, by the clock of the run. */
const minGapMs = 1000;

/** `step 12/64 · text 34 % · image 20 % · 3.1 s`: where a run stands, for one line. */
function progressLine({steps, step, textIds, codes, elapsedMs}: RunState): string {
	return [
		`step ${step}/${steps ?? '?'}`,
		`text ${percent(decidedShare(textIds))}`,
		`image ${percent(decidedShare(codes))}`,
		`${(elapsedMs / 1000).toFixed(1)} s`,
	].join(' · ');
}

/** `storybook on cpu · seed 42`: what runs. */
const headLine = ({settings, model}: RunState): string => printable(`${model?.name} on ${model?.device} · seed ${settings?.seed}`);

/** A run as lines for a log or a pipe: what runs, notices, progress at most once a second, the reasoning at the end. Time is the run's own. */
export async function* plainLines(events: AsyncIterable<RunEvent>): AsyncGenerator<string> {
	let state = initialRun;
	let lastMs = Number.NEGATIVE_INFINITY;
	for await (const event of events) {
		state = reduceRun(state, event);
		if (event.type === 'started') {
			lastMs = Number.NEGATIVE_INFINITY;
			yield headLine(state);
			for (const notice of event.notices) yield printable(notice);
		} else if (event.type === 'step' && event.elapsedMs - lastMs >= minGapMs) {
			lastMs = event.elapsedMs;
			yield progressLine(state);
		} else if (event.type === 'finished') {
			yield `${event.reason === 'complete' ? 'done' : 'stopped'}: ${progressLine(state)}`;
			yield printable(event.text);
		}
	}
}
