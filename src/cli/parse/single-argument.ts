import {exitCodes, UserError} from '../../errors.ts';

/** The only word of a command. @throws UserError (2) when there is none, or more */
export function oneWord(words: readonly string[], what: string, example: string): string {
	const [word] = words;
	if (word !== undefined && words.length === 1) return word;
	throw new UserError(word === undefined ? `There is no ${what}.` : `There is more than one ${what}.`, {
		hint: `Try: ${example}`,
		exitCode: exitCodes.usage,
	});
}
