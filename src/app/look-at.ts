import type {RunEvent, RunState} from '../events/events.ts';
import {stateAfter} from '../events/finished-run.ts';
import type {Look, LookWord} from '../events/look.ts';
import {maskGlyph} from '../printable.ts';
import type {ShownWord} from '../run/job.ts';

/** A run as it stands after these events, for a person who changes it. @param tokens - of its text */
export function lookAt(events: readonly RunEvent[], tokens: readonly ShownWord[]): Look {
	const state = stateAfter(events);
	const {settings, model, step, steps = step, textIds, codes} = state;
	if (!settings || !model) throw new TypeError('The run has not begun.');
	const made = events.flatMap(event => (event.type === 'steered' ? [event.intervention] : []));
	const instructions = made.flatMap(change => (change.type === 'instruction' ? [change.instruction] : []));
	const scales = made.flatMap(change => (change.type === 'guidance' && change.guidanceText !== undefined ? [change.guidanceText] : []));
	return {
		...{step, steps, textIds, codes, grid: model.grid, words: wordsOf(tokens)},
		instruction: instructions.at(-1) ?? settings.instruction,
		guidanceText: scales.at(-1) ?? settings.guidanceText,
		fixedCodes: [...outside(settings.repaint, codes), ...made.flatMap(change => (change.type === 'fixCodes' ? change.rows : []))],
	};
}

/** Codes that an edit of a part leaves as they are. */
function outside(repaint: readonly number[] | undefined, codes: RunState['codes']): number[] {
	if (!repaint) return [];
	const changed = new Set(repaint);
	return [...codes.keys()].filter(code => !changed.has(code));
}

const isInner = /^[\p{L}\p{N}\p{M}'’]/u;
const endsInner = /[\p{L}\p{N}\p{M}'’]$/u;

/** Tokens as words: those that are pieces of one word are one. */
function wordsOf(tokens: readonly ShownWord[]): LookWord[] {
	const words: LookWord[] = [];
	for (const {row, text: piece, isMasked, isFixed, probability} of tokens) {
		const text = piece.trim();
		const last = words.at(-1);
		const isGlued = last !== undefined && !isMasked && !/^\s/u.test(piece);
		const isPart = isGlued && last.confidence !== null && endsInner.test(last.text) && isInner.test(text);
		if (isPart) {
			const confidence = Math.min(last.confidence ?? 1, probability);
			words[words.length - 1] = {...last, text: last.text + text, length: last.length + 1, confidence, isFixed: last.isFixed && isFixed};
		} else if (isMasked) words.push({text: maskGlyph, guess: text, row, length: 1, isGlued: false, confidence: null, isFixed});
		else words.push({text, row, length: 1, isGlued, confidence: probability, isFixed});
	}
	return words;
}
