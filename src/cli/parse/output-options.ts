import type {OutputOptions} from '../../app/request.ts';
import {usage} from '../../app/usage-error.ts';
import type {Parsed} from './parse.ts';
import {textFrom} from './read-flag.ts';

/** Output of a picture. @throws UserError (2) when flags contradict each other */
export function placeFrom(flags: Parsed['flags']): Pick<OutputOptions, 'output' | 'name' | 'isForced'> {
	const [output, name] = [textFrom(flags, 'output'), textFrom(flags, 'name')];
	if (output === '-') {
		const other = (['json', 'events', 'markdown', 'name'] as const).find(flag => flags[flag] !== undefined && flags[flag] !== false);
		if (other) throw usage(`With \`-o -\` stdout is the picture, which leaves no place for --${other}.`, 'Leave one of them out.');
	}
	return {output, name, isForced: flags.force === true};
}
