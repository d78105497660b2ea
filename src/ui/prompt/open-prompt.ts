import {type Keyboard, suspendWithout} from '../screen/keyboard.ts';
import {withWholeEscapes} from '../screen/whole-escapes.ts';
import {toAscii} from '../terminal/ascii.ts';
import type {Complete} from './completion.ts';
import {promptFrame} from './prompt-frame.ts';
import {createInputReader, type Input, pasteMarks} from './prompt-input.ts';
import {createPromptPainter} from './prompt-painter.ts';
import {reduceSession, type SessionEffect, type SessionEvent, type SessionState, type SessionStep} from './session-state.ts';

export type PromptStreams = {
	/** The terminal that is drawn on: stdout belongs to data. */
	readonly terminal: NodeJS.WriteStream;
	readonly keyboard: Keyboard;
	/** Whether it breaks lines that a narrower window has no room for. */
	readonly breaksLines?: boolean;
	/** Draw with ASCII only. */
	readonly isAscii?: boolean;
	/** Stops the process as Ctrl-Z does, and returns when it is continued. */
	readonly suspend?: (() => void) | undefined;
	/** Calls back each time the process is continued after it was stopped, until disposed. */
	readonly watchContinue?: (listener: () => void) => Disposable;
	/** Continuations that Tab offers. */
	readonly complete?: Complete | undefined;
	/** Fires when the process is to end. */
	readonly ending: AbortSignal;
};

type Outcome = {readonly state: SessionState; readonly effect: Exclude<SessionEffect, {type: 'suspend'}>};

/** Ask until there is something to do, and take the prompt away. Asked to end, it leaves. */
export async function openPrompt(from: SessionState, streams: PromptStreams): Promise<Outcome> {
	const {terminal, keyboard, isAscii = false, suspend, watchContinue, complete, ending} = streams;
	const painter = createPromptPainter(terminal, streams);
	const read = createInputReader();
	let state = from;
	const paint = () => {
		const {lines, cursor} = promptFrame(state, terminal);
		painter.paint({lines: isAscii ? lines.map(toAscii) : lines, cursor});
	};
	const pasteMode = (mark: keyof typeof pasteMarks) => terminal.write(pasteMarks[mark]);
	let isOpen = true;
	const held = {
		take() {
			if (!isOpen) return;
			keyboard.take();
			pasteMode('on');
		},
		release() {
			pasteMode('off');
			keyboard.release();
		},
	};
	const goOn = () => {
		held.take();
		painter.repeat();
	};

	let finish: (effect: Outcome['effect']) => void = () => {};
	const done = new Promise<Outcome['effect']>(resolve => {
		finish = resolve;
	});
	const take = ({state: next, effect}: SessionStep) => {
		state = next;
		if (effect?.type === 'suspend') suspend && suspendWithout(held, suspend);
		else if (effect) finish(effect);
		else paint();
		return effect !== undefined;
	};
	const end = () => finish({type: 'leave', reason: 'interrupt'});
	// Input in the same chunk after an action is dropped.
	using keys = withWholeEscapes(chunk => void read(chunk).some(input => take(reduceSession(state, completing(input)))));
	using _keys = keyboard.listen(keys.listener);
	const completing = (input: Input): SessionEvent => {
		const {text, cursor} = state.line;
		const isTab = 'key' in input && input.key === 'tab' && state.search === undefined;
		return isTab && complete ? {completions: complete(text.slice(0, cursor))} : input;
	};
	using _continue = watchContinue?.(goOn);
	terminal.on('resize', paint);
	ending.addEventListener('abort', end);
	if (ending.aborted) end();
	try {
		pasteMode('on');
		paint();
		const effect = await done;
		return {state, effect};
	} finally {
		isOpen = false;
		terminal.off('resize', paint);
		ending.removeEventListener('abort', end);
		painter.erase();
		pasteMode('off');
	}
}
