import path from 'node:path';
import {drawnInput, type InputPicture, readInput} from '../../../app/read-input.ts';
import type {RepaintOption} from '../../../app/request.ts';
import {type DrawnRun, pictureOf} from '../../../app/save-result.ts';
import {encodePng, type Pixels} from '../../../picture/codec.ts';
import type {Fit} from '../../../picture/fits.ts';
import type {FoundModel} from '../../../store/find-model.ts';
import type {Parent} from '../../../transcript/schema.ts';
import type {ShownRequest} from '../../terminal/report.ts';

type Files = {readonly picture: string; readonly transcript?: string};

/** A picture that the session made. */
export type MadeEntry = {
	readonly options: ShownRequest;
	readonly input: InputPicture | undefined;
	/** The runs that led to it, oldest first. */
	readonly parents: readonly Parent[];
	readonly result: DrawnRun;
	files?: Files;
};

/** A picture that was there before, as its file holds it. */
export type OpenedEntry = {
	readonly opened: {readonly file: string; readonly bytes: Uint8Array; readonly pixels: Pixels};
	/** The runs that it came from, its own the last. */
	readonly parents: readonly Parent[];
	readonly files: Files;
};

/** A picture of a session. */
export type Entry = MadeEntry | OpenedEntry;

/** The picture as an edit starts from it. */
export async function inputFrom(
	entry: Entry,
	model: FoundModel,
	{repaint, fit}: {readonly repaint?: RepaintOption | undefined; readonly fit?: Fit | undefined},
): Promise<InputPicture> {
	const stdin = process.stdin;
	if ('opened' in entry) {
		const {file, bytes} = entry.opened;
		return readInput(file, model, {file: bytes, repaint, fit, stdin});
	}
	const name = entry.files ? path.basename(entry.files.picture) : 'unsaved picture';
	const drawn = await pictureOf(entry.result, {size: 'model'});
	return repaint ? readInput(name, model, {file: await encodePng(drawn), repaint, fit, stdin}) : drawnInput(name, drawn, model);
}

/** The runs that led to what is made from it. */
export const parentsFrom = (entry: Entry): readonly Parent[] => {
	if ('opened' in entry) return entry.parents;
	const {task, instruction, seed} = entry.options;
	return [...entry.parents, {task, instruction, seed, ...(entry.files?.transcript && {transcript: path.resolve(entry.files.transcript)})}];
};

/** The instruction that it was made by, or its file. */
export const titleOf = (entry: Entry): string => ('opened' in entry ? path.basename(entry.opened.file) : entry.options.instruction);

/**
The way to the current picture: a line each for the runs before the session, and for its pictures in the order in which undo and redo go
through them.
*/
export function historyLines(entries: readonly Entry[], current: Entry): string[] {
	const [first] = entries;
	const before = first ? first.parents.map(({instruction, seed}) => ({title: instruction, facts: [`seed ${seed}`], mark: ' '})) : [];
	const shown = entries.map(entry => ({
		title: titleOf(entry),
		facts: [
			...('opened' in entry ? ['opened'] : [`seed ${entry.options.seed}`]),
			...('opened' in entry ? [] : [entry.files?.picture ?? 'not saved']),
		],
		mark: entry === current ? '>' : ' ',
	}));
	const lines = [...before, ...shown];
	const digits = String(lines.length).length;
	return lines.map(({title, facts, mark}, index) => `${mark} ${String(index + 1).padStart(digits)}  ${title} (${facts.join(', ')})`);
}
