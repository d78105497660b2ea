import {followRun} from '../../app/follow-run.ts';
import type {Engine} from '../../engine/engine.ts';
import {exitCodes, UserError} from '../../errors.ts';
import type {ModelFacts, RunEvent, RunSettings} from '../../events/events.ts';
import {withStandIns} from '../../events/settings.ts';
import {toPixels} from '../../picture/pixels.ts';
import type {Pixels} from '../../pixels.ts';
import type {Job, JobSettings} from '../../run/job.ts';
import type {} from '../../world/art/draw.ts';
import type {Exercise} from './exercises.ts';

/** Output of the model for an exercise. */
export type Answer = {
	readonly text: string;
	/** Notices of the engine about the instruction: words that the model does not know. */
	readonly notices: readonly string[];
	readonly picture: Pixels;
	/** Image codes, row-major. */
	readonly codes: readonly number[];
	readonly settings: RunSettings;
	readonly model: ModelFacts;
	readonly elapsedMs: number;
};

/**
Run one exercise in an engine: an edit gets its picture as pixels, which go through the model's image encoder.
@param watch - Sees every event of the run.
@throws UserError when the engine ended before the run did
*/
export async function runExercise(
	engine: Engine,
	{item, seed}: {readonly item: Pick<Exercise['item'], 'task' | 'instruction'>; readonly seed: number},
	input: Pixels | undefined,
	settings: Job['settings'] = {},
	watch: (event: RunEvent) => void = () => {},
): Promise<Answer> {
	const {task, instruction} = item;
	await using run = engine.run({
		task,
		instruction,
		seed,
		previews: false,
		settings: forTask(settings, task),
		// Requests that a person would be asked about first are measured too.
		isAgreed: true,
		...(input && {input}),
	});
	const finished = (await followRun(run, {tell: watch})).run;
	if (!finished) {
		throw new UserError('The engine was ended before its run was done.', {
			hint: 'Run the bench again.',
			exitCode: exitCodes.interrupted,
		});
	}
	const {settings: used, model, final, text, notices, codes, elapsedMs} = finished;
	return {text, notices, picture: toPixels(final), codes: codes.filter(code => code !== null), settings: used, model, elapsedMs};
}

/** The settings of a suite, of which an exercise takes those that mean something for it. */
const forTask = ({shortcuts, ...settings}: JobSettings, task: Job['task']): JobSettings => ({
	...withStandIns({}, settings, task),
	...(shortcuts && {shortcuts}),
});
