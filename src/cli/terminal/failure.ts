import {exitCodes, SettingError, type Spelling, UserError} from '../../errors.ts';
import {codeOf} from '../../files/errors.ts';
import {printable, printableLines} from '../../printable.ts';
import {asFlag} from '../table/flags.ts';

/** Text for stderr about a failure, and the exit code. A bug keeps its stack. @param spelling - Of the settings that it names */
export function describeFailure(failure: unknown, spelling: Spelling = asFlag): {readonly text: string; readonly exitCode: number} {
	const error = failure instanceof SettingError ? failure.spelled(spelling) : (ofSurroundings(failure) ?? failure);
	if (error instanceof UserError) return {text: `${printable(error.message)}\n${printable(error.hint)}`, exitCode: error.exitCode};
	const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return {text: `This is a bug in mmada, please report it:\n${printableLines(detail)}`, exitCode: exitCodes.internal};
}

/** Failures that may happen anywhere and that the shell which started this process can put right. */
function ofSurroundings(error: unknown): UserError | undefined {
	const code = codeOf(error);
	if (error instanceof Error && 'syscall' in error && error.syscall === 'uv_cwd') {
		const isGone = code === 'ENOENT';
		return new UserError(`The folder that this was started in ${isGone ? 'is not there any more' : 'cannot be read'}.`, {
			hint: 'Go to another one: cd ~',
			exitCode: exitCodes.cannotCreate,
			cause: error,
		});
	}
	if (code === 'EMFILE' || code === 'ENFILE') {
		return new UserError(`Too many files are open${code === 'EMFILE' ? ' in this process' : ' on this machine'}.`, {
			hint: code === 'EMFILE' ? 'Allow it more: ulimit -n 1024' : 'Close other programs.',
			exitCode: exitCodes.unavailable,
			cause: error,
		});
	}
	return;
}
