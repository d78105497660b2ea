/** Exit codes of the command line, after sysexits.h where it has one. */
export const exitCodes = {
	ok: 0,
	unexpected: 1,
	usage: 2,
	someFailed: 3,
	badData: 65,
	noInput: 66,
	unavailable: 69,
	internal: 70,
	cannotCreate: 73,
	io: 74,
	tryAgain: 75,
	noPermission: 77,
	badConfig: 78,
	interrupted: 130,
	terminated: 143,
} as const;

/** A failure the user can act on. The CLI prints message and hint; anything else is a bug and keeps its stack. */
export class UserError extends Error {
	override readonly name = 'UserError';
	/** What to do next, as one sentence or a command to copy. */
	readonly hint: string;
	readonly exitCode: number;

	constructor(message: string, {hint, exitCode = exitCodes.unexpected, cause}: {hint: string; exitCode?: number; cause?: unknown}) {
		super(message, {cause});
		this.hint = hint;
		this.exitCode = exitCode;
	}
}

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
