import {constants, tmpdir} from 'node:os';
import {expect, test} from 'vitest';
import {exitCodes, UserError} from '../../src/errors.ts';
import {asUserError, codeOf, faultOf} from '../../src/files/errors.ts';

/** A failure as Node 20 tells it, which has no name for some numbers. */
const nameless = (errno: number) =>
	Object.assign(new Error('failed'), {code: `Unknown system error -${errno}`, errno: -errno, syscall: 'write'});

test.each([
	['EDQUOT', 'is full'],
	['ESTALE', 'failed'],
	['ETIMEDOUT', 'failed'],
	['EXDEV', 'failed'],
] as const)('%s is a failure that a user can mend, also where Node has no name for it', (name, says) => {
	const error = nameless(constants.errno[name]);
	expect(codeOf(error)).toBe(name);
	const told = asUserError(error, tmpdir());
	expect(told).toBeInstanceOf(UserError);
	expect(told).toMatchObject({message: expect.stringContaining(says), exitCode: exitCodes.io});
});

const named = (code: string, more: object = {}) => Object.assign(new Error(code), {code, ...more});

test.each([
	{error: nameless(117), message: 'Writing to `out` failed (error 117).', exitCode: 74},
	{error: named('ENOTCONN'), message: 'Writing to `out` failed (ENOTCONN).', exitCode: 74},
	{error: named('EINVAL'), message: 'Writing to `out` failed (EINVAL).', exitCode: 74},
	{error: named('EMFILE'), message: 'The system lets this program open no more files.', exitCode: 74},
	{error: named('EISDIR', {dest: 'out/x.png'}), message: '`out/x.png` is a folder, and a file is to go there.', exitCode: 73},
])('$message', ({error, message, exitCode}) => {
	expect(asUserError(error, 'out')).toMatchObject({name: 'UserError', message, exitCode});
});

test('what no file system says stays a fault of the program', () => {
	const errors = [new TypeError('x'), named('ERR_INVALID_ARG_VALUE'), named('EBADF'), 'text'];
	expect(errors.map(error => [faultOf(error), asUserError(error, 'out')])).toEqual(errors.map(error => [undefined, error]));
});
