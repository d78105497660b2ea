import wrapAnsi from 'wrap-ansi';
import {type RunAction, replayHelp, runHelp} from '../terminal/keys.ts';
import type {Size} from '../terminal/size.ts';

export type HelpNeeds = {
	/** `steer`: what is shown can be held too; `seek`: it is a replay, which can go back. */
	readonly keys: 'none' | 'watch' | 'steer' | 'seek';
	/** Words and picture can be changed. */
	readonly canChange?: boolean | undefined;
	readonly hasPreview: boolean;
};

/** Help on the keys, in lines for a window; at least two rows of it stay free. */
export function helpLines({keys, canChange = false, hasPreview}: HelpNeeds, {columns, rows}: Size): string[] {
	const missing: readonly RunAction[] = [
		...(keys === 'steer' || keys === 'seek' ? [] : (['pause', 'step'] as const)),
		...(canChange ? [] : (['change', ...(keys === 'seek' ? [] : (['back', 'forward'] as const))] as const)),
		...(hasPreview ? [] : (['larger', 'smaller', 'picture'] as const)),
	];
	// A key stays on one line with its action.
	const parts = (keys === 'seek' ? replayHelp : runHelp)
		.filter(({actions}) => !actions.some(action => missing.includes(action)))
		.map(({keys: typed, text}) => `${typed} ${text}`.replaceAll(' ', '\u00A0'));
	const lines = wrapAnsi(parts.join(' · '), Math.max(1, columns - 2), {hard: true})
		.replaceAll('\u00A0', ' ')
		.split('\n');
	return lines.slice(0, Math.max(0, rows - 4));
}
