import type {ExitCode} from '../../../errors.ts';
import {exitCodes, UserError} from '../../../errors.ts';
import type {Parsed} from '../../parse/parse.ts';
import {printData} from '../../terminal/out.ts';
import {bashCompletion} from './bash.ts';
import {fishCompletion} from './fish.ts';
import {pwshCompletion} from './pwsh.ts';
import {zshCompletion} from './zsh.ts';

const shells: Readonly<Record<string, () => string>> = {
	bash: bashCompletion,
	zsh: zshCompletion,
	fish: fishCompletion,
	pwsh: pwshCompletion,
};

/** `mmada completion`: a script for a shell, on stdout. */
export async function completion({input: [shell = '', ...rest]}: Parsed): Promise<ExitCode> {
	const write = Object.hasOwn(shells, shell) ? shells[shell] : undefined;
	if (!write || rest.length > 0) {
		throw new UserError(shell === '' ? 'There is no shell named.' : `There is no completion for \`${[shell, ...rest].join(' ')}\`.`, {
			hint: `There is for ${Object.keys(shells).join(', ')}: see mmada completion --help`,
			exitCode: exitCodes.usage,
		});
	}
	printData(write());
	return exitCodes.ok;
}
