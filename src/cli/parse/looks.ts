import {choice} from '../../events/fields.ts';
import {colourCounts} from '../table/flags/screen.ts';
import type {Looks} from '../terminal/report.ts';
import type {Parsed} from './parse.ts';
import {read} from './read-flag.ts';

const colours = {none: 0, 16: 1, 256: 2, all: 3} as const;

/** Look of a run or a list on the terminal. @throws UserError (2) */
export function looksFrom(flags: Parsed['flags']): Looks {
	const count = read(flags, 'color', choice(colourCounts));
	return {
		colours: count && colours[count],
		isAscii: typeof flags.ascii === 'boolean' ? flags.ascii : undefined,
		isSpoken: flags['screen-reader'] === true,
		isCalm: flags['reduced-motion'] === true,
	};
}
