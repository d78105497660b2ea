import {exitCodes, UserError} from '../errors.ts';
import {endlessMark} from '../runtime/bounded-work.ts';
import {memoryHint} from './serial-error.ts';

/** The end of the engine process, and its stage then. */
export type Death = {
	readonly code: number | null;
	readonly signal: string | null;
	readonly stage: 'starting' | 'opening' | 'idle' | 'running';
	/** The last step told, when running. */
	readonly step?: number;
	readonly steps?: number;
	/** Whether it was held there. */
	readonly isPaused?: boolean;
	/** The end of what it wrote to stderr. */
	readonly stderr: string;
};

/** An engine that ended by itself, as one sentence that says what happened, when, and what helps. */
export function describeDeath(death: Death): UserError {
	const {reason, hint, exitCode} = causes.find(({matches}) => matches(death)) ?? unknownCause(death);
	const cause = new Error(death.stderr.trim() || 'The engine wrote nothing to stderr.');
	return new UserError(`The engine ${reason} ${when(death)}.`, {hint, exitCode, cause});
}

/** An engine process that could not be created, or never answered. */
export const describeStartFailure = (reason: string, cause?: unknown): UserError =>
	new UserError(`The engine did not start: ${reason}.`, {
		hint: 'Try again; if it stays so, the machine may be short of memory or processes.',
		exitCode: exitCodes.unavailable,
		cause,
	});

type Cause = {readonly reason: string; readonly hint: string; readonly exitCode: number};

/** Most specific first. */
const causes: readonly (Cause & {readonly matches: (death: Death) => boolean})[] = [
	{
		matches: ({stderr}) => stderr.includes(endlessMark),
		reason: "was ended because the model's tokenizer does not come to an end,",
		hint: 'Check the model with `mmada models verify`, or take another with --model.',
		exitCode: exitCodes.badData,
	},
	{
		matches: ({stderr, code}) => /heap out of memory|bad_alloc/.test(stderr) || code === 0xc0000017,
		reason: 'ran out of memory',
		hint: memoryHint,
		exitCode: exitCodes.unavailable,
	},
	{
		matches: ({signal, code}) => signal === 'SIGKILL' || code === 137,
		reason: 'was ended by the system, most likely because memory ran out,',
		hint: memoryHint,
		exitCode: exitCodes.unavailable,
	},
	{
		matches: ({signal, code}) => signal === 'SIGABRT' || code === 134 || code === 0xc0000409,
		reason: 'was aborted by the inference library',
		hint: 'Try --device cpu; if it happens there too, check the model with `mmada models verify`.',
		exitCode: exitCodes.internal,
	},
	{
		matches: ({signal, code}) => ['SIGSEGV', 'SIGBUS', 'SIGFPE'].includes(signal ?? '') || [139, 0xc0000005].includes(code ?? 0),
		reason: 'crashed in the inference library',
		hint: 'Try --device cpu; a model file cut short while in use does this too: check it with `mmada models verify`.',
		exitCode: exitCodes.internal,
	},
	{
		matches: ({signal, code}) => signal === 'SIGILL' || code === 0xc000001d,
		reason: 'met an instruction that this processor lacks',
		hint: 'The inference library needs a newer processor.',
		exitCode: exitCodes.unavailable,
	},
	{
		matches: ({signal}) => signal === 'SIGTERM' || signal === 'SIGHUP' || signal === 'SIGINT',
		reason: 'was told to stop by another program',
		hint: 'Run it again.',
		exitCode: exitCodes.terminated,
	},
];

function unknownCause({code, signal}: Death): Cause {
	const how = signal === null ? `exit code ${code}` : signal;
	return {
		reason: `ended unexpectedly (${how})`,
		hint: 'Run it again; if it ends so again, report it with what `mmada doctor --json` prints.',
		exitCode: exitCodes.internal,
	};
}

function when({stage, step, steps, isPaused}: Death): string {
	if (stage === 'starting') return 'before it was up';
	if (stage === 'opening') return 'while it opened the model';
	if (stage === 'idle') return 'between two runs';
	const place = step === undefined || steps === undefined ? 'before the first step' : `after step ${step} of ${steps}`;
	return isPaused ? `while it was paused ${place}` : place;
}
