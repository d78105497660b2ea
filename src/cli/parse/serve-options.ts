import {commonRequestFrom, type RunDefaults, type RunRequest} from '../../app/request.ts';
import {askedBy} from '../../app/said-fields.ts';
import {usage} from '../../app/usage-error.ts';
import {exitCodes, UserError} from '../../errors.ts';
import {whole} from '../../events/fields.ts';
import {readWhole} from '../../files/read-file.ts';
import type {Parsed} from './parse.ts';
import {atFlags, numberFrom, read, textFrom} from './read-flag.ts';

export type ServeOptions = {
	readonly host: string;
	/** 0 takes a free one. */
	readonly port: number;
	readonly token: string | undefined;
	/** Most requests that wait. */
	readonly waiting: number | undefined;
	/** Longest run (ms). */
	readonly runMs: number | undefined;
	readonly wanted: Pick<RunRequest, 'model' | 'device' | 'threads' | 'textLength'>;
	readonly isQuiet: boolean;
};

const usualPort = 8765;
/** The fewest letters that cannot be tried out. */
const shortestToken = 16;

/** Variable of the environment that holds the token: a command line can be read by every user of a machine. */
const tokenVariable = 'MMADA_TOKEN';

/** `serve`: no words, only flags. @param isLoopback - whether only this machine is heard at an address @throws UserError */
export async function toServeOptions(
	{input, flags}: Parsed,
	{
		defaults,
		env,
		isLoopback,
	}: {readonly defaults: RunDefaults; readonly env: NodeJS.ProcessEnv; readonly isLoopback: (host: string) => boolean},
): Promise<ServeOptions> {
	if (input.length > 0) throw usage(`\`serve\` takes no words, but got \`${input.join(' ')}\`.`, 'Try: mmada serve --port 8765');
	const host = textFrom(flags, 'host') ?? '127.0.0.1';
	const token = await tokenFrom(textFrom(flags, 'token-file'), env[tokenVariable]);
	if (!isLoopback(host) && token === undefined) {
		throw usage(
			`On \`${host}\` other machines reach this server, so it needs a token.`,
			'Try: openssl rand -hex 32 > token, then add --token-file token',
		);
	}
	const minutes = numberFrom(flags, 'time-limit', 0.01, 100_000);
	return {
		host,
		port: read(flags, 'port', whole(0, 65_535)) ?? usualPort,
		token,
		waiting: read(flags, 'most-waiting', whole(0, 10_000)),
		runMs: minutes === undefined ? undefined : minutes * 60_000,
		wanted: atFlags(() => {
			const {output: _, ...asked} = askedBy(flags);
			return commonRequestFrom({...asked, model: textFrom(flags, 'model')}, defaults);
		}),
		isQuiet: flags.quiet === true,
	};
}

async function tokenFrom(file: string | undefined, variable: string | undefined): Promise<string | undefined> {
	const text =
		file === undefined ? variable : Buffer.from(await readWhole(file, {kind: 'file with a token', maxBytes: 10_000})).toString('utf8');
	if (text === undefined) return;
	const token = text.trim();
	if (token.length >= shortestToken && /^[\x21-\x7e]+$/.test(token)) return token;
	throw new UserError(
		`A token is ${shortestToken} or more letters, digits and signs on one line, and that in ${file === undefined ? tokenVariable : `\`${file}\``} is none.`,
		{
			hint: 'Make one: openssl rand -hex 32',
			exitCode: exitCodes.badData,
		},
	);
}
