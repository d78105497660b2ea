/* What other programs may use; the command line is one user of it. */
export {exitCodes, UserError} from './errors.ts';
export {
	type AloneOptions,
	edit,
	generate,
	type ImageInput,
	type ModelOptions,
	type OpenModel,
	openModel,
	type RunOptions,
} from './library/open-model.ts';
export type {Result, Running} from './library/running.ts';
export {eventLineSchema, eventSchema} from './output/event-schema.ts';
export {readTranscript, toEvents} from './output/transcript.ts';
export {type Transcript, transcriptSchema} from './output/transcript-schema.ts';
export {type Engine, openEngine, type Run, startRun} from './run/engine-process.ts';
export {
	eventsVersion,
	initialRun,
	type ModelFacts,
	type RgbImage,
	type RunEvent,
	type RunSettings,
	type RunState,
	reduceRun,
} from './run/events.ts';
export type {EngineOptions, Job, Pixels} from './run/protocol.ts';
