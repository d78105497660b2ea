import type {Flag} from '../flag.ts';

/** Flags for other programs, and for the help itself. */
export const scriptFlags = {
	json: {text: 'print one JSON object instead of the path'},
	events: {text: 'print every event of the run as a line of JSON'},
	control: {
		text: 'with --events: hold and steer the run by lines of JSON on stdin',
		more: '[the lines](scripts.md#steering-a-run-from-another-program)',
	},
	queue: {
		value: 'URL',
		text: 'have the jobs done by the workers of a queue: redis://host or postgres://user@host/database',
		more: 'its password may be in MMADA_QUEUE_PASSWORD instead ([many machines](many-machines.md))',
	},
	spool: {value: 'folder', text: 'files go through this folder, which all machines see', more: 'and not through the server of the queue'},
	patience: {value: 'seconds', text: 'silent so long, a worker loses its jobs to others (default: 60)'},
	'until-empty': {text: 'end when the queue has no more jobs'},
	host: {value: 'address', text: 'listen there instead of at 127.0.0.1; other machines need a token'},
	port: {value: 'number', text: 'listen there (default: 8765); 0 takes a free one'},
	'token-file': {value: 'file', text: 'answer only those who send the token in this file', more: 'or in MMADA_TOKEN'},
	'most-waiting': {value: 'count', text: 'how many requests may wait (default: 32); others are told when to try again'},
	'time-limit': {value: 'minutes', text: 'end a run that takes longer (default: 30)'},
	help: {short: 'h', text: 'this text'},
	'help-all': {text: 'the same with every flag'},
} as const satisfies Readonly<Record<string, Flag>>;
