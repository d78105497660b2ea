import {type SettingFlag, settingFlagNames} from '../../events/settings.ts';
import type {RunRequest} from '../request.ts';

/** Every n-th job of a list, for one of several machines. */
export type Shard = {
	/** 1 .. count. */
	readonly index: number;
	readonly count: number;
	/** Variable of the environment that says so. */
	readonly variable?: string;
};

/** Engines side by side: so many, or as many as pay. */
export type WorkerCount = number | 'auto';

/** Server that a queue is kept by. */
export type QueueOptions = {
	/** Its address, a URL. */
	readonly address: string;
	/** Password where the address has none. */
	readonly password: string | undefined;
	/** Folder that all machines see, for files that are not to go through the server. */
	readonly spool: string | undefined;
};

export type BatchOptions = {
	/** A file of jobs, or `-` for stdin. */
	readonly source: string;
	/** The folder of the results. */
	readonly folder: string;
	/** Name template of pictures without a name of their own. */
	readonly name: string;
	readonly shard: Shard;
	readonly workers: WorkerCount;
	/** Queue whose workers do the jobs; undefined to do them here. */
	readonly queue: QueueOptions | undefined;
	/** Threads of each engine; undefined to share out the processors. */
	readonly threads: number | undefined;
	/** Continue the batch that was begun there, if one was. */
	readonly isContinued: boolean;
	/** Leave out jobs whose picture is there. */
	readonly isSkipping: boolean;
	readonly isForced: boolean;
	readonly hasSheet: boolean;
	readonly isJson: boolean;
	readonly isQuiet: boolean;
	/** Seed of the first job; a random one if undefined. */
	readonly seed: number | undefined;
	/** Defaults of every job. */
	readonly common: Omit<RunRequest, 'task' | 'instruction' | 'image'>;
	/** Ways of showing its progress. */
	readonly looks: {
		/** As the locale says if undefined. */
		readonly isAscii: boolean | undefined;
		readonly isSpoken: boolean;
		readonly isCalm: boolean;
		readonly hasPreview: boolean;
		/** 0 none, 1 sixteen, 2 256, 3 all; as the terminal says if undefined. */
		readonly colours: 0 | 1 | 2 | 3 | undefined;
	};
	/** The flags that decide the results, as they were given: a batch continues only with the same ones. */
	readonly said: {readonly [Name in DecidingFlag]?: string | boolean};
};

type DecidingFlag = SettingFlag | (typeof otherDeciding)[number];
const otherDeciding = ['seed', 'size', 'fit', 'markdown', 'metadata', 'ai-mark', 'strict'] as const;
export const deciding: readonly DecidingFlag[] = [...settingFlagNames, ...otherDeciding];
