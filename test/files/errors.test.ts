import {constants, tmpdir} from 'node:os';
import {expect, test} from 'vitest';
import {exitCodes, UserError} from '../../src/errors.ts';
import {asUserError, codeOf} from '../../src/files/errors.ts';

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

test('a number that no system knows stays as it is', () => {
	const error = nameless(99_999);
	expect(codeOf(error)).toBe('Unknown system error -99999');
	expect(asUserError(error, tmpdir())).toBe(error);
});
