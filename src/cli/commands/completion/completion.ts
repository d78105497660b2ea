import {usage} from '../../../app/usage-error.ts';
import type {ExitCode} from '../../../errors.ts';
import {exitCodes} from '../../../errors.ts';
import {bashCompletion} from '../../../shell/bash.ts';
import {fishCompletion} from '../../../shell/fish.ts';
import {pwshCompletion} from '../../../shell/pwsh.ts';
import type {CommandWords} from '../../../shell/words.ts';
import {zshCompletion} from '../../../shell/zsh.ts';
import type {Parsed} from '../../parse/parse.ts';
import {printData} from '../../terminal/out.ts';
import {machineNames} from './machine-names.ts';
import {commandWords} from './words.ts';

const shells: Readonly<Record<string, (commands: readonly CommandWords[]) => string>> = {
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
	printData(write(commandWords()));
	return exitCodes.ok;
}
