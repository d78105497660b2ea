import path from 'node:path';
import {exitCodes} from '../errors.ts';
import {goOnFrom, joinRuns} from '../journal/continue-run.ts';
import {encodePng, toPixels} from '../output/png.ts';
import {openEngine} from '../run/engine-process.ts';
import {initialRun, type RunEvent, reduceRun} from '../run/events.ts';
import type {Job} from '../run/protocol.ts';
import {findModel} from '../store/find-model.ts';
import {checkBeforeRun} from './before-run.ts';
import {chooseDevice} from './choose-device.ts';
import {checkModel, comparison, type Expected, inputNotice} from './expected.ts';
import {type InputPicture, readInput} from './input-picture.ts';
import {type Interrupts, watchInterrupts} from './interrupts.ts';
import {modelPlaces} from './model-places.ts';
import type {RunOptions} from './options.ts';
import {printData, printNotice} from './out.ts';
import {findTarget, type Target} from './output-target.ts';
import {isOnScreen, present, presentPicture} from './present.ts';
import {eventLine, resultText} from './result.ts';
import {keepingProblem, keepRun, type RunKeeper, resumeHint, withResumeHint} from './run-keeper.ts';
import {isRenamed, pictureFile, type Result, saveResult} from './save-result.ts';
import type {ExitCode} from './settle.ts';

/** What a run has from elsewhere than its options. */
export type RunSource = {
	/** A run to go on with. */
	readonly keeper?: RunKeeper;
	/** What the user calls the picture it edits, and the bytes of its file. */
	readonly imageName?: string | undefined;
	readonly imageFile?: Uint8Array;
	/** A saved run that it is to come out as. */
	readonly expected?: Expected;
};

/** Run `gen` or `edit` to its end, or go on with it: show it, save picture and transcript, print where they are. */
export async function runAndSave(options: RunOptions, from: RunSource = {}): Promise<ExitCode> {
	const target = await findTarget(options.output, {...options, now: new Date()});
	const model = await findModel(options.model, modelPlaces());
	// The bundled model runs anywhere: it is not kept waiting.
	const said = model.config.storybook ? undefined : await checkBeforeRun(model.folder, options, {places: modelPlaces()});
	const say = (line: string | undefined) => {
		if (line !== undefined && !options.report.isQuiet) printNotice(`${line}\n`);
	};
	say(said);
	const {threads, textLength, repaint, output} = options;
	const source = {name: from.imageName, file: from.imageFile, stdin: process.stdin};
	const input = options.image === undefined ? undefined : await readInput(options.image, model, {...source, repaint, fit: output.fit});
	if (input && from.expected) say(inputNotice(from.expected, input));
	// What keeps a part of its input has the size of it.
	const device = await chooseDevice(options.device ?? 'auto', {isSmall: model.config.storybook !== undefined});
	await using engine = openEngine({modelFolder: model.folder, device, threads, textLength, size: input?.repaint && input.pixels});
	await using keeper = from.keeper ?? (await keepRun(options, model.folder, input));
	const run = engine.run({...jobOf(options, input), ...goOnFrom(keeper.before)});

	const stopping = new AbortController();
	const stop = () => {
		stopping.abort();
		run.cancel();
	};
	using interrupts = watchInterrupts({onFirst: stop, onSecond: () => engine.kill()});
	const events: RunEvent[] = [];
	let code: ExitCode;
	try {
		await present(record(keeper.log.follow(joinRuns(keeper.before, run.events)), events, options, from.expected), {
			title: options.instruction,
			seed: options.seed,
			report: options.report,
			stopping: stopping.signal,
			steering: {...interrupts, interrupt: interrupts.press, hold: run},
		});
		code = await settle(events, options, {target, input, interrupts});
		if (from.expected) say(comparison(from.expected, events.reduce(reduceRun, initialRun)));
	} catch (error) {
		throw withResumeHint(error, keeper);
	}
	if (code === exitCodes.ok) await keeper.log.remove();
	say(keepingProblem(keeper));
	if (code !== exitCodes.ok) say(resumeHint(keeper));
	return code;
}

/** Keep every event, and tell it on stdout if asked for. */
async function* record(
	events: AsyncIterable<RunEvent>,
	kept: RunEvent[],
	{report}: RunOptions,
	expected: Expected | undefined,
): AsyncGenerator<RunEvent> {
	for await (const event of events) {
		if (expected && event.type === 'started') checkModel(expected, event.model);
		kept.push(event);
		if (report.result === 'events') printData(eventLine(event));
		yield event;
	}
}

type Surroundings = {readonly target: Target; readonly input: InputPicture | undefined; readonly interrupts: Interrupts};

async function settle(events: readonly RunEvent[], options: RunOptions, {target, input, interrupts}: Surroundings): Promise<ExitCode> {
	const {report} = options;
	const state = events.reduce(reduceRun, initialRun);
	const {settings, model, final, end, step} = state;
	if (!settings || !model || !final || step === 0) {
		if (!report.isQuiet) printNotice(step === 0 ? 'Stopped; there was nothing to save yet.\n' : 'Left at once: nothing was saved.\n');
		return interrupts.exitCode();
	}
	const result: Result = {events, state: {...state, settings, model, final}, input};
	if (target.kind === 'stdout') {
		process.stdout.write(await pictureFile(result, '.png', options.output));
	} else {
		const files = await saveResult(result, target, options.output);
		if (isOnScreen(report)) await presentPicture(final, await encodePng(toPixels(final)), report);
		if (options.output.output !== undefined && isRenamed(files, target) && !report.isQuiet) {
			const said = `\`${target.stem}\` is taken, so the files are called \`${path.parse(files.picture).name}\`; --force replaces.`;
			printNotice(`${said}\n`);
		}
		printData(resultText(report.result, state, files));
	}
	return end === 'complete' ? exitCodes.ok : interrupts.exitCode();
}

/** What the engine is asked to do. */
export function jobOf({task, instruction, seed, settings, isStrict, isAgreed, report}: RunOptions, input: InputPicture | undefined): Job {
	const previews = report.result === 'events' || (report.hasPreview && !report.isQuiet);
	return {
		task,
		instruction,
		seed,
		settings,
		previews,
		isStrict,
		...(isAgreed && {isAgreed}),
		...(input && {input: input.pixels}),
		...(input?.repaint && {repaint: input.repaint}),
	};
}
