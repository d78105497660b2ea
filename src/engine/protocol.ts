import type {Sentence} from '../errors.ts';
import type {RunEvent, SteeredBy} from '../events/events.ts';
import type {EngineOptions, Job, Question, SteerRequest} from '../run/job.ts';

/** A thrown error as data, so that it can cross the process border. */
export type SerialError = {
	readonly message: string;
	readonly stack?: string;
	/** Present when the user can act. */
	readonly user?: {
		readonly hint: string;
		readonly exitCode: number;
		/** Sentence of a `SettingError`, with the fields that each door spells in its own way. */
		readonly setting?: {readonly sentence: Sentence; readonly advice: Sentence};
	};
};

export type ToEngine =
	| {readonly type: 'open'; readonly options: EngineOptions}
	| {readonly type: 'run'; readonly run: number; readonly job: Job}
	/**
	Between two steps of that run: stop it with the picture so far, paused or not; pause it; resume it; let it take one
	step and hold it then.
	*/
	| {readonly type: 'cancel' | 'pause' | 'resume' | 'step'; readonly run: number}
	/** Change it there, held or not; `steered` answers with the same number. */
	| {readonly type: 'steer'; readonly run: number; readonly ask: number; readonly by: SteeredBy; readonly request: SteerRequest}
	/** Answer a question about it there; `steered` answers too. */
	| {readonly type: 'question'; readonly run: number; readonly ask: number; readonly question: Question};

export type FromEngine =
	/** The process is up; opening the model may take long. */
	| {readonly type: 'hello'}
	| {readonly type: 'opened'}
	| {readonly type: 'event'; readonly run: number; readonly event: RunEvent}
	/** After the last event of a run. */
	| {readonly type: 'done'; readonly run: number}
	/** A change was made, after the event that tells of it, or a question answered; or was not, and nothing has changed. */
	| {readonly type: 'steered'; readonly run: number; readonly ask: number; readonly error?: SerialError; readonly answer?: unknown}
	/** A run failed; without `run`, the model could not be opened. */
	| {readonly type: 'failed'; readonly run?: number; readonly error: SerialError};
