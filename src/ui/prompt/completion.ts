import {type LineState, longestLine} from './line-editor.ts';

/** Continuations of what stands before the cursor. */
export type Completions = {
	/** Start of what they replace (UTF-16 units). */
	readonly from: number;
	readonly options: readonly string[];
};

/** The continuations of a line up to the cursor. */
export type Complete = (before: string) => Completions;

/** Options that are listed at most. */
const mostListed = 12;

/** The line with what all options have in common, and the options where that adds nothing. */
export function completed(line: LineState, {from, options}: Completions): {readonly line: LineState; readonly listed?: string | undefined} {
	const typed = line.text.slice(from, line.cursor);
	const [first] = options;
	if (first === undefined) return {line};
	const only = options.length === 1 && !/[\\/]$/.test(first) ? `${first} ` : undefined;
	const common = only ?? options.reduce((shared, option) => shared.slice(0, sameLetters(shared, option)));
	const after = line.text.slice(line.cursor);
	const text = `${line.text.slice(0, from)}${common}${only && after.startsWith(' ') ? after.slice(1) : after}`;
	if (common.length > typed.length && text.length <= longestLine) return {line: {...line, text, cursor: from + common.length}};
	if (options.length === 1) return {line};
	const more = options.length - mostListed;
	return {line, listed: `${options.slice(0, mostListed).join('  ')}${more > 0 ? `  and ${more} more` : ''}`};
}

function sameLetters(one: string, other: string): number {
	let length = 0;
	while (length < one.length && one[length]?.toLowerCase() === other[length]?.toLowerCase()) length++;
	return length;
}
