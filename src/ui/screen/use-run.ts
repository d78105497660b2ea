import {useApp} from 'ink';
import {useEffect, useLayoutEffect, useRef, useState} from 'react';
import {initialRun, type RunEvent, type RunState, reduceRun} from '../../events/events.ts';
import type {Pace} from '../terminal/frame-budget.ts';
import type {Thought} from './reasoning-lines.ts';

/** A run as the screen shows it. */
export type Progress = {
	readonly run: RunState;
	/** The reasoning as it was a moment ago: what has been decided since is new. */
	readonly previous: Thought;
	/** Milliseconds since the last event. */
	readonly sinceMs: number;
	/** Runs that ended before it, in the same stream. */
	readonly earlier: readonly RunState[];
	/** The reasonings shown in that moment, oldest first, and until when. */
	readonly past: readonly (Thought & {readonly untilMs: number})[];
};

export const initialProgress: Progress = {run: initialRun, previous: initialRun, sinceMs: 0, earlier: [], past: []};

/** Time for which a word counts as new. */
const newForMs = 600;
/** Interval of the clock while nothing else changes. */
const tickMs = 1000;

/** The next state to show, given the present one. While a run is held its last words stay new; at the end nothing is. */
export function nextProgress(shown: Progress, run: RunState, nowMs: number, sinceMs = 0): Progress {
	const {earlier} = shown;
	// Nothing is new in a replay that was taken back.
	if (run.end || run.step < shown.run.step) return {run, previous: run, sinceMs: 0, earlier, past: []};
	const {
		past: before,
		run: {text, textIds},
	} = shown;
	const all = run.text === text ? before : [...before, {text, textIds, untilMs: nowMs}];
	const recent = all.filter(({untilMs}) => untilMs > nowMs - newForMs);
	const past = recent.length === 0 && run.isPaused ? all.slice(-1) : recent;
	return {run, previous: past[0] ?? run, sinceMs, earlier, past};
}

/** Follow a run at its pace. Exits the app when the run has ended, with the error if one ended it. */
export function useRun(events: AsyncIterable<RunEvent>, pace: Pace): Progress {
	const {exit} = useApp();
	const [progress, setProgress] = useState(initialProgress);
	const [end, setEnd] = useState<{readonly error?: unknown}>();
	/** Whether a frame of the run is being made. */
	const isMaking = useRef(true);

	useEffect(() => {
		let run = initialRun;
		let earlier: readonly RunState[] = [];
		let eventMs = performance.now();
		let timer: NodeJS.Timeout | undefined;
		const show = () => {
			clearTimeout(timer);
			timer = undefined;
			const nowMs = performance.now();
			pace.begun(nowMs);
			isMaking.current = true;
			setProgress(shown => nextProgress({...shown, earlier}, run, nowMs, nowMs - eventMs));
		};
		const tick = setInterval(() => {
			if (run.settings && !run.isPaused && timer === undefined && performance.now() - eventMs >= tickMs) show();
		}, tickMs);
		const follow = async () => {
			for await (const event of events) {
				if (event.type === 'started' && run.end) earlier = [...earlier, run];
				run = reduceRun(run, event);
				eventMs = performance.now();
				timer ??= setTimeout(show, Math.max(0, pace.dueMs() - eventMs));
			}
		};
		const finish = (result: {readonly error?: unknown}) => {
			clearInterval(tick);
			show();
			setEnd(result);
		};
		follow().then(
			() => finish({}),
			(error: unknown) => finish({error}),
		);
		return () => {
			clearTimeout(timer);
			clearInterval(tick);
		};
	}, [events, pace]);

	// After Ink has handed the frame over. What keys change in between is not counted: it cannot wait.
	useLayoutEffect(() => {
		if (isMaking.current) pace.ended(performance.now());
		isMaking.current = false;
	});

	useEffect(() => {
		// In an effect, so that the last frame is on screen before the app exits.
		if (end) exit(end.error === undefined ? undefined : toError(end.error));
	}, [end, exit]);
	return progress;
}

const toError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
