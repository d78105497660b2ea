import path from 'node:path';
import {parentsOf} from '../../app/made-file.ts';
import type {FilesTarget, Target} from '../../app/output-target.ts';
import type {RunKeeper} from '../../app/record-run.ts';
import {type Expected, inputNotice} from '../../app/reproduction.ts';
import type {SavedFiles} from '../../app/run-summary.ts';
import {type DrawnRun, isRenamed, pictureFile, saveResult} from '../../app/save-result.ts';
import {type ExitCode, exitCodes} from '../../errors.ts';
import type {RunEvent} from '../../events/events.ts';
import type {Parent} from '../../transcript/schema.ts';
import {printData, printNotice, printRaw} from '../terminal/out.ts';
import {presentPicture} from '../terminal/presenter.ts';
import {openReadyEngine} from '../terminal/ready-engine.ts';
import type {ShownRequest} from '../terminal/report.ts';
import {resultText} from '../terminal/report.ts';
import {chosenTarget} from '../terminal/target.ts';
import {runTried} from './run-tried.ts';

/** Inputs of a run beside its options. */
export type RunSource = {
	/** A run to resume. */
	readonly keeper?: RunKeeper;
	/** The place of its partial picture. */
	readonly target?: FilesTarget | undefined;
	/** The user's name for the picture it edits, and the bytes of its file. */
	readonly imageName?: string | undefined;
	readonly imageFile?: Uint8Array;
	/** Runs that led to it, if its file does not tell them. */
	readonly parents?: readonly Parent[] | undefined;
	/** A saved run that it is to come out as. */
	readonly expected?: Expected;
	/** Events of the saved run that it continues, if it does. */
	readonly before?: readonly RunEvent[] | undefined;
	/** It begins held, to be changed; left as it was, it is not saved. */
	readonly isHeld?: boolean | undefined;
};

/** Run `gen` or `edit` to its end, or resume it: show it, save picture and transcript, print where they are. */
export async function runAndSave(options: ShownRequest, from: RunSource = {}): Promise<ExitCode> {
	const {keeper, expected, before, isHeld} = from;
	const target = from.target ?? (await chosenTarget(options.output, options));
	await using studio = await openReadyEngine(options, {name: from.imageName, file: from.imageFile});
	const {input, model} = studio;
	const say = (line: string | undefined) => {
		if (line !== undefined && !options.report.isQuiet) printNotice(`${line}\n`);
	};
	if (input && expected) say(inputNotice(expected, input));
	let isElsewhere = false;
	// Awaited here: the studio would close before a promise is fulfilled.
	const code = await runTried(options, {
		...{engine: await studio.engine.get(studio.size), modelFolder: model.folder, input, keeper, expected, before, isHeld},
		async save(result, left) {
			const image = from.imageName ?? options.image;
			const parents = from.parents ?? (input && image !== undefined ? await parentsOf(image, input.file) : []);
			const files = await saveAndTell({...result, parents}, options, target, left);
			if (!files || target.kind !== 'files' || !target.isNamed) return files;
			if (isRenamed(files, target)) {
				isElsewhere = true;
				printNotice(`\`${target.stem}${target.extension}\` was made by another program meanwhile: the picture is \`${files.picture}\`.\n`);
			} else say(besideNotice(files, target));
			return files;
		},
	});
	return code === exitCodes.ok && isElsewhere ? exitCodes.cannotCreate : code;
}

/** Notice of where the transcript is, if a picture that was named has it under another name than usual. */
function besideNotice({transcript}: SavedFiles, {folder, stem}: FilesTarget): string | undefined {
	const usual = `${stem}.json`;
	if (path.basename(transcript) === usual) return;
	return `\`${path.join(folder, usual)}\` is another file, so the transcript is \`${transcript}\`.`;
}

/**
Save a picture, print it if the screen did not show it, and say where it is.
@param left - fulfilled once the screen of its run is left: the files are written meanwhile
@returns the files, none for stdout
*/
export async function saveAndTell(
	drawn: DrawnRun,
	{output, report}: ShownRequest,
	target: Target,
	left = Promise.resolve(),
): Promise<SavedFiles | undefined> {
	const {run} = drawn;
	if (target.kind === 'stdout') {
		const [file] = await Promise.all([pictureFile(drawn, '.png', output), left]);
		printRaw(file);
		return;
	}
	const saving = saveResult(drawn, target, output);
	// A failure is thrown below, when the screen is left.
	saving.catch(() => {});
	await left;
	await presentPicture(run.final, report);
	const files = await saving;
	printData(resultText(report.result, run, {files, findings: drawn.findings}));
	return files;
}
