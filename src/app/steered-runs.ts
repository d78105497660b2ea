import {createDeferred} from '../engine/deferred.ts';
import type {Run} from '../engine/engine.ts';
import {exitCodes, UserError} from '../errors.ts';
import type {RunEvent} from '../events/events.ts';
import {stateAfter} from '../events/finished-run.ts';
import type {Agreed, Look, LookWord, Wish} from '../events/look.ts';
import {createRevisit} from '../events/revisit.ts';
import {goOnFrom} from '../journal/continue-run.ts';
import type {SteerRequest} from '../run/job.ts';
import type {DoneRun, RunWork, Tell} from './do-run.ts';
import {lookAt} from './look-at.ts';

/** A run that a person may hold, look back in, and change there; from an earlier step on it is another run, which takes its place. */
export type SteeredRuns = {
	/** Do the run, and those that take its place; the last one is what it comes to. */
	readonly follow: (tell: Tell) => Promise<DoneRun>;
	readonly stop: () => void;
	readonly isChanged: () => boolean;
	readonly hold: {
		readonly pause: () => void;
		readonly resume: () => void;
		readonly step: () => void;
		readonly seek: (steps: number) => void;
		readonly host: RunHost;
	};
};

/** Questions and wishes of the screen about a run that is changed. */
export type RunHost = {
	readonly look: () => Promise<Look>;
	readonly agree: (wish: Wish) => Promise<Agreed>;
	readonly complete: (word: LookWord, prefix: string) => Promise<readonly string[]>;
	readonly goOn: (changes: readonly SteerRequest[]) => Promise<void>;
};

/** One of the runs: what it goes on from, and whether another has taken its place, so that it is not to be saved. */
export type RunPart = {
	readonly before: readonly RunEvent[] | undefined;
	readonly watch: RunWork['watch'];
	readonly isLeft: () => boolean;
};

export function createSteeredRuns(
	doPart: (part: RunPart) => Promise<DoneRun>,
	{isHeld = false}: {readonly isHeld?: boolean | undefined} = {},
): SteeredRuns {
	let hear: Tell = () => {};
	const revisit = createRevisit(event => hear(event));
	let current: Run | undefined;
	/** Settled with the first run, for what is asked before it. */
	const first = createDeferred<void>();
	let isStopped = false;
	let isChanged = false;
	/** Beginning of the next run, settled when that is there. */
	let branch: {readonly before: readonly RunEvent[]; readonly begun: ReturnType<typeof createDeferred<void>>} | undefined;

	async function follow(tell: Tell): Promise<DoneRun> {
		hear = tell;
		let before: readonly RunEvent[] | undefined;
		for (;;) {
			const begun = branch?.begun;
			branch = undefined;
			const done = await doPart({
				before,
				isLeft: () => branch !== undefined,
				watch(run, followRun) {
					current = run;
					if (isStopped) run.cancel();
					else if (begun || (isHeld && before === undefined)) run.pause();
					first.resolve();
					begun?.resolve();
					return followRun(event => {
						if (!branch) revisit.tell(event);
					});
				},
			}).catch((error: unknown) => {
				first.reject(error);
				begun?.reject(error);
				throw error;
			});
			if (!branch || isStopped) return done;
			({before} = branch);
		}
	}

	/** Take up the run at what is shown of it, held there. */
	async function branchOff(): Promise<void> {
		const begun = createDeferred<void>();
		branch = {before: revisit.shown(), begun};
		current?.cancel();
		await begun.promise;
		await revisit.held();
	}

	const running = (): Run => {
		if (!current) throw new UserError('The run has not begun.', {hint: 'Wait for its first step.', exitCode: exitCodes.usage});
		return current;
	};
	/** The state that questions are about, if it is not the present one. */
	const shownState = () => (revisit.isPast() ? {at: goOnFrom(revisit.shown()).from} : {});

	const host: RunHost = {
		async look() {
			await first.promise;
			running().pause();
			await revisit.held();
			const {settings} = stateAfter(revisit.shown());
			if (settings?.recipe === 'official') {
				throw new UserError('Runs of the recipe `official` go by a plan of their own and cannot be changed.', {
					hint: 'Leave out --recipe.',
					exitCode: exitCodes.usage,
				});
			}
			return lookAt(revisit.shown(), settings?.thinking === false ? [] : await running().ask({type: 'words', ...shownState()}));
		},
		async agree(wish) {
			const found = await running().ask({type: 'agreement', request: requestOf(wish), ...shownState()});
			const {change, words, hasInput, open, foreseen} = found;
			const written = change.type === 'writeWords' ? change.words : [];
			if (wish.type === 'write' && written.length !== wish.word.length) throw tooLong(wish, written.length);
			const codes = found.codes.map(({row}) => row);
			const instruction = change.type === 'instruction' ? change.instruction : found.instruction;
			return {
				written: [...written, ...words.flatMap(({row, id}) => (id === undefined ? [] : [{row, id}]))],
				words: [...(change.type === 'maskWords' ? change.rows : []), ...words.flatMap(({row, id}) => (id === undefined ? [row] : []))],
				codes,
				...(hasInput && {free: [...codes, ...open]}),
				...(instruction !== undefined && {instruction}),
				...(foreseen && {foreseen}),
			};
		},
		async complete({row, length}, prefix) {
			// A word of several tokens has none of one that could stand there.
			return length === 1 ? running().ask({type: 'completions', row, prefix, ...shownState()}) : [];
		},
		async goOn(changes) {
			if (changes.length === 0) revisit.toPresent();
			else if (revisit.isPast()) await branchOff();
			for (const change of changes) await running().steer(change, 'person');
			isChanged ||= changes.length > 0;
			running().resume();
		},
	};

	return {
		follow,
		isChanged: () => isChanged,
		stop() {
			isStopped = true;
			current?.cancel();
		},
		hold: {
			pause: () => current?.pause(),
			resume() {
				revisit.toPresent();
				current?.resume();
			},
			step() {
				revisit.toPresent();
				current?.step();
			},
			seek(steps) {
				current?.pause();
				revisit.seek(steps);
			},
			host,
		},
	};
}

function requestOf(wish: Wish): SteerRequest {
	switch (wish.type) {
		case 'write':
			return {type: 'write', row: wish.word.row, text: wish.text};
		case 'mask':
			return {type: 'maskWords', rows: wish.rows};
		case 'instruction':
			return {type: 'instruction', instruction: wish.text};
	}
}

const tooLong = ({word, text}: Extract<Wish, {type: 'write'}>, tokens: number): UserError =>
	new UserError(`"${text}" takes ${tokens} places in the thought, and "${word.text}" has ${word.length}.`, {
		hint: 'Take a word of the same length.',
		exitCode: exitCodes.usage,
	});
