import {exitCodes, UserError} from '../../errors.ts';
import {Cut} from './cut.ts';

/** The part of a server's answer that a refusal needs. */
export type Status = {readonly status: number; header(name: string): string | undefined};

/** The longest that a server may ask to be left alone, in milliseconds. */
const longestWaitMs = 5 * 60_000;

/**
The meaning of an answer of the hub that is no success.
@param repository - its page is named
@returns a Cut where another try may do, a UserError where it will not: 77 for a gated repository or a bad token, 69 for one that is not there
*/
export function refusal(answer: Status, repository: string, {endpoint, hasToken}: {readonly endpoint: string; readonly hasToken: boolean}) {
	const {status} = answer;
	const code = answer.header('x-error-code') ?? '';
	const page = `${endpoint}/${repository}`;
	if (isPassing(status)) return new Cut(`${new URL(endpoint).host} answered with ${status}`, {waitMs: waitOf(answer)});
	if (code === 'GatedRepo' || (status === 403 && code === '')) {
		return new UserError(`${repository} is given only to those who agreed to its terms.`, {
			hint: hasToken
				? `Agree with the account of your token at ${page}, then try again.`
				: `Agree at ${page}, make a token at ${endpoint}/settings/tokens, then: export HF_TOKEN=...`,
			exitCode: exitCodes.noPermission,
		});
	}
	if (code === 'RevisionNotFound' || code === 'EntryNotFound') {
		return new UserError(`${repository} has no such ${code === 'EntryNotFound' ? 'file' : 'revision'}.`, {
			hint: `See ${page}/tree/main.`,
			exitCode: exitCodes.unavailable,
		});
	}
	if (status === 401 && hasToken && code !== 'RepoNotFound') {
		return new UserError('The hub does not know the token that was given.', {
			hint: `Make another one at ${endpoint}/settings/tokens, or do without: unset HF_TOKEN`,
			exitCode: exitCodes.noPermission,
		});
	}
	// The hub does not tell others whether a private repository exists.
	if (status === 404 || status === 401 || code === 'RepoNotFound') {
		return new UserError(`There is no repository ${repository}${hasToken ? '' : ' that everybody may read'}.`, {
			hint: hasToken ? `Look at ${page}.` : `Look at ${page}; for a private one: export HF_TOKEN=...`,
			exitCode: exitCodes.unavailable,
		});
	}
	return new UserError(`${page} answered with ${status}.`, {hint: 'Look at the page, or try later.', exitCode: exitCodes.tryAgain});
}

/** Faults that pass by themselves: too many requests, time-outs, and faults of the server. */
const isPassing = (status: number): boolean => status === 408 || status === 425 || status === 429 || status >= 500;

/** Time that a server asks to wait, in milliseconds; it says seconds, or a date. */
function waitOf(answer: Status): number {
	const text = answer.header('retry-after') ?? '';
	const ms = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
	return Number.isFinite(ms) ? Math.min(longestWaitMs, Math.max(0, ms)) : 0;
}

/** No answer, or no proper one, after all tries. */
export function unreachable(endpoint: string, cause: unknown): UserError {
	const {host} = new URL(endpoint);
	const reason = cause instanceof Error ? cause.message : String(cause);
	return new UserError(`${host} cannot be reached: ${reason}.`, {
		hint: 'Check the network, HTTPS_PROXY and HF_ENDPOINT, then run the same command again: it continues where it was.',
		exitCode: exitCodes.tryAgain,
		cause,
	});
}
