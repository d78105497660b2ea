import {initialRun, type RunEvent, type RunState, reduceRun} from './events.ts';

/** A run under way, whose steps so far can be seen again while it is held. */
export type Revisit = {
	/** Hear an event of the run. */
	readonly tell: (event: RunEvent) => void;
	/** While it is held: show the step that is so many on, or back (negative); the last one is the present. */
	readonly seek: (steps: number) => void;
	/** The run from its beginning until what is shown. */
	readonly shown: () => readonly RunEvent[];
	/** Whether what is shown is over. */
	readonly isPast: () => boolean;
	/** Resolves when the run is held, at once if it is. */
	readonly held: () => Promise<void>;
	/** Show the present again. */
	readonly toPresent: () => void;
};

/** @param tell - Hears the events of the run, and those of earlier steps again when they are shown. */
export function createRevisit(tell: (event: RunEvent) => void): Revisit {
	let events: RunEvent[] = [];
	let state: RunState = initialRun;
	/** Ends of the steps in `events`: what is told after a step belongs to it. */
	let ends: number[] = [];
	let shown: number | undefined;
	let waiting: (() => void)[] = [];

	/** The events of a step again, and the picture that was seen then. */
	function show(index: number): void {
		const from = index === 0 ? 0 : (ends[index - 1] ?? 0);
		const end = ends[index] ?? events.length;
		for (const event of events.slice(from, end)) if (event.type !== 'started' && event.type !== 'preview') tell(event);
		const preview = events.slice(0, end).findLast(({type}) => type === 'preview');
		if (preview) tell(preview);
		tell({type: 'paused', step: state.step});
	}

	return {
		tell(event) {
			if (event.type === 'started') {
				events = [];
				ends = [];
				state = initialRun;
			}
			state = reduceRun(state, event);
			if (event.type === 'step' && events.some(({type}) => type === 'step')) ends.push(events.length);
			// A hold changes nothing of what it came to.
			if (event.type !== 'paused') events.push(event);
			shown = undefined;
			tell(event);
			if (!state.isPaused) return;
			for (const resolve of waiting) resolve();
			waiting = [];
		},
		seek(steps) {
			if (!state.isPaused) return;
			const last = ends.length;
			const at = Math.max(0, Math.min(last, (shown ?? last) + steps));
			shown = at === last ? undefined : at;
			show(at);
		},
		toPresent() {
			if (shown === undefined) return;
			shown = undefined;
			show(ends.length);
		},
		shown: () => events.slice(0, shown === undefined ? events.length : ends[shown]),
		isPast: () => shown !== undefined,
		held: async () => {
			if (!state.isPaused) await new Promise<void>(resolve => waiting.push(resolve));
		},
	};
}
