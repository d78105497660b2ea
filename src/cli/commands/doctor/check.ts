import type {exitCodes} from '../../../errors.ts';

/** One thing that the doctor looked at. */
export type Check = {
	/** Subject: `Node.js`, `cuda`, `folder`. */
	readonly subject: string;
	/** `note`: mmada does without it, or nearly. `fault`: commands fail. */
	readonly state: 'ok' | 'note' | 'fault';
	/** Finding, as one phrase. */
	readonly found: string;
	/** A line to copy, or what to do: mends it. */
	readonly fix?: string | undefined;
	/** Exit code of commands with this fault. */
	readonly exitCode?: (typeof exitCodes)[keyof typeof exitCodes];
};

export const ok = (subject: string, found: string): Check => ({subject, state: 'ok', found});
export const note = (subject: string, found: string, fix?: string): Check => ({subject, state: 'note', found, fix});
