import type {ModelFacts, RunSettings} from '../events/events.ts';
import type {Pixels} from '../picture/codec.ts';
import {findTarget} from './output-target.ts';
import {type OutputOptions, outputFrom, type RunRequest} from './request.ts';
import type {SavedFiles} from './run-summary.ts';
import {type DrawnRun, pictureFile, pictureOf, saveResult} from './save-result.ts';
import {usage} from './usage-error.ts';

export type {Pixels, SavedFiles};

/** Way of saving a result; parts left out are as the command line has them. */
export type SaveOptions = {
	readonly [Key in Exclude<keyof OutputOptions, 'output' | 'size'>]?: OutputOptions[Key] | undefined;
} & {readonly size?: OutputOptions['size'] | `${number}x${number}` | undefined};

/** Result of a run. */
export type Result = {
	/** `cancelled`: with what there was when `cancel` was called. */
	readonly end: 'complete' | 'cancelled';
	readonly reasoning: string;
	/** 8-bit RGB, row-major. */
	readonly image: Pixels;
	/** The picture as a file that carries the instruction, the reasoning, the settings and the mark that a model made it. */
	readonly png: () => Promise<Uint8Array>;
	/**
	Save the picture and its transcript as the command line does: into a folder, or as the file that is named; both or neither, and over no
	file but with `isForced`. @returns where they are
	*/
	readonly save: (output: string, options?: SaveOptions) => Promise<SavedFiles>;
	readonly settings: RunSettings;
	readonly model: ModelFacts;
	/** Notices for people, such as words that the model was never shown. */
	readonly notices: readonly string[];
	readonly elapsedMs: number;
	/** Name that `resume` takes, of a run that was cancelled and is kept. */
	readonly keptAs: string | undefined;
};

export type ResultFacts = {
	readonly request: RunRequest;
	/** Notices besides those of the run itself. */
	readonly notices: readonly string[];
	readonly keptAs: string | undefined;
};

/** The result of a run that has its picture. */
export async function resultOf(drawn: DrawnRun, {request, notices, keptAs}: ResultFacts): Promise<Result> {
	const {settings, model, end, text, elapsedMs, notices: own} = drawn.run;
	const asDrawn = outputFrom({});
	return {
		...{end, reasoning: text, settings, model, elapsedMs, keptAs},
		notices: [...notices, ...own],
		image: await pictureOf(drawn, asDrawn),
		png: async () => pictureFile(drawn, '.png', asDrawn),
		async save(output, options = {}) {
			const wanted = outputFrom({...options, output});
			const {task, instruction, seed} = settings;
			const target = await findTarget(wanted, {task, instruction, seed, model: request.model, now: new Date()});
			if (target.kind === 'stdout')
				throw usage('A result is saved in files, not to stdout.', 'Name a file or a folder, or write what `png()` gives.');
			return saveResult(drawn, target, wanted);
		},
	};
}
