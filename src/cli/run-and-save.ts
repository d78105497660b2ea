import path from 'node:path';
import {exitCodes} from '../errors.ts';
import {goOnFrom, joinRuns} from '../journal/continue-run.ts';
import {encodePicture} from '../output/picture.ts';
import {toPixels} from '../output/png.ts';
import {saveTogether} from '../output/save.ts';
import {encodeTranscript, type TranscriptFacts, toTranscript} from '../output/transcript.ts';
import {openEngine} from '../run/engine-process.ts';
import {initialRun, type RunEvent, reduceRun} from '../run/events.ts';
import type {Job} from '../run/protocol.ts';
import {findModel} from '../store/find-model.ts';
import {checkBeforeRun} from './before-run.ts';
import {type InputPicture, readInput} from './input-picture.ts';
import {watchInterrupts} from './interrupts.ts';
import {modelPlaces} from './model-places.ts';
import type {RunOptions} from './options.ts';
import {findTarget, type Target} from './output-target.ts';
import {version} from './package.ts';
import {isOnScreen, present, presentPicture} from './present.ts';
import {eventLine, resultText} from './result.ts';
import {keepingProblem, keepRun, type RunKeeper, resumeHint, withResumeHint} from './run-keeper.ts';
import type {ExitCode} from './settle.ts';

/** A run to go on with, and what the user calls the picture it edits. */
export type ResumedRun = {readonly keeper: RunKeeper; readonly imageName?: string | undefined};

/** Run `gen` or `edit` to its end, or go on with it: show it, save picture and transcript, print where they are. */
export async function runAndSave(options: RunOptions, resumed?: ResumedRun): Promise<ExitCode> {
	const target = await findTarget(options.output, options.instruction);
	const model = await findModel(options.model, modelPlaces());
	// The bundled model runs anywhere: it is not kept waiting.
	const said = model.config.storybook ? undefined : await checkBeforeRun(model.folder, options, {places: modelPlaces()});
	if (said !== undefined && !options.report.isQuiet) process.stderr.write(`${said}\n`);
	const input = options.image === undefined ? undefined : await readInput(options.image, options.repaint, model);
	const {threads, textLength} = options;
	// What keeps a part of its input has the size of it.
	await using engine = openEngine({modelFolder: model.folder, device: 'cpu', threads, textLength, size: input?.repaint && input.pixels});
	await using keeper = resumed?.keeper ?? (await keepRun(options, model.folder));
	const run = engine.run({...jobOf(options, input), ...goOnFrom(keeper.before)});

	const stopping = new AbortController();
	const stop = () => {
		stopping.abort();
		run.cancel();
	};
	using interrupts = watchInterrupts({onFirst: stop, onSecond: () => engine.kill()});
	const events: RunEvent[] = [];
	const name = resumed?.imageName ?? (options.image === undefined ? undefined : path.basename(options.image));
	let code: ExitCode;
	try {
		await present(record(keeper.log.follow(joinRuns(keeper.before, run.events)), events, options), {
			title: options.instruction,
			seed: options.seed,
			report: options.report,
			stopping: stopping.signal,
			steering: {...interrupts, interrupt: interrupts.press, hold: run},
		});
		code = await settle(events, options, target, input && name !== undefined ? {name, pixels: input.pixels} : undefined);
	} catch (error) {
		throw withResumeHint(error, keeper);
	}
	if (code === exitCodes.ok) await keeper.log.remove();
	for (const line of [keepingProblem(keeper), code === exitCodes.ok ? undefined : resumeHint(keeper)]) {
		if (line !== undefined && !options.report.isQuiet) process.stderr.write(`${line}\n`);
	}
	return code;
}

/** Keep every event, and tell it on stdout if asked for. */
async function* record(events: AsyncIterable<RunEvent>, kept: RunEvent[], {report}: RunOptions): AsyncGenerator<RunEvent> {
	for await (const event of events) {
		kept.push(event);
		if (report.result === 'events') process.stdout.write(eventLine(event));
		yield event;
	}
}

async function settle(
	events: readonly RunEvent[],
	options: RunOptions,
	target: Target,
	input: TranscriptFacts['input'],
): Promise<ExitCode> {
	const {report} = options;
	const state = events.reduce(reduceRun, initialRun);
	const {settings, model, final, end, text, step} = state;
	if (!settings || !model || !final || step === 0) {
		if (!report.isQuiet) process.stderr.write('Stopped; there was nothing to save yet.\n');
		return exitCodes.interrupted;
	}
	const software = `mmada ${version()}`;
	const png = await encodePicture(toPixels(final), {software, settings, model, reasoning: text});
	const transcript = await toTranscript(events, {
		software,
		savedAt: new Date(),
		input,
	});
	const [picture = '', transcriptPath = ''] = await saveTogether(
		target.folder,
		target.stem,
		[
			{extension: '.png', bytes: png},
			{extension: '.json', bytes: encodeTranscript(transcript)},
		],
		{force: options.isForced},
	);
	if (isOnScreen(report)) await presentPicture(final, png, report);
	if (options.output !== undefined && path.parse(picture).name !== target.stem && !report.isQuiet) {
		process.stderr.write(`\`${target.stem}\` is taken, so the files are called \`${path.parse(picture).name}\`; --force replaces.\n`);
	}
	process.stdout.write(resultText(report.result, state, {picture, transcript: transcriptPath}));
	return end === 'complete' ? exitCodes.ok : exitCodes.interrupted;
}

function jobOf({task, instruction, seed, settings, isStrict, report}: RunOptions, input: InputPicture | undefined): Job {
	const previews = report.result === 'events' || (report.hasPreview && !report.isQuiet);
	return {
		task,
		instruction,
		seed,
		settings,
		previews,
		isStrict,
		...(input && {input: input.pixels}),
		...(input?.repaint && {repaint: input.repaint}),
	};
}
