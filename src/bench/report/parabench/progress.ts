/** `12/200 · 4.1 s each · 13 min left`: where it stands, for one line. */
export function progressLine(what: string, done: number, total: number, elapsedMs: number): string {
	const eachMs = elapsedMs / Math.max(1, done);
	const leftMs = (total - done) * eachMs;
	const left = leftMs < 90_000 ? `${Math.ceil(leftMs / 1000)} s` : `${Math.ceil(leftMs / 60_000)} min`;
	return `${what} ${done}/${total} · ${(eachMs / 1000).toFixed(1)} s each · ${done === total ? 'done' : `${left} left`}`;
}
