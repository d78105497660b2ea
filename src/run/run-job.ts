import {decode} from '../decoder/decode.ts';
import {type TokenId, toToken} from '../decoder/ids.ts';
import {recipes} from '../decoder/plan.ts';
import {maxSeed} from '../decoder/random.ts';
import {type DecodeState, isComplete, maskedOutput, startDecoding} from '../decoder/state.ts';
import {exitCodes, UserError} from '../errors.ts';
import type {EngineModel} from './engine-model.ts';
import {eventsVersion, type RunEvent, type RunSettings} from './events.ts';
import type {Gate} from './gate.ts';
import {outputCodes, paint} from './picture.ts';
import type {Job} from './protocol.ts';

export type RunControls = {
	/** Asked before and after every step: end with what there is? */
	readonly shouldStop: () => boolean;
	/** Passed before every step. */
	readonly gate: Pick<Gate, 'isClosed' | 'isPaused' | 'pass'>;
	/** A clock, in milliseconds. */
	readonly nowMs: () => number;
};

/** One run on an open model, as events. */
export async function* runJob(
	model: EngineModel,
	job: Job,
	{shouldStop, gate, nowMs: clock}: RunControls,
): AsyncGenerator<RunEvent, void, undefined> {
	const {nowMs, pass} = createPassage(gate, clock);
	const startMs = nowMs();
	const settings = settingsOf(model, job);
	const notices = noticesOf(model, job);
	yield {type: 'started', version: eventsVersion, settings, model: {...model.facts, device: model.device}, notices};

	const templates = model.templatesFor({
		instruction: job.instruction,
		...(job.input && {
			inputCodes: await model.encodeImage(job.input.rgb, job.input.width, job.input.height),
			inputGrid: {rows: job.input.height / model.facts.patch, columns: job.input.width / model.facts.patch},
		}),
	});
	const pace = createPace(job, nowMs);
	const textOf = ({output}: DecodeState) => model.tokenizer.decodeWithMasks(known(output.text, model.tokens.mask));

	let state = stateOf(model, job, settings);
	let guess: readonly TokenId[] | undefined;
	if (gate.isClosed()) yield {type: 'paused', step: state.step};
	await pass();
	if (!shouldStop()) {
		for await (const progress of decode(model.denoiser(templates), state)) {
			({state, guess} = progress);
			yield {
				type: 'step',
				step: state.step,
				textIds: known(state.output.text, model.tokens.mask),
				text: textOf(state),
				codes: outputCodes(state.output, model.tokens),
				elapsedMs: nowMs() - startMs,
			};
			if (shouldStop() || isComplete(state)) break;
			if (guess && pace.isDue(gate.isPaused())) {
				yield {type: 'preview', step: state.step, image: await pace.measure(paint(model, state.output, guess))};
			}
			const isHeld = gate.isClosed();
			if (isHeld) yield {type: 'paused', step: state.step};
			await pass();
			if (isHeld && shouldStop()) break;
		}
	}
	const image = await paint(model, state.output, guess);
	const reason = isComplete(state) ? 'complete' : 'cancelled';
	yield {type: 'finished', reason, image, text: textOf(state), elapsedMs: nowMs() - startMs};
}

/** Everything that decides the tokens of a run, with the model's own settings where the job names none. */
function settingsOf(model: EngineModel, {task, instruction, seed, settings = {}, input}: Job): RunSettings {
	const {defaults} = model;
	if ((task === 'edit') !== (input !== undefined))
		throw new TypeError(`A job of task ${task} came ${input ? 'with' : 'without'} a picture.`);
	const merged: RunSettings = {
		task,
		instruction,
		seed,
		recipe: settings.recipe ?? 'parallel',
		steps: settings.steps ?? defaults.steps,
		imageSteps: settings.imageSteps ?? defaults.imageSteps,
		textLength: model.textLength,
		blockLength: settings.blockLength ?? defaults.blockLength,
		guidanceText: settings.guidanceText ?? defaults.guidanceText,
		guidanceImage: settings.guidanceImage ?? defaults.guidanceImage,
		temperature: settings.temperature ?? defaults.temperature,
		textTemperature: settings.textTemperature ?? defaults.textTemperature,
	};
	checkSettings(merged);
	return merged;
}

function checkSettings(settings: RunSettings): void {
	const refuse = (name: string, given: unknown, expected: string) => {
		throw new UserError(`The ${name} must be ${expected}, not ${given}.`, {
			hint: 'Change or leave out that setting.',
			exitCode: exitCodes.usage,
		});
	};
	if (!recipes.includes(settings.recipe)) refuse('recipe', settings.recipe, `one of ${recipes.join(', ')}`);
	if (!Number.isSafeInteger(settings.seed) || settings.seed < 0) refuse('seed', settings.seed, `a whole number from 0 to ${maxSeed}`);
	const counts = {'number of steps': settings.steps, 'number of image steps': settings.imageSteps, 'block length': settings.blockLength};
	for (const [name, value] of Object.entries(counts)) {
		if (!Number.isInteger(value) || value < 1 || value > 4096) refuse(name, value, 'a whole number from 1 to 4096');
	}
	const scales = {
		'text guidance': settings.guidanceText,
		'image guidance': settings.guidanceImage,
		temperature: settings.temperature,
		'text temperature': settings.textTemperature,
	};
	for (const [name, value] of Object.entries(scales)) {
		if (!Number.isFinite(value) || value < 0 || value > 100) refuse(name, value, 'a number from 0 to 100');
	}
}

/** One sentence per word the model was never shown. @throws UserError (exit 65) when the job is strict and there is one. */
function noticesOf(model: EngineModel, {instruction, isStrict = false}: Job): string[] {
	const unknown = model.unknownWords(instruction);
	if (isStrict && unknown.length > 0) {
		const words = unknown.map(({word}) => `"${word}"`).join(', ');
		throw new UserError(`${model.facts.name} does not know ${words}.`, {
			hint: 'Use other words, or leave out --strict.',
			exitCode: exitCodes.badData,
		});
	}
	return unknown.map(({word, nearest}) => {
		const known = nearest.length > 0 ? `; nearest words it knows: ${nearest.join(', ')}` : '';
		return `${model.facts.name} does not know "${word}"${known}.`;
	});
}

/** The state a run starts from: everything masked, or where the job says that it goes on. */
function stateOf({tokens, facts}: EngineModel, {seed, from}: Job, settings: RunSettings): DecodeState {
	const output = maskedOutput(settings.textLength, facts.grid.rows * facts.grid.columns, tokens.mask);
	const state = startDecoding({settings, seed, maskToken: tokens.mask, output});
	if (!from) return state;
	const isFitting = from.textIds.length === output.text.length && from.codes.length === output.image.length;
	if (!isFitting || from.step > state.plan.length) {
		throw new UserError('The saved state does not fit this model and these settings.', {
			hint: 'Start the run anew, or give the model and settings it was made with.',
			exitCode: exitCodes.badData,
		});
	}
	return {
		...state,
		step: from.step,
		output: {
			// What was saved are tokens and codes of this very model: the brands are put back.
			text: from.textIds.map(id => (id === null ? tokens.mask : (id as TokenId))),
			image: from.codes.map(code => (code === null ? tokens.mask : toToken(code as Parameters<typeof toToken>[0], tokens.codeOffset))),
		},
	};
}

const known = (ids: readonly TokenId[], mask: TokenId): (TokenId | null)[] => ids.map(id => (id === mask ? null : id));

/** The gate, and a clock that stands still for who waits at it. */
function createPassage(gate: RunControls['gate'], clock: () => number) {
	let heldMs = 0;
	return {
		nowMs: () => clock() - heldMs,
		async pass() {
			if (!gate.isClosed()) return gate.pass();
			const closedMs = clock();
			await gate.pass();
			heldMs += clock() - closedMs;
		},
	};
}

/** Keeps previews rare enough: apart in time, and at most a fifth of the run; who looks at a paused run sees how it stands. */
function createPace({previews, previewEveryMs = 250}: Job, nowMs: () => number) {
	let dueMs = nowMs();
	return {
		isDue: (isPaused: boolean) => previews && (isPaused || nowMs() >= dueMs),
		async measure<Result>(preview: Promise<Result>): Promise<Result> {
			const startMs = nowMs();
			const result = await preview;
			const endMs = nowMs();
			dueMs = endMs + Math.max(previewEveryMs, 4 * (endMs - startMs));
			return result;
		},
	};
}
