import {eventLine} from '../../app/run-summary.ts';
import type {ExitCode} from '../../errors.ts';
import {exitCodes} from '../../errors.ts';
import type {RunEvent} from '../../events/events.ts';
import {stateAfter} from '../../events/finished-run.ts';
import {createPlayer, type Player} from '../../events/player.ts';
import {toFilm} from '../../film/film.ts';
import {withPreviews} from '../../film/previews.ts';
import {pleasantMs} from '../../film/timing.ts';
import {readTranscript} from '../../transcript/beside.ts';
import {fromBase64Png} from '../../transcript/compact.ts';
import {toEvents} from '../../transcript/transcript.ts';
import {toReplayOptions} from '../parse/options.ts';
import type {Parsed} from '../parse/parse.ts';
import {watchInterrupts} from '../terminal/interrupts.ts';
import {printData} from '../terminal/out.ts';
import {isOnScreen, present, presentPicture} from '../terminal/presenter.ts';
import {resultText} from '../terminal/report.ts';
import {takeUp} from './rerun.ts';
import {saveFilm} from './save-film.ts';

/** `mmada replay`: a saved run again, as it looked; without a model. A pipe gets its lines without waiting. */
export async function replayFile(parsed: Parsed): Promise<ExitCode> {
	const options = toReplayOptions(parsed);
	const {file, speed, report} = options;
	const events: RunEvent[] = [];
	const transcript = await readTranscript(file);
	for await (const event of toEvents(transcript)) events.push(event);
	if (options.exports.length > 0) {
		const input = transcript.input && (await fromBase64Png(transcript.input.png));
		for (const saved of await saveFilm(toFilm(events, input), options)) printData(`${saved}\n`);
		return exitCodes.ok;
	}
	const state = stateAfter(events);

	const isWatched = isOnScreen(report);
	const player = createPlayer(isWatched && report.result !== 'events' ? withPreviews(events) : events, {
		pace: speed !== undefined ? {speed} : isWatched ? {totalMs: pleasantMs} : {speed: Number.POSITIVE_INFINITY},
	});
	const stopping = new AbortController();
	const stop = () => {
		stopping.abort();
		player.stop();
	};
	let isLeft = false;
	const leave = () => {
		isLeft = true;
		stop();
	};
	let taken: readonly RunEvent[] | undefined;
	/** Leaves the replay: another screen takes the run up at this step, with a model. */
	const host = {
		async look() {
			const step = player.step();
			const end = events.findIndex(event => event.type === 'step' && event.step > step);
			taken = events.slice(0, end === -1 ? undefined : end).filter(({type}) => type !== 'finished' && type !== 'paused');
			stop();
			return new Promise<never>(() => {});
		},
		agree: async () => ({written: [], words: [], codes: []}),
		complete: async () => [],
		goOn: async () => {},
	};
	using interrupts = watchInterrupts({onFirst: stop, onSecond: stop});
	await present(report.result === 'events' ? tell(player.events) : player.events, {
		title: state.settings?.instruction ?? '',
		seed: state.settings?.seed ?? 0,
		report,
		stopping: new AbortController().signal,
		steering: {
			stop: leave,
			interrupt: interrupts.press,
			...(report.result !== 'events' && {hold: {...holdOf(player), ...(isWatched && {host})}}),
		},
	});
	if (taken) return takeUp(file, parsed.flags, taken);
	// A key that leaves what is only watched interrupts nothing.
	if (stopping.signal.aborted) return isLeft ? exitCodes.ok : interrupts.exitCode();
	if (state.final) await presentPicture(state.final, report);
	printData(resultText(report.result, state));
	return exitCodes.ok;
}

/** Actions of keys on a replay; none if its events are printed, which a seek would print again. */
const holdOf = ({pause, resume, seek}: Player) => ({pause, resume, seek, step: () => seek(1), isRecorded: true});

async function* tell(events: AsyncIterable<RunEvent>): AsyncGenerator<RunEvent> {
	for await (const event of events) {
		printData(eventLine(event));
		yield event;
	}
}
