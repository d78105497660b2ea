import {exitCodes} from '../../../errors.ts';
import type {Complete} from '../../../ui/prompt/completion.ts';
import {emptyLine, withText} from '../../../ui/prompt/line-editor.ts';
import {initialSession, reduceSession, type SessionEvent, type SessionState} from '../../../ui/prompt/session-state.ts';
import {createTypeAhead, type TypeAhead} from '../../../ui/prompt/type-ahead.ts';
import {isKeyBesideTyping} from '../../../ui/terminal/keys.ts';
import {type Asked, ask} from '../../terminal/ask.ts';
import {printNotice} from '../../terminal/out.ts';
import type {ReportOptions} from '../../terminal/report.ts';
import {openHistory} from './history-file.ts';
import {sessionSettings} from './settings.ts';

/** A person's side of a session: the lines typed at its prompt and while its runs go. */
export type Talk = {
	readonly state: () => SessionState;
	readonly tell: (event: SessionEvent) => void;
	/** The next thing to do; undefined when a line came to nothing. @param facts - for the bar below the prompt */
	readonly next: (facts: (state: SessionState) => readonly string[]) => Promise<Asked['effect'] | undefined>;
	/** Hear what is typed during a run; when it is over, `heard` takes it over. */
	readonly listen: () => TypeAhead;
	readonly heard: (typed: TypeAhead) => void;
	/** The last thing that was to be done was not, or not to its end: what was typed for after it may not be meant now. */
	readonly cut: () => void;
};

export function createTalk({report, complete}: {readonly report: ReportOptions; readonly complete: Complete}): Talk {
	const history = openHistory();
	let state: SessionState = {
		...initialSession,
		line: {...emptyLine, history: history.lines, place: history.lines.length},
		known: {settings: sessionSettings},
	};
	/** Lines that come next, oldest first. */
	let waiting: readonly string[] = [];
	const tell = (event: SessionEvent) => {
		({state} = reduceSession(state, event));
	};

	async function askNow(facts: readonly string[]): Promise<Asked['effect']> {
		tell({facts});
		const before = state.line.history;
		const {state: asked, effect} = await ask(state, report, complete);
		state = asked;
		if (state.line.history !== before) history.add(state.line.history.at(-1) ?? '');
		return effect;
	}

	/** Take a line as if it was entered at the prompt, where another may be half typed. */
	function enter(text: string): Asked['effect'] | undefined {
		history.add(text);
		printNotice(`> ${text}\n`);
		const {line} = state;
		const step = reduceSession({...state, line: withText(line, text)}, {key: 'enter'});
		const {history: lines, place} = step.state.line;
		state = step.state.asks === 'line' ? {...step.state, line: {...line, history: lines, place}} : step.state;
		if (step.effect === undefined && state.message !== undefined) printNotice(`${state.message}\n`);
		if (step.effect === undefined || step.effect.type === 'suspend') return undefined;
		return step.effect.type === 'leave' ? {type: 'leave', code: exitCodes.ok} : step.effect;
	}

	return {
		state: () => state,
		tell,
		async next(facts) {
			const [first, ...rest] = waiting;
			// The name of a file is asked for, and a line that waited is none.
			if (first === undefined || state.asks !== 'line') return askNow(facts(state));
			waiting = rest;
			return enter(first);
		},
		listen: () => createTypeAhead(isKeyBesideTyping, {line: state.line, waiting}, complete),
		heard(typed) {
			const {line} = typed.state();
			state = {...state, line};
			({waiting} = typed.state());
		},
		cut() {
			const [first, ...others] = waiting;
			if (first === undefined) return;
			waiting = [];
			// The first comes back where nothing is being typed, the others with the up key.
			const isFree = state.line.text === '' && state.asks === 'line';
			if (isFree) state = {...state, line: withText(state.line, first)};
			const left = isFree ? others.length : others.length + 1;
			tell({said: `What waited was not run.${left === 0 ? '' : ` The up key brings back ${left === 1 ? 'a line' : `${left} lines`}.`}`});
		},
	};
}
