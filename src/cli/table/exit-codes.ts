import {exitCodes} from '../../errors.ts';

/** The meaning of each exit code, for the manual. */
const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
	ok: 'done',
	unexpected: 'something unexpected, before mmada could say what: please report it',
	usage: 'the command line is wrong',
	someFailed: 'some jobs of a batch failed',
	badData: 'a file is there but cannot be used: no image, a damaged model, an unknown word with --strict or after `words`',
	noInput: 'an input file is missing',
	unavailable: 'the model or device is not there, or there is too little memory',
	internal: 'something unexpected: please report it',
	cannotCreate: 'the result cannot be saved there: no such folder, or no permission',
	io: 'reading or writing failed, for example because the disk is full',
	tryAgain: 'another mmada is using it: try again later',
	noPermission: 'no permission to keep a setting',
	badConfig: 'the config file, or an MMADA_ variable, is wrong: the message says which line or value',
	interrupted: 'stopped by Ctrl-C; the picture so far is saved',
	terminated: 'stopped by SIGTERM, or because the terminal was closed; the picture so far is saved',
};

/** Every exit code with its meaning, in the order of the numbers. */
export const exitCodeRows: readonly (readonly [code: number, meaning: string])[] = Object.entries(meanings)
	.map(([name, meaning]) => [exitCodes[name as keyof typeof exitCodes], meaning] as const)
	.sort(([a], [b]) => a - b);
