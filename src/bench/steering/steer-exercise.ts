import {followRun} from '../../app/follow-run.ts';
import type {Engine} from '../../engine/engine.ts';
import {UserError} from '../../errors.ts';
import type {RunEvent} from '../../events/events.ts';
import {toPixels} from '../../picture/pixels.ts';
import type {Pixels} from '../../pixels.ts';
import type {Job, SteerRequest} from '../../run/job.ts';
import {parseReasoning} from '../../world/language/reasoning.ts';
import type {Random} from '../../world/random.ts';
import type {Reading} from '../../world/scene/goal.ts';
import type {Scene} from '../../world/scene/scene.ts';
import type {Exercise} from '../storybook/exercises.ts';
import type {Judge} from '../storybook/judge.ts';
import {type Change, drawChange, type Kind} from './change.ts';
import {dependantCodes, follows, keptFacts} from './facts.ts';
import {type Pieces, requestFor, type Seat} from './request.ts';
import {saidAnew} from './said-anew.ts';

/**
Changes of a run on its way, or instead of it. `word`: it alone. `words`: with the words that agree. `agreed`: with the codes that show it, too. `over`: start
over with another instruction. `edit`: let the run end, and edit its picture.
*/
export const ways = ['word', 'words', 'agreed', 'over', 'edit'] as const;
export type Way = (typeof ways)[number];

export type WayOutcome = {
	readonly text: boolean;
	readonly picture: boolean;
	/** Facts that were not concerned: how many stayed, of how many. */
	readonly kept: number;
	readonly of: number;
	/** Passes more than the run would have taken. */
	readonly passes: number;
};

/** An exercise that was changed on its way. */
export type SteeredExercise = {
	readonly kind: Kind;
	readonly task: 'gen' | 'edit';
	readonly seat: Seat;
	/** Eighths of the run that were done. */
	readonly eighth: number;
	readonly ways: Readonly<Record<Way, WayOutcome>>;
	/** Codes that were masked again, those that had to be, and those that are both. */
	readonly codes: {readonly found: number; readonly known: number; readonly both: number};
};

/** Piece of text that each token is, without the space before it. */
export type PieceOf = (id: number) => string;

export type Bench = {readonly engine: Engine; readonly judge: Judge; readonly pieceOf: PieceOf};

/** Parts of a change that are drawn for each exercise. @property kinds - those to try, the most wanted first */
export type Draw = {readonly random: Random; readonly kinds: readonly Kind[]; readonly eighth: number};

/** Run an exercise, and have something else of it changed at a step, in every way. Undefined where the run has nothing to change. */
export async function steerExercise(
	bench: Bench,
	{item, seed}: Exercise,
	{random, kinds, eighth}: Draw,
): Promise<SteeredExercise | undefined> {
	const {judge} = bench;
	const input = item.source && judge.draw(item.source);
	const job: Job = {...jobFor(item.task, item.instruction, seed), ...(input && {input})};
	const base = await run(bench, job);
	const said = base && sceneOf(parseReasoning(base.text).scene);
	if (!base || !said) return undefined;
	for (const kind of kinds) {
		const change = drawChange(random, kind, said, item.source);
		const outcome = change && (await steered(bench, {job, base, change, eighth}));
		if (outcome) return outcome;
	}
	return undefined;
}

/** A scene that a text tells whole, with things in it. */
const sceneOf = (reading: Reading | undefined): Scene | undefined => {
	const {place, time, weather, objects = []} = reading ?? {};
	return place && time && weather && objects.length > 0 ? {place, time, weather, objects} : undefined;
};

type Ran = {
	readonly events: readonly RunEvent[];
	readonly text: string;
	readonly picture: Pixels;
	readonly seen: Scene;
	readonly passes: number;
};

const jobFor = (task: Job['task'], instruction: string, seed: number): Job => ({task, instruction, seed, previews: false, isAgreed: true});

type Steering = {readonly job: Job; readonly base: Ran; readonly change: Change; readonly eighth: number};

async function steered(bench: Bench, {job, base, change, eighth}: Steering): Promise<SteeredExercise | undefined> {
	const steps = base.events.filter(event => event.type === 'step');
	const at = steps[Math.round((steps.length * eighth) / 8) - 1];
	const last = steps.at(-1);
	if (!at || !last) return undefined;
	const piecesOf = (ids: readonly (number | null)[]): Pieces => ids.map(id => (id === null ? undefined : bench.pieceOf(id)));
	const from = {step: at.step, textIds: at.textIds, codes: at.codes};
	const chosen = requestFor(change, {
		...{text: base.text, whole: piecesOf(last.textIds), now: piecesOf(at.textIds)},
		guessed: await guessesAt(bench, {...job, from}),
		asked: saidAnew(job.instruction, change, job.task),
	});
	if (!chosen) return undefined;
	const {request, seat} = chosen;

	const goOn = async (requests: readonly SteerRequest[]) => {
		const steering = requests.map(one => ({step: at.step, by: 'program' as const, request: one}));
		return run(bench, {...job, from, steering});
	};
	const agreed = await goOn([withAgreement(request)]);
	const made = (agreed?.events ?? []).flatMap(event => (event.type === 'steered' && event.by === 'program' ? [event.intervention] : []));
	const words = made.flatMap(one => (one.type === 'maskCodes' ? [] : [one.type === 'writeWords' ? {...one, isLasting: undefined} : one]));
	const found = made.flatMap(one => (one.type === 'maskCodes' ? one.rows.filter(row => at.codes[row] !== null) : []));
	const known = dependantCodes(at.codes, change);
	const ran: Readonly<Record<Way, Ran | undefined>> = {
		agreed,
		words: await goOn(words),
		word: await goOn([request]),
		over: await run(bench, {...job, instruction: saidAnew(job.instruction, change, job.task)}),
		edit: await run(bench, {...jobFor('edit', change.edit, job.seed), input: base.picture}),
	};
	const outcomeOf = (way: Way): WayOutcome => {
		const one = ran[way];
		if (!one) return {text: false, picture: false, kept: 0, of: 0, passes: 0};
		return {
			text: follows(parseReasoning(one.text).scene, change),
			picture: follows(one.seen, change),
			...keptFacts(base.seen, one.seen, change),
			passes: way === 'over' || way === 'edit' ? one.passes : one.passes - (base.passes - at.step),
		};
	};
	return {
		...{kind: change.kind, task: job.task, eighth, seat},
		ways: {
			word: outcomeOf('word'),
			words: outcomeOf('words'),
			agreed: outcomeOf('agreed'),
			over: outcomeOf('over'),
			edit: outcomeOf('edit'),
		},
		codes: {found: found.length, known: known.length, both: found.filter(row => known.includes(row)).length},
	};
}

/** The request with all that agrees with its words. */
export const withAgreement = (request: SteerRequest): SteerRequest =>
	request.type === 'write' || request.type === 'think' || request.type === 'instruction' ? {...request, isAgreed: true} : request;

/** Guesses of the model at words that are masked after a step, of which it is rather sure than not. */
async function guessesAt({engine}: Bench, job: Job & Required<Pick<Job, 'from'>>): Promise<Pieces> {
	// A run whose steps are all done ends before it can be asked.
	if (!job.from.textIds.includes(null)) return [];
	await using held = engine.run(job);
	held.pause();
	const words = await held.ask({type: 'words', at: job.from});
	const guessed: (string | undefined)[] = [];
	for (const {row, text, isMasked, probability} of words) if (isMasked && probability >= 0.5) guessed[row] = text.trim();
	return guessed;
}

/** A run to its end; undefined where the model cannot take it. */
async function run({engine, judge}: Bench, job: Job): Promise<Ran | undefined> {
	try {
		await using going = engine.run(job);
		const {events, run: finished} = await followRun(going, {tell: () => {}});
		if (!finished) return undefined;
		const picture = toPixels(finished.final);
		const passes = events.filter(({type}) => type === 'step').length;
		return {events, text: finished.text, picture, seen: judge.look(picture).detection.scene, passes};
	} catch (error) {
		if (error instanceof UserError) return undefined;
		throw error;
	}
}
