import {useApp} from 'ink';
import {useEffect, useState} from 'react';
import {initialRun, type RunEvent, type RunState, reduceRun} from '../run/events.ts';

/** A run as the screen shows it: its state, and the reasoning that was shown before, to tell what is new. */
export type Progress = {readonly run: RunState; readonly previousText: string};

export const initialProgress: Progress = {run: initialRun, previousText: ''};

/** What to show next, given what is shown. At the end nothing counts as new. */
export function nextProgress(shown: Progress, run: RunState): Progress {
	if (run.end) return {run, previousText: run.text};
	return {run, previousText: run.text === shown.run.text ? shown.previousText : shown.run.text};
}

/**
Follow a run, at most so many frames a second. Exits the app when the run has ended, with the error if one ended it.
*/
export function useRun(events: AsyncIterable<RunEvent>, maxFps: number): Progress {
	const {exit} = useApp();
	const [progress, setProgress] = useState(initialProgress);
	const [end, setEnd] = useState<{readonly error?: unknown}>();

	useEffect(() => {
		let run = initialRun;
		let shownMs = Number.NEGATIVE_INFINITY;
		let timer: NodeJS.Timeout | undefined;
		const show = () => {
			clearTimeout(timer);
			timer = undefined;
			shownMs = performance.now();
			setProgress(shown => nextProgress(shown, run));
		};
		const follow = async () => {
			for await (const event of events) {
				run = reduceRun(run, event);
				timer ??= setTimeout(show, Math.max(0, shownMs + 1000 / maxFps - performance.now()));
			}
		};
		const finish = (result: {readonly error?: unknown}) => {
			show();
			setEnd(result);
		};
		follow().then(
			() => finish({}),
			(error: unknown) => finish({error}),
		);
		return () => clearTimeout(timer);
	}, [events, maxFps]);

	useEffect(() => {
		// In an effect, so that the last frame is on screen before the app exits.
		if (end) exit(end.error === undefined ? undefined : toError(end.error));
	}, [end, exit]);
	return progress;
}

const toError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
