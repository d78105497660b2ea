import type {NameFacts} from '../../app/name-template.ts';
import {findTarget, type Target, type TargetOptions} from '../../app/output-target.ts';
import type {OutputOptions} from '../../app/request.ts';
import {usage} from '../../app/usage-error.ts';
import {exitCodes, UserError} from '../../errors.ts';
import {isClosed} from './descriptors.ts';

/** The place that `--output` and `--name` mean now. @throws UserError as `findTarget` does, and (2) when stdout is meant and is a terminal */
export async function chosenTarget(output: OutputOptions, facts: Omit<NameFacts, 'now'>, options: TargetOptions = {}): Promise<Target> {
	if (output.output === '-' && process.stdout.isTTY)
		throw usage('A picture is not written to a terminal.', 'Name a file with --output, or pipe it: `-o - | ...`.');
	if (output.output === '-' && isClosed(1)) {
		throw new UserError('The standard output is closed: the picture would be lost.', {
			hint: 'Name a file with --output, or pipe it: `-o - | ...`.',
			exitCode: exitCodes.io,
		});
	}
	return findTarget(output, {...facts, now: new Date()}, options);
}
