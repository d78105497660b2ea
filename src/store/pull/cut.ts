import {codeOf} from '../../files/errors.ts';

/** A transfer that was cut short by the network or the other side: worth another try. */
export class Cut extends Error {
	override readonly name = 'Cut';
	/** Time that the other side asks to wait, in milliseconds. */
	readonly waitMs: number;

	constructor(message: string, {waitMs = 0, cause}: {readonly waitMs?: number; readonly cause?: unknown} = {}) {
		super(message, {cause});
		this.waitMs = waitMs;
	}
}

/** Cut for what the network says. */
export const cutBy = (error: unknown): Cut => new Cut(reasonOf(error), {cause: error});

/** Sentences for what networks do; anything else says it by its code. */
const reasons: Readonly<Record<string, string>> = {
	ENOTFOUND: 'no such host is known, or there is no network',
	EAI_AGAIN: 'names of hosts cannot be looked up',
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection was cut',
	UND_ERR_SOCKET: 'the connection was cut',
	ENETUNREACH: 'there is no network',
	EHOSTUNREACH: 'there is no way to it',
	UND_ERR_CONNECT_TIMEOUT: 'it does not answer',
	UND_ERR_HEADERS_TIMEOUT: 'it does not answer',
	UND_ERR_BODY_TIMEOUT: 'nothing came any more',
};

/** Why a request failed. */
function reasonOf(error: unknown): string {
	const inner = error instanceof AggregateError ? error.errors[0] : error;
	const code = codeOf(inner);
	return (code && (reasons[code] ?? code)) || (inner instanceof Error ? inner.message : String(inner));
}
