import {useApp} from 'ink';
import {useEffect, useState} from 'react';
import {initialRun, type RunEvent, type RunState, reduceRun} from '../run/events.ts';

/** A run as the screen knows it: its state, and the reasoning one step before, to tell what is new. */
export type Progress = {readonly run: RunState; readonly previousText: string};

export const initialProgress: Progress = {run: initialRun, previousText: ''};

/** One event more. At the end nothing counts as new. */
export function reduceProgress({run, previousText}: Progress, event: RunEvent): Progress {
	const next = reduceRun(run, event);
	if (event.type === 'step') return {run: next, previousText: run.text};
	return {run: next, previousText: event.type === 'finished' ? event.text : previousText};
}

/** Follow a run. Exits the app with the final state, or with the error that ended it. */
export function useRun(events: AsyncIterable<RunEvent>): Progress {
	const {exit} = useApp();
	const [progress, setProgress] = useState(initialProgress);
	const [end, setEnd] = useState<{readonly error?: unknown}>();

	useEffect(() => {
		let latest = initialProgress;
		const follow = async () => {
			for await (const event of events) {
				latest = reduceProgress(latest, event);
				setProgress(latest);
			}
		};
		follow().then(
			() => setEnd({}),
			(error: unknown) => setEnd({error}),
		);
	}, [events]);

	useEffect(() => {
		// In an effect, so that the last frame is on screen before the app exits.
		if (end) exit(end.error === undefined ? undefined : toError(end.error));
	}, [end, exit]);
	return progress;
}

const toError = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error(String(thrown)));
