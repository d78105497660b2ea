import type {Flag} from '../flag.ts';

/** Values of `--color`. */
export const colourCounts = ['none', '16', '256', 'all'] as const;

/** Flags of what people see and hear meanwhile. */
export const screenFlags = {
	interactive: {short: 'i', text: 'ask what is next when it is done', more: 'change it further, again, undo'},
	preview: {isOn: true, text: 'show no picture while it runs'},
	speed: {value: 'factor', text: '2 is twice as fast as it ran (default: eight seconds in all)'},
	color: {
		value: 'count',
		choices: colourCounts,
		text: 'none, 16, 256 or all (default: as the terminal says)',
		more: 'by default NO_COLOR, FORCE_COLOR, COLORTERM and TERM decide',
	},
	ascii: {text: 'draw with ASCII only', more: 'the picture too; the default where the locale has no UTF-8'},
	'screen-reader': {text: 'tell the run in plain sentences, without redrawing'},
	'reduced-motion': {text: 'nothing lights up, and the picture changes once a second at most'},
	quiet: {short: 'q', text: 'print nothing but the result and errors'},
} as const satisfies Readonly<Record<string, Flag>>;
