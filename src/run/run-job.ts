import {type DecodeProgress, decode} from '../decoder/decode.ts';
import type {Denoiser} from '../decoder/denoiser.ts';
import type {TokenId} from '../decoder/ids.ts';
import {mutualConfidence} from '../decoder/mutual.ts';
import {type DecodeState, isComplete} from '../decoder/state.ts';
import {eventsVersion, type RunEvent, type RunSettings, type SteeredBy} from '../events/events.ts';
import type {Prompt} from '../model/text/prompt.ts';
import {noticesOfMask} from './check-mask.ts';
import {checkPicture, noticesOf, noticesOfThings} from './check-prompt.ts';
import type {EngineModel} from './engine-model.ts';
import type {Gate} from './gate.ts';
import {inpaintedCodes, inpaintingNotices} from './inpainting.ts';
import type {Answers, Job, Question, ScheduledSteering, SteerRequest} from './job.ts';
import {over} from './over.ts';
import {outputCodes, pictureOf} from './preview.ts';
import {answerTo} from './questions.ts';
import {settingsOf} from './resolve-settings.ts';
import {settle} from './settle.ts';
import {savedState, startState, stateFrom} from './start-state.ts';
import {type Asking, interventionsFor, type Steered} from './steering.ts';

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
	const notices = [
		...told,
		...(inputCodes ? [...noticesOfThings(model, job, inputCodes), ...noticesOfMask(model, job, {codes: inputCodes, repainted})] : []),
	];
	yield {type: 'started', version: eventsVersion, settings, model: {...model.facts, device: model.device}, notices};

	let prompt: Prompt = {
		instruction: instructionOf(job),
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
	const tokensOf = (state: DecodeState) => ({
		textIds: known(state.output.text, model.tokens.mask),
		text: textOf(state),
		codes: outputCodes(state.output, model.tokens),
	});

	const start = startState(model, job, settings, prompt.inputCodes);
	let state = job.from ? stateFrom(model, start, job.from) : start;
	const cacheWindow = job.from?.cacheWindow;
	const sharing = cacheWindow === 'start' ? start : cacheWindow && savedState(model, state, cacheWindow);
	let steps = stepsFrom(state, {model, settings, prompt, sharing, shouldStop});
	let prediction: readonly TokenId[] | undefined;

	/** A network for questions, which share nothing with the run. */
	const asking = (about: Prompt = prompt): ReturnType<Asking> => ({
		instruction: about.instruction,
		denoiser: (instruction = about.instruction) => model.denoiser(model.templatesFor({...about, instruction})),
		hasInput: about.inputCodes !== undefined,
	});

	/** Answer a question about the run as it stands, or stood. @throws UserError for what cannot be asked */
	async function answer({at, ...question}: Question): Promise<Answers[Question['type']]> {
		if (!at) return answerTo(model, state, question, () => asking());
		const about = {...prompt, instruction: instructionOf({...job, from: at})};
		return answerTo(model, stateFrom(model, start, at), question, () => asking(about));
	}

	/** Make changes, and continue from there. @throws UserError for an impossible one; then nothing has changed */
	async function* change(request: SteerRequest, by: SteeredBy): AsyncGenerator<RunEvent> {
		for (const made of await interventionsFor(model, state, request, () => asking())) yield await changeBy(made, by);
	}

	async function changeBy({state: next, intervention}: Steered, by: SteeredBy): Promise<RunEvent> {
		const nextPrompt = intervention.type === 'instruction' ? {...prompt, instruction: intervention.instruction} : prompt;
		// The cached prompt is out of date: it is computed again.
		const nextSteps = stepsFrom(next, {model, settings, prompt: nextPrompt, sharing: undefined, shouldStop});
		await steps.return(undefined);
		[state, prompt, steps] = [next, nextPrompt, nextSteps];
		// Codes that are masked again are not shown as they were.
		if (intervention.type === 'maskCodes') {
			const masked = new Set(intervention.rows);
			prediction = prediction?.map((token, row) =>
				masked.has(row) && next.output.image[row] === model.tokens.mask ? model.tokens.mask : token,
			);
		}
		return {type: 'steered', step: state.step, of: state.plan.length, by, intervention, ...tokensOf(state)};
	}

	/** The changes of requests that are planned for the step of a resumed run, without those that it has made already. */
	async function changesLeft(): Promise<readonly ScheduledSteering[]> {
		const {step: at = 0, steered: all = []} = job.from ?? {};
		const here = (job.steering ?? []).filter(({step}) => step === at);
		const first = all.findIndex(({found}) => found.step === at);
		const found = all[first]?.found;
		if (!found) return here;
		const then = {...found, steered: all.slice(0, first)};
		let about = {...prompt, instruction: instructionOf({...job, from: then})};
		let reached = found.step === 0 && found.textIds.length === 0 ? start : stateFrom(model, start, then);
		const changes: ScheduledSteering[] = [];
		for (const {step, by, request} of here) {
			for (const made of await interventionsFor(model, reached, request, () => asking(about))) {
				changes.push({step, by, request: made.intervention});
				reached = made.state;
				if (made.intervention.type === 'instruction') about = {...about, instruction: made.intervention.instruction};
			}
		}
		const settled = isComplete(reached) ? await settle(reached, () => asking(about)) : [];
		changes.push(...settled.map(({intervention}) => ({step: at, by: 'model' as const, request: intervention})));
		// Planned changes come before all others at that step, and what settles them comes last.
		return changes.slice(all.length - first);
	}

	/** Changes that are planned for now and not made yet. */
	const due = scheduled(job, await changesLeft());
	async function* changesDue(): AsyncGenerator<RunEvent> {
		for (let next = due.take(state.step); next; next = due.take(state.step)) yield* change(next.request, next.by);
	}

	/** Wait at the gate, and make the changes that are asked for there. @returns whether it had to wait */
	async function* passGate(): AsyncGenerator<RunEvent, boolean> {
		const isHeld = gate.isClosed();
		if (isHeld) yield {type: 'paused', step: state.step};
		for (let ask = await pass(); ask; ask = await pass()) {
			if (shouldStop()) {
				ask.done(over());
				continue;
			}
			try {
				if (ask.type === 'question') {
					ask.done(undefined, await answer(ask.question));
					continue;
				}
				yield* change(ask.request, ask.by);
				if (prediction && job.previews) yield {type: 'preview', step: state.step, image: await pictureOf(model, state.output, prediction)};
				ask.done();
			} catch (error) {
				ask.done(error);
			}
		}
		return isHeld;
	}

	yield* changesDue();
	yield* passGate();
	let isStopped = shouldStop();
	for (;;) {
		if (isStopped) break;
		if (isComplete(state)) {
			const settled = await settle(state, () => asking());
			for (const made of settled) yield await changeBy(made, 'model');
			if (isComplete(state)) break;
		}
		const next = await steps.next();
		if (next.done) break;
		state = next.value.state;
		({prediction} = next.value);
		yield {type: 'step', step: state.step, of: state.plan.length, ...tokensOf(state), elapsedMs: nowMs() - startMs};
		yield* changesDue();
		isStopped = shouldStop();
		if (isStopped || isComplete(state)) continue;
		if (prediction && pace.isDue(gate.isPaused())) {
			yield {type: 'preview', step: state.step, image: await pace.measure(pictureOf(model, state.output, prediction))};
		}
		const isHeld = yield* passGate();
		isStopped = isHeld && shouldStop();
	}
	await steps.return(undefined);
	const image = await pictureOf(model, state.output, prediction);
	const reason = isComplete(state) ? 'complete' : 'cancelled';
	const isWeighed = job.isWeighed && reason === 'complete' && settings.thinking !== false;
	const confidence = isWeighed ? await mutualConfidence(model.denoiser(model.templatesFor(prompt)), state) : undefined;
	yield {type: 'finished', reason, image, text: textOf(state), elapsedMs: nowMs() - startMs, ...(confidence && {confidence})};
}

/** The instruction that a run goes on by: the last one that it was given. */
function instructionOf({instruction, from}: Job): string {
	const given = (from?.steered ?? []).flatMap(({intervention}) => (intervention.type === 'instruction' ? [intervention.instruction] : []));
	return given.at(-1) ?? instruction;
}

/** Planned changes of a job, each when its step has come; without those that a resumed run has made already. */
function scheduled({steering = [], from}: Job, here: readonly ScheduledSteering[]) {
	const left = [...here, ...steering.filter(({step}) => step > (from?.step ?? 0))];
	return {
		/** The next one, if its turn has come by this step. */
		take: (step: number): ScheduledSteering | undefined => ((left[0]?.step ?? Number.POSITIVE_INFINITY) <= step ? left.shift() : undefined),
	};
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
			const ask = await gate.pass();
			heldMs += clock() - closedMs;
			return ask;
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
