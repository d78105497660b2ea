import {exitCodes, SettingError, UserError} from '../errors.ts';
import type {SerialError} from './protocol.ts';

const outOfMemory = /bad[_ ]alloc|bad allocation|out of memory|failed to allocate|cannot allocate|allocation failed/i;

/** A thrown value as data. Running out of memory is told as something the user can act on. */
export function serializeError(error: unknown): SerialError {
	if (!(error instanceof Error)) return {message: `The engine threw ${String(error)}.`};
	const stack = error.stack === undefined ? {} : {stack: error.stack};
	if (error instanceof SettingError) {
		const {message, hint, exitCode, sentence, advice} = error;
		return {message, ...stack, user: {hint, exitCode, setting: {sentence, advice}}};
	}
	if (error instanceof UserError) return {message: error.message, ...stack, user: {hint: error.hint, exitCode: error.exitCode}};
	if (outOfMemory.test(error.message)) {
		const user = {hint: memoryHint, exitCode: exitCodes.unavailable};
		return {message: 'There is not enough memory for this model.', ...stack, user};
	}
	return {message: error.message, ...stack};
}

/** The error that `serializeError` was given, as an error of this process: `UserError` if the user can act. */
export function deserializeError({message, stack, user}: SerialError): Error {
	const cause = new Error(message);
	if (stack !== undefined) cause.stack = stack;
	if (!user) return cause;
	const {setting, ...said} = user;
	if (setting) return new SettingError(setting.sentence, {hint: setting.advice, exitCode: user.exitCode, cause});
	return new UserError(message, {...said, cause});
}

export const memoryHint = 'Close other programs, or take a smaller model with --model.';
