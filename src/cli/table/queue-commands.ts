import type {Command} from './commands.ts';
import type {FlagName} from './flags.ts';

/** Commands of queues, beside `batch --queue`. */
export const queueCommands = {
	worker: {
		usage: 'worker --queue <URL>',
		text: 'do the jobs that others give to a queue with `batch --queue`',
		flags: [
			...['queue', 'spool', 'model', 'text-length', 'workers', 'device', 'threads', 'patience', 'until-empty'],
			...['json', 'ascii', 'screen-reader', 'quiet', 'help'],
		] as const satisfies readonly FlagName[],
		meanings: {json: 'print a line of JSON for each job'},
		examples: ['mmada worker --queue redis://server', 'mmada worker --queue postgres://mmada@server/mmada --workers auto --until-empty'],
	},
	queue: {
		usage: 'queue status|retry|drain --queue <URL>',
		text: 'see the jobs of a model in a queue, have those that failed tried again, or remove all that are not under way',
		flags: ['queue', 'model', 'text-length', 'yes', 'json', 'help'],
		settings: ['model'],
		meanings: {yes: 'remove jobs without being asked'},
		examples: ['mmada queue status --queue redis://server', 'mmada queue retry --queue redis://server'],
	},
} as const satisfies Readonly<Record<string, Command>>;
