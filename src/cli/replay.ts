import {setTimeout} from 'node:timers/promises';
import {exitCodes} from '../errors.ts';
import {toFilm} from '../output/film.ts';
import {encodePng, toPixels} from '../output/png.ts';
import {readTranscript, toEvents} from '../output/transcript.ts';
import {initialRun, type RunEvent, reduceRun} from '../run/events.ts';
import {replay} from '../run/replay.ts';
import {watchInterrupts} from './interrupts.ts';
import {toReplayOptions} from './options.ts';
import type {Parsed} from './parse.ts';
import {isOnScreen, present, presentPicture} from './present.ts';
import {eventLine, resultText} from './result.ts';
import {saveFilm} from './save-film.ts';
import type {ExitCode} from './settle.ts';

/** `mmada replay`: a saved run again, as it looked; without a model. A pipe gets its lines without waiting. */
export async function replayFile(parsed: Parsed): Promise<ExitCode> {
	const options = toReplayOptions(parsed);
	const {file, speed, report} = options;
	const events: RunEvent[] = [];
	for await (const event of toEvents(await readTranscript(file))) events.push(event);
	if (options.exports.length > 0) {
		for (const saved of await saveFilm(toFilm(events), options)) process.stdout.write(`${saved}\n`);
		return exitCodes.ok;
	}
	const state = events.reduce(reduceRun, initialRun);

	const stopping = new AbortController();
	const stop = () => stopping.abort();
	using interrupts = watchInterrupts({onFirst: stop, onSecond: stop});
	const player = play(events, speed ?? (isOnScreen(report) ? 1 : Number.POSITIVE_INFINITY), stopping.signal);
	await present(report.result === 'events' ? tell(player) : player, {
		title: state.settings?.instruction ?? '',
		seed: state.settings?.seed ?? 0,
		report,
		stopping: new AbortController().signal,
		steering: {...interrupts, interrupt: interrupts.press},
	});
	if (stopping.signal.aborted) return exitCodes.interrupted;
	if (state.final) await presentPicture(state.final, await encodePng(toPixels(state.final)), report);
	process.stdout.write(resultText(report.result, state));
	return exitCodes.ok;
}

/** The events at their times, until stopped. */
async function* play(events: readonly RunEvent[], speed: number, signal: AbortSignal): AsyncGenerator<RunEvent> {
	try {
		yield* replay(events, {speed, wait: async milliseconds => setTimeout(milliseconds, undefined, {signal})});
	} catch (error) {
		if (!signal.aborted) throw error;
	}
}

async function* tell(events: AsyncIterable<RunEvent>): AsyncGenerator<RunEvent> {
	for await (const event of events) {
		process.stdout.write(eventLine(event));
		yield event;
	}
}
