import {UserError} from '../../errors.ts';
import {createInputReader} from '../prompt/prompt-input.ts';
import {reduceSteer, type SteerEvent} from './reduce-steer.ts';
import type {SteerHost} from './steer-host.ts';
import {beginSteering, type SteerEffect, type SteerRoom, type SteerState} from './steer-state.ts';

/** A person changing a run, and what is to be seen of it. */
export type SteerStore = {
	/** Undefined while nothing is changed. */
	readonly state: () => SteerState | undefined;
	readonly subscribe: (listener: () => void) => () => void;
	/** Begin, as soon as the run is held. */
	readonly open: () => void;
	/** Whether keys are for it. */
	readonly isOpen: () => boolean;
	/** Take a chunk from the keyboard while it is open. */
	readonly hear: (chunk: string) => void;
	readonly tell: (event: SteerEvent) => void;
};

export type SteerEnd = {
	/** It went on, changed. */
	readonly onGone: () => void;
	/** It could not begin, and why. */
	readonly onRefused: (sentence: string) => void;
	readonly interrupt: () => void;
	readonly suspend: () => void;
	readonly room: () => SteerRoom;
};

export function createSteerStore(host: SteerHost, {onGone, onRefused, interrupt, suspend, room}: SteerEnd): SteerStore {
	let state: SteerState | undefined;
	/** Keys that came before there was anything to see. */
	let waiting: string[] | undefined;
	let read = createInputReader();
	const listeners = new Set<() => void>();
	const notify = () => {
		for (const listener of listeners) listener();
	};
	const close = () => {
		state = undefined;
		waiting = undefined;
	};

	function tell(event: SteerEvent): void {
		if (!state) return;
		const step = reduceSteer(state, event, room());
		({state} = step);
		if (step.effect) perform(step.effect);
		notify();
	}

	function perform(effect: SteerEffect): void {
		switch (effect.type) {
			case 'agree':
				host.agree(effect.wish).then(
					agreed => tell({agreed, id: effect.id}),
					(error: unknown) => tell({refused: sentenceOf(error), id: effect.id}),
				);
				return;
			case 'complete':
				// Without them the word is typed to its end.
				host.complete(effect.word, effect.prefix).then(
					completions => tell({completions, word: effect.word, prefix: effect.prefix}),
					() => {},
				);
				return;
			case 'goOn':
				host.goOn(effect.interventions).then(
					() => {
						if (state?.pending?.id !== effect.id) return;
						close();
						onGone();
						notify();
					},
					(error: unknown) => tell({refused: sentenceOf(error), id: effect.id}),
				);
				return;
			case 'leave':
				close();
				return;
			case 'interrupt':
				close();
				interrupt();
				return;
			case 'suspend':
				suspend();
		}
	}

	function hear(chunk: string): void {
		if (waiting && !state) {
			if (chunk.includes(ctrlC)) {
				close();
				interrupt();
				notify();
			} else if (chunk === escapeKey) {
				close();
				notify();
			} else waiting.push(chunk);
			return;
		}
		for (const input of read(chunk)) tell(input);
	}

	return {
		state: () => state,
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		isOpen: () => waiting !== undefined,
		tell,
		hear,
		open() {
			if (waiting) return;
			const keys: string[] = [];
			waiting = keys;
			read = createInputReader();
			host.look().then(
				look => {
					if (waiting !== keys) return;
					state = beginSteering(look);
					for (const chunk of keys.splice(0)) hear(chunk);
					notify();
				},
				(error: unknown) => {
					if (waiting !== keys) return;
					close();
					notify();
					onRefused(sentenceOf(error));
				},
			);
		},
	};
}

const ctrlC = '\u0003';
const escapeKey = '\u001B';

/** A failure in one line for people. */
const sentenceOf = (error: unknown): string =>
	error instanceof UserError ? `${error.message} ${error.hint}` : error instanceof Error ? error.message : String(error);
