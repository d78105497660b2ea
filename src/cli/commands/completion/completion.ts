import {usage} from '../../../app/usage-error.ts';
import type {ExitCode} from '../../../errors.ts';
import {exitCodes} from '../../../errors.ts';
import type {Parsed} from '../../parse/parse.ts';
import {printData} from '../../terminal/out.ts';
import {bashCompletion} from './bash.ts';
import {fishCompletion} from './fish.ts';
import {machineNames} from './machine-names.ts';
import {pwshCompletion} from './pwsh.ts';
import {zshCompletion} from './zsh.ts';

const shells: Readonly<Record<string, () => string>> = {
	bash: bashCompletion,
	zsh: zshCompletion,
	fish: fishCompletion,
	pwsh: pwshCompletion,
};

/** `mmada completion`: a script for a shell, on stdout; `names models` and `names runs` are what such a script asks. */
export async function completion({input: [shell = '', ...rest]}: Parsed): Promise<ExitCode> {
	const [what = '', ...more] = rest;
	const names = shell === 'names' && more.length === 0 && Object.hasOwn(machineNames, what) ? machineNames[what] : undefined;
	if (names) {
		printData((await names()).map(name => `${name}\n`).join(''));
		return exitCodes.ok;
	}
	const write = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
	if (!write || rest.length > 0) {
		throw usage(
			shell === '' ? 'There is no shell named.' : `There is no completion for \`${[shell, ...rest].join(' ')}\`.`,
			`There is for ${Object.keys(shells).join(', ')}: see mmada completion --help`,
		);
	}
	printData(write());
	return exitCodes.ok;
}
