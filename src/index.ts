/* Exports for other programs; the command line is one user of them. */

export {type KeptRunFacts, keptRuns} from './app/kept-runs.ts';
export type {AloneOptions, ImageInput, ModelOptions, ResumeOptions, RunOptions} from './app/library-options.ts';
export {edit, generate, type OpenModel, openModel, resume} from './app/open-model.ts';
export type {Pixels, Result, SavedFiles, SaveOptions} from './app/result.ts';
export type {Running} from './app/running.ts';
export type {Agreement, Dependant} from './decoder/agreement.ts';
export {exitCodes, SettingError, UserError} from './errors.ts';
export {
	eventsVersion,
	initialRun,
	type ModelFacts,
	type RgbImage,
	type RunEvent,
	type RunSettings,
	type RunState,
	reduceRun,
} from './events/events.ts';
export {eventSchema} from './events/schema.ts';
export type {ShownWord, SteerRequest} from './run/job.ts';
