import path from 'node:path';
import {type DoneRun, doRun, type Tell} from '../../app/do-run.ts';
import {parentsOf} from '../../app/made-file.ts';
import {checkTarget, type FilesTarget, taken} from '../../app/output-target.ts';
import type {RunRequest} from '../../app/request.ts';
import {eventLine, runSummary, type SavedFiles} from '../../app/run-summary.ts';
import {saveResult} from '../../app/save-result.ts';
import {warmer} from '../../app/tries.ts';
import type {Run} from '../../engine/engine.ts';
import type {ExitCode} from '../../errors.ts';
import {exitCodes} from '../../errors.ts';
import type {FinishedRun} from '../../events/finished-run.ts';
import {checkReplaced, type PartName, saveTogether, standsAt} from '../../files/save.ts';
import {decodeImage, toPixels, toRgbImage} from '../../picture/codec.ts';
import {contactSheet, isContactSheet} from '../../picture/contact-sheet.ts';
import {toJson} from '../../printable.ts';
import {watchInterrupts} from '../terminal/interrupts.ts';
import {nothingDrawn} from '../terminal/nothing-drawn.ts';
import {printData, printNotice} from '../terminal/out.ts';
import {isOnScreen, presentPicture, presentWhile, previewsFor} from '../terminal/presenter.ts';
import {openReadyEngine} from '../terminal/ready-engine.ts';
import type {ShownRequest} from '../terminal/report.ts';
import {chosenTarget} from '../terminal/target.ts';

type Saved = {readonly run: FinishedRun; readonly files: SavedFiles; readonly findings: readonly string[]};
type VariationTarget = FilesTarget & {readonly sheetStem: string};

/** Widest row of a contact sheet, in pictures. */
const sheetColumns = 4;
const mostLabelLetters = 400;
const sheetPart: PartName = {extension: '.png', isOwn: isContactSheet};

/** `-n`: the same instruction with one seed after the other, shown side by side; each picture is saved, and all of them on one sheet. */
export async function runVariations(options: ShownRequest, count: number): Promise<ExitCode> {
	const {report} = options;
	const say = (line: string | undefined) => {
		if (line !== undefined && !report.isQuiet) printNotice(`${line}\n`);
	};
	const runs: Awaited<ReturnType<typeof requestOf>>[] = [];
	for (let index = 0; index < count; index++) runs.push(await requestOf({...warmer(options), seed: options.seed + index}));
	await using studio = await openReadyEngine(options);

	const stopping = new AbortController();
	let current: Run | undefined;
	let isDrawn = false;
	const stop = () => {
		// Nothing would be saved, so there is nothing to wait for.
		if (!isDrawn) studio.engine.kill();
		else stopping.abort();
		current?.cancel();
	};
	using interrupts = watchInterrupts({onFirst: stop, onSecond: studio.engine.kill});
	const {input} = studio;
	const parents = input && options.image !== undefined ? await parentsOf(options.image, input.file) : [];
	const saved: Saved[] = [];
	let last: DoneRun | undefined;
	const hold = {pause: () => current?.pause(), resume: () => current?.resume(), step: () => current?.step()};

	/** Runs one after the other; a run that is stopped is the last, and is kept so that it can be resumed. */
	async function doAll(tell: Tell): Promise<void> {
		for (const {request, target} of runs) {
			if (stopping.signal.aborted) return;
			last = await doRun(request, {
				...{
					engine: await studio.engine.get(studio.size),
					modelFolder: studio.model.folder,
					input: studio.input,
					previews: previewsFor(report),
				},
				watch(run, follow) {
					current = run;
					if (stopping.signal.aborted) run.cancel();
					return follow(event => {
						isDrawn ||= event.type !== 'started';
						if (report.result === 'events') printData(eventLine(event));
						tell(event);
					});
				},
				async save(drawn) {
					const files = await saveResult({...drawn, parents}, target, options.output);
					saved.push({run: drawn.run, files, findings: drawn.findings ?? []});
					return files;
				},
			});
			if (!last.isSaved) return;
		}
	}

	try {
		const presentation = {
			...{title: options.instruction, seed: options.seed, seeds: runs.map(({request}) => request.seed), report},
			stopping: stopping.signal,
			steering: {...interrupts, interrupt: interrupts.press, hold},
		};
		await presentWhile(presentation, doAll);
	} finally {
		await tell(saved, options, runs[0]?.target);
	}
	for (const {run, findings} of saved) {
		if (findings.length > 0) say(`Seed ${run.settings.seed}: ${findings.join(' ')}`);
	}
	say(last?.problem);
	say(last?.hint);
	const isWhole = saved.length === count && saved.every(({run}) => run.end === 'complete');
	return isWhole ? exitCodes.ok : interrupts.exitCode();
}

/** One of the runs, as it would be asked for by itself: each picture has a name of its own, which tells its seed. */
async function requestOf({
	report: _,
	count: __,
	isInteractive: ___,
	...request
}: ShownRequest): Promise<{request: RunRequest; target: VariationTarget}> {
	const {isForced, name} = request.output;
	// A file with the name without a seed is not replaced, and not in the way.
	const found = await chosenTarget({...request.output, isForced: false}, request, {isNumbered: true});
	if (found.kind === 'stdout') throw new TypeError('Several pictures do not go to stdout.');
	const stem = name?.includes('{seed}') ? found.stem : `${found.stem}-${request.seed}`;
	const sheetStem = `${found.stem}-sheet`;
	const target = {...found, isNumbered: !found.isNamed, stem, sheetStem};
	const sheet = path.join(found.folder, `${sheetStem}${sheetPart.extension}`);
	await checkTarget(target, request.output);
	if (isForced) await checkReplaced(found.folder, sheetStem, [sheetPart]);
	else if (found.isNamed && (await standsAt(sheet))) throw taken(sheet);
	const output = {...request.output, output: path.join(found.folder, `${stem}${found.extension}`), name: undefined};
	return {request: {...request, output}, target};
}

/** Draw the sheet, and say where everything is. */
async function tell(saved: readonly Saved[], {output, report}: ShownRequest, first: VariationTarget | undefined): Promise<void> {
	if (saved.length === 0 || !first) {
		if (!report.isQuiet) printNotice(`${nothingDrawn()}\n`);
		return;
	}
	const sheet = await contactSheet(
		saved.map(({run}) => ({
			label: `seed ${run.settings.seed}: ${run.text}`.slice(0, mostLabelLetters),
			pictures: [toPixels(run.final)],
		})),
		Math.min(sheetColumns, saved.length),
	);
	const [file = ''] = await saveTogether(first.folder, first.sheetStem, [{...sheetPart, bytes: sheet}], {
		force: output.isForced,
	});
	if (isOnScreen(report)) await presentPicture(toRgbImage(await decodeImage(sheet, file)), report);
	if (report.result === 'json') {
		const variations = saved.map(({run, files, findings}) => runSummary(run, files, findings));
		printData(`${toJson({sheet: file, variations}, '\t')}\n`);
	} else if (report.result === 'events') {
		for (const {files} of saved) printData(`${toJson({type: 'saved', ...files})}\n`);
		printData(`${toJson({type: 'sheet', picture: file})}\n`);
	} else {
		for (const {files} of saved) printData(`${files.picture}\n`);
		printData(`${file}\n`);
	}
}
