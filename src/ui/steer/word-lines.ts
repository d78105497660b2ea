import chalk from 'chalk';
import type {LookWord} from '../../events/look.ts';
import {maskGlyph, printable} from '../../printable.ts';
import type {Size} from '../terminal/size.ts';
import {isWritten, type Plan} from './plan.ts';
import {currentPlan, isForgotten, type SteerState, textOf, unsureBelow} from './steer-state.ts';
import {placeWords} from './word-places.ts';

/** Below it a word is more likely wrong than right. */
const doubtfulBelow = 0.5;

type Mark = 'forgotten' | 'written' | 'kept' | 'masked' | 'doubtful' | 'unsure' | 'sure';

/** Signs of the marks where there is no colour, before the word. */
const signs: Readonly<Record<Mark, string>> = {
	forgotten: '~',
	written: '=',
	kept: '+',
	masked: '',
	doubtful: '?',
	unsure: '?',
	sure: '',
};

function markOf(word: LookWord, plan: Plan): Mark {
	if (isForgotten(word, plan)) return 'forgotten';
	if (isWritten(plan, word.row)) return 'written';
	if (word.isFixed || plan.keptWords.has(word.row)) return 'kept';
	if (word.text === maskGlyph) return 'masked';
	const {confidence} = word;
	if (confidence === null || confidence >= unsureBelow) return 'sure';
	return confidence < doubtfulBelow ? 'doubtful' : 'unsure';
}

const styleOf = (mark: Mark): ((text: string) => string) => {
	switch (mark) {
		case 'forgotten':
			return chalk.cyan.strikethrough;
		case 'written':
			return chalk.bold.green;
		case 'kept':
			return chalk.bold.blue;
		case 'masked':
			return chalk.cyan;
		case 'doubtful':
			return chalk.yellow.underline;
		case 'unsure':
			return chalk.yellow;
		case 'sure':
			return text => text;
	}
};

/** The words as they are printed: without colours with room for their signs and the cursor. */
export function shownWords({look, ...state}: SteerState): {readonly text: string; readonly isGlued: boolean}[] {
	const plan = currentPlan({look, ...state});
	return look.words.map(word => {
		const text = printable(textOf(word, plan));
		// The cursor's brackets have their room before it comes, so that nothing moves.
		return chalk.level > 0 ? {text, isGlued: word.isGlued} : {text: ` ${signs[markOf(word, plan)]}${text} `, isGlued: true};
	});
}

/** The words as lines no larger than `size`, those around the cursor if there are more. */
export function wordLines(state: SteerState, {columns, rows}: Size): string[] {
	const shown = shownWords(state);
	const places = placeWords(shown, columns);
	const plan = currentPlan(state);
	const lines: string[] = [];
	const widths: number[] = [];
	for (const [index, {line, column, cells}] of places.entries()) {
		const word = state.look.words[index]!;
		const {text} = shown[index]!;
		const isAt = state.focus === 'words' && index === state.word;
		lines[line] = `${lines[line] ?? ''}${' '.repeat(column - (widths[line] ?? 0))}${styled(text, markOf(word, plan), isAt)}`;
		widths[line] = column + cells;
	}
	if (lines.length <= rows) return lines;
	const focus = places[state.word]?.line ?? 0;
	const first = Math.max(0, Math.min(focus - Math.floor(rows / 2), lines.length - rows));
	return lines.slice(first, first + rows);
}

function styled(text: string, mark: Mark, isAt: boolean): string {
	if (chalk.level === 0) return isAt ? `[${text.slice(1, -1)}]` : text;
	const style = styleOf(mark);
	return isAt ? chalk.inverse(style(text)) : style(text);
}
