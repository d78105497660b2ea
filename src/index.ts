/* What other programs may use; the command line is one user of it. */

export {
	type AloneOptions,
	edit,
	generate,
	type ImageInput,
	type ModelOptions,
	type OpenModel,
	openModel,
	type RunOptions,
} from './app/open-model.ts';
export type {Result, Running} from './app/running.ts';
export {type Engine, openEngine, type Run, startRun} from './engine/engine.ts';
export {exitCodes, UserError} from './errors.ts';
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
export {eventLineSchema, eventSchema} from './events/schema.ts';
export type {EngineOptions, Job, Pixels} from './run/job.ts';
export {type Transcript, transcriptSchema} from './transcript/schema.ts';
export {readTranscript, toEvents} from './transcript/transcript.ts';
