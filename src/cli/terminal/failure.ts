import {exitCodes, UserError} from '../../errors.ts';
import {printable, printableLines} from '../../printable.ts';

/** What to print on stderr for a failure, and the exit code. A bug keeps its stack. */
export function describeFailure(error: unknown): {readonly text: string; readonly exitCode: number} {
	if (error instanceof UserError) return {text: `${printable(error.message)}\n${printable(error.hint)}`, exitCode: error.exitCode};
	const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return {text: `This is a bug in mmada, please report it:\n${printableLines(detail)}`, exitCode: exitCodes.internal};
}
