import {jobOf} from '../../app/job-of.ts';
import type {ReadyEngine} from '../../app/open-engine.ts';
import type {Target} from '../../app/output-target.ts';
import {keepRun} from '../../app/record-run.ts';
import {eventLine, runSummary, type SavedFiles} from '../../app/run-summary.ts';
import {type Result, saveResult} from '../../app/save-result.ts';
import type {Run} from '../../engine/engine.ts';
import type {ExitCode} from '../../errors.ts';
import {exitCodes} from '../../errors.ts';
import {initialRun, type RunEvent, reduceRun} from '../../events/events.ts';
import {checkFolder, saveTogether} from '../../files/save.ts';
import {decodeImage, toPixels, toRgbImage} from '../../picture/codec.ts';
import {contactSheet} from '../../picture/contact-sheet.ts';
import {watchInterrupts} from '../terminal/interrupts.ts';
import {printData, printNotice} from '../terminal/out.ts';
import {isOnScreen, present, presentPicture, previewsFor} from '../terminal/presenter.ts';
import {openReadyEngine} from '../terminal/ready-engine.ts';
import type {RunOptions} from '../terminal/report.ts';
import {chosenTarget} from '../terminal/target.ts';

type Saved = {readonly state: Result['state']; readonly files: SavedFiles};
type FilesTarget = Extract<Target, {kind: 'files'}> & {readonly sheetStem: string};

/** Widest row of a contact sheet, in pictures. */
const sheetColumns = 4;
const mostLabelLetters = 400;

/** `-n`: the same instruction with one seed after the other, shown side by side; each picture is saved, and all of them on one sheet. */
export async function runVariations(options: RunOptions, count: number): Promise<ExitCode> {
	const {report} = options;
	const runs = Array.from({length: count}, (_, index) => ({...options, seed: options.seed + index}));
	const targets = await Promise.all(runs.map(targetOf));
	await using studio = await openReadyEngine(options);

	const stopping = new AbortController();
	let current: Run | undefined;
	const stop = () => {
		stopping.abort();
		current?.cancel();
	};
	using interrupts = watchInterrupts({onFirst: stop, onSecond: () => studio.engine().kill()});
	const saved: Saved[] = [];
	const hold = {pause: () => current?.pause(), resume: () => current?.resume(), step: () => current?.step()};

	async function* follow(): AsyncGenerator<RunEvent> {
		for (const [index, each] of runs.entries()) {
			if (stopping.signal.aborted) return;
			const events: RunEvent[] = [];
			await using keeper = await keepRun(each, studio.model.folder, studio.input);
			current = studio.engine().run(jobOf(each, studio.input, previewsFor(report)));
			for await (const event of keeper.log.follow(current.events)) {
				events.push(event);
				if (report.result === 'events') printData(eventLine(event));
				yield event;
			}
			const result = toResult(events, studio);
			const target = targets[index];
			if (!result || !target) return;
			saved.push({state: result.state, files: await saveResult(result, target, options.output)});
			await keeper.log.remove();
		}
	}

	try {
		await present(follow(), {
			title: options.instruction,
			seed: options.seed,
			seeds: runs.map(({seed}) => seed),
			report,
			stopping: stopping.signal,
			steering: {...interrupts, interrupt: interrupts.press, hold},
		});
	} finally {
		await tell(saved, options, targets[0]);
	}
	const isWhole = saved.length === count && saved.every(({state}) => state.end === 'complete');
	return isWhole ? exitCodes.ok : interrupts.exitCode();
}

/** Each picture has a name of its own, and tells its seed. */
async function targetOf(options: RunOptions): Promise<FilesTarget> {
	const target = await chosenTarget(options.output, options);
	if (target.kind === 'stdout') throw new TypeError('Several pictures do not go to stdout.');
	await checkFolder(target.folder);
	const sheetStem = `${target.stem}-sheet`;
	return options.output.name?.includes('{seed}') ? {...target, sheetStem} : {...target, stem: `${target.stem}-${options.seed}`, sheetStem};
}

function toResult(events: readonly RunEvent[], {input}: ReadyEngine): Result | undefined {
	const state = events.reduce(reduceRun, initialRun);
	const {settings, model, final, step} = state;
	return settings && model && final && step > 0 ? {events, state: {...state, settings, model, final}, input} : undefined;
}

/** Draw the sheet, and say where everything is. */
async function tell(saved: readonly Saved[], {output, report}: RunOptions, first: FilesTarget | undefined): Promise<void> {
	if (saved.length === 0 || !first) {
		if (!report.isQuiet) printNotice('Stopped; there was nothing to save yet.\n');
		return;
	}
	const sheet = await contactSheet(
		saved.map(({state}) => ({
			label: `seed ${state.settings.seed}: ${state.text}`.slice(0, mostLabelLetters),
			pictures: [toPixels(state.final)],
		})),
		Math.min(sheetColumns, saved.length),
	);
	const [file = ''] = await saveTogether(first.folder, first.sheetStem, [{extension: '.png', bytes: sheet}], {
		force: output.isForced,
	});
	if (isOnScreen(report)) await presentPicture(toRgbImage(await decodeImage(sheet, file)), sheet, report);
	if (report.result === 'json') {
		const variations = saved.map(({state, files}) => runSummary(state, files));
		printData(`${JSON.stringify({sheet: file, variations}, null, '\t')}\n`);
	} else if (report.result === 'events') {
		for (const {files} of saved) printData(`${JSON.stringify({type: 'saved', ...files})}\n`);
		printData(`${JSON.stringify({type: 'sheet', picture: file})}\n`);
	} else {
		for (const {files} of saved) printData(`${files.picture}\n`);
		printData(`${file}\n`);
	}
}
