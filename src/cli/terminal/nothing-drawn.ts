import {shellWord} from '../../shell-word.ts';

const longestLine = 300;

/** Sentences about a command that was stopped before its first step. @param argv - its words, after the name of the program */
export function nothingDrawn(argv: readonly string[] = process.argv.slice(2)): string {
	const words = argv.map(asTyped);
	const line = ['mmada', ...words].join(' ');
	const isShown = !words.includes(undefined) && line.length <= longestLine;
	return `Stopped: nothing was drawn yet. Run it again${isShown ? `: ${line}` : ' with the same command.'}`;
}

/** A word as it is typed in a shell; undefined for one that only looks like a flag. */
function asTyped(word: string): string | undefined {
	if (!word.startsWith('-') || /^-[\w=,.:/-]*$/.test(word)) return shellWordOf(word);
	const [, flag, value] = /^(--[a-z-]+=)(.*)$/s.exec(word) ?? [];
	return flag === undefined || value === undefined ? undefined : `${flag}${shellWord(value)}`;
}

const shellWordOf = (word: string): string => (word.startsWith('-') ? word : shellWord(word));

/** The same in a session, where lines are typed. */
export const nothingDrawnHere = 'Stopped: nothing was drawn yet. The up key brings the words back.';
