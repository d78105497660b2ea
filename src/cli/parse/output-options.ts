import type {OutputOptions} from '../../app/request.ts';
import {outputFrom} from '../../app/request-fields.ts';
import {usage} from '../../app/usage-error.ts';
import type {Parsed} from './parse.ts';
import {atFlags, textFrom} from './read-flag.ts';

/** @throws UserError (2) when flags contradict each other */
export function outputOptions(flags: Parsed['flags']): OutputOptions {
	const [output, name] = [textFrom(flags, 'output'), textFrom(flags, 'name')];
	if (output === '-') {
		const other = (['json', 'events', 'markdown', 'name'] as const).find(flag => flags[flag] !== undefined && flags[flag] !== false);
		if (other) throw usage(`With \`-o -\` stdout is the picture, which leaves no place for --${other}.`, 'Leave one of them out.');
	}
	return atFlags(() =>
		outputFrom(flags, {
			...{output, name, size: 'model', fit: undefined, isForced: flags.force === true},
			...{hasMetadata: true, hasAiMark: true, hasMarkdown: false},
		}),
	);
}
