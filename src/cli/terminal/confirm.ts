import {createInterface} from 'node:readline/promises';
import {exitCodes, UserError} from '../../errors.ts';
import {printable} from '../../printable.ts';

/**
Ask a question that is answered by yes or no, on the terminal. Whatever is not yes is no.
@param instead - the hint if there is no terminal to ask at
@throws UserError (2) there
*/
export async function confirm(question: string, instead: string): Promise<boolean> {
	if (!process.stdin.isTTY || !process.stderr.isTTY) {
		throw new UserError('There is no terminal to ask at.', {hint: instead, exitCode: exitCodes.usage});
	}
	const terminal = createInterface({input: process.stdin, output: process.stderr});
	const leaving = new AbortController();
	terminal.on('SIGINT', () => leaving.abort());
	// The end of the input is no answer.
	terminal.on('close', () => leaving.abort());
	try {
		return /^\s*(y|yes)\s*$/i.test(await terminal.question(`${printable(question)} [y/N] `, {signal: leaving.signal}));
	} catch (error) {
		if (!leaving.signal.aborted) throw error;
		process.stderr.write('\n');
		throw new UserError('Nothing was done.', {hint: instead, exitCode: exitCodes.interrupted, cause: error});
	} finally {
		terminal.close();
	}
}
