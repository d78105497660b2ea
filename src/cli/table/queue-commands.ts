import {type Action, type Command, flagsOfActions} from './command.ts';
import type {FlagName} from './flags.ts';

const ofServer = ['queue', 'model', 'text-length', 'json', 'help'] as const satisfies readonly FlagName[];
const model = 'the model of the jobs, by name or its folder';
const queue = 'its server: redis://host or postgres://user@host/db';
const json = 'print it as one JSON object';

const actions = {
	status: {
		usage: 'status --queue <URL>',
		text: 'how many jobs wait, are under way, done and failed',
		flags: ofServer,
		meanings: {model, queue, json},
		takes: 'nothing',
		examples: ['mmada queue status --queue redis://server'],
	},
	retry: {
		usage: 'retry --queue <URL>',
		text: 'have jobs that failed tried again',
		flags: ofServer,
		meanings: {model, queue, json},
		takes: 'nothing',
		examples: ['mmada queue retry --queue redis://server'],
	},
	limit: {
		usage: 'limit <count|none> --queue <URL>',
		text: 'let so many jobs at most be under way',
		flags: ofServer,
		meanings: {model, queue, json},
		takes: ['none'],
		examples: ['mmada queue limit 4 --queue redis://server'],
	},
	drain: {
		usage: 'drain --queue <URL>',
		text: 'remove all jobs that are not under way',
		flags: [...ofServer, 'yes'],
		meanings: {model, queue, json, yes: 'remove jobs without being asked'},
		takes: 'nothing',
		examples: ['mmada queue drain --queue redis://server --yes'],
	},
} as const satisfies Readonly<Record<string, Action>>;

/** Commands of queues, beside `batch --queue`. */
export const queueCommands = {
	worker: {
		usage: 'worker --queue <URL>',
		text: 'do the jobs that others give to a queue with `batch --queue`',
		flags: [
			...['queue', 'spool', 'patience', 'until-empty', 'model', 'text-length', 'workers', 'device', 'threads'],
			...['ascii', 'screen-reader', 'quiet', 'json', 'help', 'help-all'],
		] as const satisfies readonly FlagName[],
		first: ['queue', 'spool', 'patience', 'until-empty', 'model', 'workers', 'device', 'quiet', 'json'],
		meanings: {
			queue,
			json: 'print a line of JSON for each job',
			threads: 'processor threads of each engine',
			quiet: 'print nothing but errors',
		},
		takes: 'nothing',
		examples: ['mmada worker --queue redis://server', 'mmada worker --queue postgres://mmada@server/mmada --workers auto --until-empty'],
	},
	queue: {
		usage: `queue ${Object.keys(actions).join('|')} --queue <URL>`,
		text: 'see, limit, retry or remove the jobs of a queue',
		flags: flagsOfActions(actions),
		settings: ['model'],
		meanings: {model, queue, json, yes: 'remove jobs without being asked'},
		actions,
		bare: 'status',
		examples: ['mmada queue status --queue redis://server', 'mmada queue retry --queue redis://server'],
	},
} as const satisfies Readonly<Record<string, Command>>;
