import {type DecodeProgress, decode} from '../decoder/decode.ts';
import type {Denoiser} from '../decoder/denoiser.ts';
import type {TokenId} from '../decoder/ids.ts';
import {type DecodeState, isComplete} from '../decoder/state.ts';
import {eventsVersion, type RunEvent, type RunSettings} from '../events/events.ts';
import type {Prompt} from '../model/text/prompt.ts';
import {checkPicture, noticesOf, noticesOfThings} from './check-prompt.ts';
import type {EngineModel} from './engine-model.ts';
import type {Gate} from './gate.ts';
import {inpaintedCodes, inpaintingNotices} from './inpainting.ts';
import type {Job} from './job.ts';
import {outputCodes, pictureOf} from './preview.ts';
import {settingsOf} from './resolve-settings.ts';
import {savedState, startState} from './start-state.ts';

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
	const repainted = inpaintedCodes(job, model.facts);
	const settings = settingsOf(model, job, repainted);
	const told = [...noticesOf(model, job), ...inpaintingNotices(job, repainted, model.facts)];
	const inputCodes = job.input && (await model.encodeImage(job.input.rgb, job.input.width, job.input.height));
	if (inputCodes) await checkPicture(model, job, inputCodes);
	const notices = [...told, ...(inputCodes ? noticesOfThings(model, job, inputCodes) : [])];
	yield {type: 'started', version: eventsVersion, settings, model: {...model.facts, device: model.device}, notices};

	const prompt = {
		instruction: job.instruction,
		...(job.input &&
			inputCodes && {
				inputCodes,
				inputGrid: {rows: job.input.height / model.facts.patch, columns: job.input.width / model.facts.patch},
			}),
	};
	const pace = createPace(job, nowMs);
	const textOf = (state: DecodeState) => {
		if (settings.thinking === false) return '';
		const ids = known(state.output.text, model.tokens.mask);
		// The released loops may leave masks, and then drop them.
		return model.tokenizer.decodeWithMasks(isComplete(state) ? ids.filter(id => id !== null) : ids);
	};

	const start = startState(model, job, settings, prompt.inputCodes);
	let state = job.from ? savedState(model, start, job.from) : start;
	const cacheWindow = job.from?.cacheWindow;
	const sharing = cacheWindow === 'start' ? start : cacheWindow && savedState(model, start, cacheWindow);
	const steps = stepsFrom(state, {model, settings, prompt, sharing, shouldStop});
	let prediction: readonly TokenId[] | undefined;
	if (gate.isClosed()) yield {type: 'paused', step: state.step};
	await pass();
	if (!shouldStop()) {
		for await (const progress of steps) {
			({state, prediction} = progress);
			yield {
				type: 'step',
				step: state.step,
				textIds: known(state.output.text, model.tokens.mask),
				text: textOf(state),
				codes: outputCodes(state.output, model.tokens),
				elapsedMs: nowMs() - startMs,
			};
			if (shouldStop() || isComplete(state)) break;
			if (prediction && pace.isDue(gate.isPaused())) {
				yield {type: 'preview', step: state.step, image: await pace.measure(pictureOf(model, state.output, prediction))};
			}
			const isHeld = gate.isClosed();
			if (isHeld) yield {type: 'paused', step: state.step};
			await pass();
			if (isHeld && shouldStop()) break;
		}
	}
	const image = await pictureOf(model, state.output, prediction);
	const reason = isComplete(state) ? 'complete' : 'cancelled';
	yield {type: 'finished', reason, image, text: textOf(state), elapsedMs: nowMs() - startMs};
}

/** The steps to come, by the recipe. @throws UserError when the instruction does not fit, whatever the recipe */
function stepsFrom(
	state: DecodeState,
	{
		model,
		settings,
		prompt,
		sharing,
		shouldStop,
	}: {
		readonly model: EngineModel;
		readonly settings: RunSettings;
		readonly prompt: Prompt;
		/** The state whose pass and those after it are made again first, and not told. */
		readonly sharing: DecodeState | undefined;
		readonly shouldStop: RunControls['shouldStop'];
	},
): AsyncGenerator<DecodeProgress> {
	const templates = model.templatesFor(prompt);
	const {released} = model;
	if (settings.recipe === 'official' && released) return released.decode(prompt, state);
	const denoiser = model.denoiser(templates);
	return sharing ? decodeAgain(denoiser, {from: sharing, to: state, shouldStop}) : decode(denoiser, state);
}

/** Decode from a state on that an earlier one led to, after the passes in between, for what they leave in the network. */
async function* decodeAgain(
	denoiser: Denoiser,
	{from, to, shouldStop}: {readonly from: DecodeState; readonly to: DecodeState; readonly shouldStop: () => boolean},
): AsyncGenerator<DecodeProgress> {
	for await (const {state} of decode(denoiser, from)) {
		if (shouldStop()) return;
		if (state.step >= to.step) break;
	}
	yield* decode(denoiser, to);
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

/** A run so young has nothing to show but guesses: the first preview waits until then (ms). */
const firstPreviewMs = 100;

/** Keeps previews rare enough: apart in time, and at most a fifth of the run; who looks at a paused run sees how it stands. */
function createPace({previews, previewEveryMs = 250}: Job, nowMs: () => number) {
	let dueMs = nowMs() + Math.min(firstPreviewMs, previewEveryMs);
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
